import LinearAlgebra
public import Parallel
public import PointClouds
import Sensing

/// The support plane of a scene and the objects that stand on it.
///
/// A single-view scan is taken as an image of inverse depth, where planes are linear and the noise is even. The
/// support is found by consensus and fitted with its bend (``SupportPlane``); what stands out from it is divided into
/// smooth patches, each one plane or quadric; whether two patches that meet are of one object is weighed by a small
/// logistic model on the gap, the angle and the fit at their border; correlation clustering makes the whole
/// consistent. Deterministic.
///
/// All results are in the coordinates of the cloud's file, in metres.
///
/// - Parameters:
///   - cloud: the scan.
///   - options: what is known of the scene.
///   - threads: how many cores to use; the result doesn't depend on it.
/// - Complexity: O(n) in the points, plus O(p log p) in the first cells of the foreground.
public func segment(
    _ cloud: PointCloud, options: SegmentationOptions = .init(), threads: Int = availableThreads
) -> SegmentedScene {
    var clock = StageClock()
    let crop = CropTest(box: options.crop, maximumRange: options.maximumRange, of: cloud)
    guard let image = RangeImage(of: cloud, crop: crop, threads: threads) else {
        return SegmentedScene(labels: Array(repeating: SegmentLabel.unassigned, count: cloud.count), support: nil)
    }
    clock.finish("layout")
    let analysis = SceneAnalysis(
        of: image, colors: cloud.colors?.map(\.packed), options: options, threads: threads, clock: &clock)
    let (pixels, joins) = analysis.labels(.fitted, options: options, clock: &clock)
    var scene = SegmentedScene(labels: analysis.image.labelsOfPoints(pixels.labels), support: nil)
    scene.support = analysis.support(labels: scene.labels, of: cloud)
    clock.finish("labels")

    scene.diagnostics.layout = image.layout
    scene.diagnostics.usablePointCount = analysis.usablePoints
    scene.diagnostics.inverseDepthNoise = analysis.noise
    scene.diagnostics.otherPlanes = analysis.otherPlanes.map { $0.moved(by: RigidTransform(translation: cloud.origin)) }
    scene.diagnostics.patchCount = analysis.patches.count
    scene.diagnostics.droppedGroupCount = pixels.droppedGroups
    scene.diagnostics.droppedPointCount = pixels.droppedPoints
    scene.diagnostics.joinsAcrossOccluders = joins
    scene.diagnostics.timings = clock.timings
    return scene
}

extension RangeImage {
    /// The labels of the cloud's points from those of the pixels; points that were left out are unassigned.
    func labelsOfPoints(_ labels: [UInt32]) -> [UInt32] {
        guard let pixelOfPoint else { return labels }
        return pixelOfPoint.map { $0 >= 0 ? labels[Int($0)] : SegmentLabel.unassigned }
    }
}

extension SceneAnalysis {
    /// The support's plane in the coordinates of the cloud's file; nil without a support.
    fileprivate func support(labels: [UInt32], of cloud: PointCloud) -> SupportPlane? {
        guard let surface else { return nil }
        let (normal, offset) = surface.plane.normalAndOffset
        let local = SupportPlane(normal: normal, offset: offset, inliers: 0, rmse: 0).moved(by: image.cloudFromCamera)
        var support = SupportPlane(normal: local.normal, localOffset: local.offset, labels: labels, of: cloud)
        support.normalDeviation = surface.normalDeviation
        return support
    }
}
