import PointClouds

/// A scan up to the decision: its support, the patches of what stands out, how they meet.
struct SceneAnalysis {
    var image: RangeImage
    var surface: SupportSurface?
    /// What each pixel is nearer than the support, in inverse depth.
    var residuals: [Float]
    /// Standard deviation of inverse depth.
    var noise: Double
    var patches: SurfacePatches
    var graph: PatchGraph
    /// Patches that are the support's own unevenness.
    var isBump: [Bool]
    var parameters = PatchParameters()

    init(
        of image: RangeImage, colors: [UInt32]?, options: SegmentationOptions, clock: inout StageClock,
        diagnostics: inout SegmentationDiagnostics
    ) {
        self.image = image
        let threads = options.threads
        let cells = ImageCells(image, threads: threads)
        diagnostics.usablePointCount = Int(cells.moments.reduce(0) { $0 + $1.n })
        var surface: SupportSurface?
        var noise = 2 * cells.noise
        let planes = cells.largePlanes(minimumShare: 0.08)
        if let chosen = cells.supportIndex(of: planes, cloudFromCamera: image.cloudFromCamera, up: options.up) {
            clock.finish("planes", in: &diagnostics)
            let fit = SupportSurface.fit(to: image, near: planes[chosen].plane, noise: cells.noise)
            // A lone can is no table, however well a bent surface follows it.
            if fit.0.curvedness(of: image, noise: fit.noise) < 0.05 { (surface, noise) = (fit.0, fit.noise) }
            for other in planes.indices where other != chosen {
                let (normal, offset) = planes[other].plane.normalAndOffset
                diagnostics.otherPlanes.append(
                    SupportPlane(
                        normal: normal, offset: offset, inliers: Int(planes[other].support),
                        rmse: cells.rootMeanSquareDistance(from: planes[other], in: image)
                    ).moved(by: image.cloudFromCamera))
            }
        }
        diagnostics.inverseDepthNoise = noise
        let residuals = surface?.residuals(of: image, threads: threads) ?? image.d
        clock.finish("support", in: &diagnostics)

        let foreground =
            surface == nil
            ? Foreground(everythingIn: image)
            : Foreground(residuals: residuals, image: image, noise: Float(noise), threads: threads)
        clock.finish("foreground", in: &diagnostics)
        let pieces = SurfacePatches(
            mask: foreground.mask, residuals: residuals, image: image, noise: Float(noise), parameters: parameters)
        clock.finish("merging", in: &diagnostics)
        let patches = pieces.grown(
            image: image, residuals: residuals, noise: Float(noise), gap: Float(parameters.gap * noise),
            hasSupport: surface != nil)
        diagnostics.patchCount = patches.count
        clock.finish("growing", in: &diagnostics)

        let graph = PatchGraph(
            patches, image: image, residuals: residuals, surface: surface, noise: noise,
            colors: options.usesColor ? colors : nil)
        isBump = graph.patches.map { surface != nil && $0.isBump(noise: noise) }
        (self.surface, self.residuals, self.noise) = (surface, residuals, noise)
        (self.patches, self.graph) = (patches, graph)
    }

    /// The pixels' labels: 0 unassigned, 1 support, 2… objects in no particular order.
    func labels(
        _ weights: JoinWeights, options: SegmentationOptions, clock: inout StageClock,
        diagnostics: inout SegmentationDiagnostics
    ) -> [Int32] {
        let groupOfPatch = ObjectGrouping(
            patches: patches, graph: graph, image: image, noise: noise, isBump: isBump, parameters: parameters,
            weights: weights, smallGroup: 0.003 * Double(diagnostics.usablePointCount),
            up: surface?.plane.normalAndOffset.normal
        ).groups(acrossOccluders: options.joinsAcrossOccluders, joins: &diagnostics.joinsAcrossOccluders)
        clock.finish("objects", in: &diagnostics)
        return labelPixels(
            image: image, residuals: residuals, patches: patches, graph: graph, groupOfPatch: groupOfPatch,
            isBump: isBump, noise: noise, hasSupport: surface != nil, options: options, diagnostics: &diagnostics)
    }
}
