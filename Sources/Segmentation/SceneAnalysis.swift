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
        clock.finish("foreground")

        let pieces = SurfacePatches(
            mask: foreground.mask, residuals: residuals, image: image, noise: Float(noise), parameters: parameters)
        clock.finish("merging")
        patches = pieces.grown(
            image: image, residuals: residuals, noise: Float(noise), gap: Float(parameters.gap * noise),
            hasSupport: surface != nil)
        clock.finish("growing")

        graph = PatchGraph(
            of: PatchPixels(
                patches, image, residuals: residuals, support: surface?.plane, noise: noise, gap: parameters.gap,
                colors: options.usesColor ? colors : nil))
        isBump = graph.patches.map { surface != nil && $0.isBump(noise: noise) }
        usablePixels = Int(cells.pixelCount)
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
