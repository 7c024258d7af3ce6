import Parallel
import PointClouds
import Sensing

/// A scan up to the decision which patches are one object: its support, the smooth patches of what stands out from it,
/// and how they meet.
///
/// The stages of ``segment(_:options:threads:)`` on one page, each a type or a function of its own.
struct SceneAnalysis {
    var image: RangeImage
    /// How many pixels have a point.
    var usablePixels: Int
    /// How many points have a pixel.
    var usablePoints: Int
    /// The support with its bend; nil without one.
    var surface: SupportSurface?
    /// Large planes that aren't the support, in the frame of the cloud's positions.
    var otherPlanes: [SupportPlane]
    /// What each pixel is nearer than the support, in inverse depth (1/m); without a support its inverse depth.
    var residuals: [Float]
    /// Standard deviation of inverse depth, in 1/m.
    var noise: Double
    var patches: SurfacePatches
    var graph: PatchGraph
    /// For each patch whether it is the support's own unevenness.
    var isBump: [Bool]
    private let parameters = PatchParameters()

    /// - Parameter colors: for each point of the cloud, as 0xRRGGBB.
    init(
        of image: RangeImage, colors: [UInt32]?, options: SegmentationOptions, threads: Int = availableThreads,
        clock: inout StageClock
    ) {
        let cells = ImageCells(image, threads: threads)
        let support = SupportSearch(in: image, cells: cells, options: options, clock: &clock)
        let (surface, noise) = (support.surface, support.noise)
        let residuals = surface?.residuals(of: image, threads: threads) ?? image.d
        clock.finish("support")

        let foreground =
            surface == nil
            ? Foreground(everythingIn: image)
            : Foreground(residuals: residuals, image: image, noise: Float(noise), threads: threads)
        let unit = image.medianDepth(where: foreground.mask)
        clock.finish("foreground")

        let pieces = SurfacePatches(
            mask: foreground.mask, residuals: residuals, image: image, noise: Float(noise), parameters: parameters)
        clock.finish("merging")
        patches = pieces.grown(
            image: image, residuals: residuals, noise: Float(noise), gap: Float(parameters.gap * noise),
            hasSupport: surface != nil, unit: unit)
        clock.finish("growing")

        graph = PatchGraph(
            of: PatchPixels(
                patches, image, residuals: residuals, support: surface?.plane, noise: noise, unit: unit,
                gap: parameters.gap, colors: options.usesColor ? colors : nil))
        isBump = graph.patches.map { surface != nil && $0.isBump(noise: noise) }
        usablePixels = Int(cells.pixelCount)
        usablePoints = image.pixelOfPoint?.count { $0 >= 0 } ?? usablePixels
        (self.image, self.surface, self.otherPlanes) = (image, surface, support.otherPlanes)
        (self.residuals, self.noise) = (residuals, noise)
    }

    /// The pixels' labels, when the borders are judged by `weights`; and how many pairs of groups were joined across
    /// something nearer.
    func labels(
        _ weights: JoinWeights, options: SegmentationOptions, clock: inout StageClock
    ) -> (pixels: PixelLabels, joins: Int) {
        let grouping = ObjectGrouping(
            patches: patches, graph: graph, image: image, noise: noise, isBump: isBump, parameters: parameters,
            weights: weights, usablePixels: usablePixels, up: surface?.plane.normalAndOffset.normal
        ).groups(acrossOccluders: options.joinsAcrossOccluders)
        clock.finish("objects")
        return (PixelLabels(self, groupOfPatch: grouping.groupOfPatch, options: options), grouping.joins)
    }
}

extension RangeImage {
    /// How far off what is marked lies, in metres: the median of some thousand pixels; 1 where nothing is marked.
    fileprivate func medianDepth(where mask: [Bool]) -> Double {
        let samples = 5_000
        let step = max(1, mask.count / samples)
        var depths = stride(from: 0, to: mask.count, by: step).filter { mask[$0] && d[$0] > 0 }.map {
            1 / Double(d[$0])
        }
        return depths.median() ?? 1
    }
}
