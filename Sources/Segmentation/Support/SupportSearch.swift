import PointClouds
import Sensing

/// What a scan's objects stand on, and how noisy the scan is.
struct SupportSearch {
    /// A surface more curved than this is none (``SupportSurface/curvedness(of:noise:)``): a lone can is no table,
    /// however well a bent surface follows it.
    private static let largestCurvedness = 0.05
    /// Noise about a surface of many cells against that within a cell, whose own plane takes up what its pixels share.
    private static let noiseBeyondCells = 2.0

    /// The support's plane and bend; nil where nothing carries.
    var surface: SupportSurface?
    /// Standard deviation of inverse depth about the support, in 1/m.
    var noise: Double
    /// Large planes that were not taken for the support, in the frame of the cloud's positions.
    var otherPlanes: [SupportPlane] = []

    init(in image: RangeImage, cells: ImageCells, options: SegmentationOptions, clock: inout StageClock) {
        noise = Self.noiseBeyondCells * cells.noise
        let planes = cells.largePlanes()
        let chosen = cells.supportIndex(of: planes, cloudFromCamera: image.cloudFromCamera, up: options.up)
        clock.finish("planes")
        guard let chosen else { return }
        let fit = SupportSurface.fit(to: image, near: planes[chosen].plane, noise: cells.noise)
        if fit.0.curvedness(of: image, noise: fit.noise) < Self.largestCurvedness { (surface, noise) = fit }
        for other in planes.indices where other != chosen {
            let (normal, offset) = planes[other].plane.normalAndOffset
            let plane = SupportPlane(
                normal: normal, offset: offset, inliers: Int(planes[other].support),
                rmse: cells.rootMeanSquareDistance(from: planes[other], in: image))
            otherPlanes.append(plane.moved(by: image.cloudFromCamera))
        }
    }
}
