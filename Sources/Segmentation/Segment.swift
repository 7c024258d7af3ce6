import LinearAlgebra
public import PointClouds

/// The support plane of a scene and the objects that stand on it.
///
/// A single-view scan is taken as an image of inverse depth, where planes are linear and the noise is even. The
/// support is found by consensus and fitted with its bend (``SupportPlane``); what stands out from it is divided into
/// smooth patches, each one plane or quadric; whether two patches that meet are of one object is weighed by a small
/// logistic model on the gap, the angle and the fit at their border; correlation clustering makes the whole
/// consistent. Deterministic, the same for any number of threads.
///
/// - Complexity: O(n) in the points, plus O(p log p) in the first cells of the foreground.
public func segment(_ cloud: PointCloud, options: SegmentationOptions = .init()) -> SegmentedScene {
    var diagnostics = SegmentationDiagnostics()
    var clock = StageClock()
    guard let image = RangeImage(grid: cloud, options: options) ?? RangeImage(points: cloud, options: options) else {
        return SegmentedScene(
            labels: Array(repeating: 0, count: cloud.count), support: nil, objects: [], diagnostics: diagnostics)
    }
    diagnostics.layout = image.layout
    clock.finish("layout", in: &diagnostics)
    let labels = segmentedPixels(
        of: image, colors: cloud.packedColors, options: options, clock: &clock, diagnostics: &diagnostics)
    let scene = SceneAssembly(cloud: cloud, image: image, pixels: labels, options: options)
        .scene(diagnostics: diagnostics, clock: &clock)
    return scene
}

/// Labels of an image's pixels, and the support's plane in the camera's frame.
struct SegmentedPixels {
    /// 0 unassigned, 1 support, 2… objects in no particular order.
    var labels: [Int32]
    var support: InverseDepthPlane?
    var normalDeviation = 0.0
}

func segmentedPixels(
    of image: RangeImage, colors: [UInt32]?, options: SegmentationOptions, clock: inout StageClock,
    diagnostics: inout SegmentationDiagnostics
) -> SegmentedPixels {
    let threads = options.threads
    let cells = ImageCells(image, threads: threads)
    diagnostics.usablePoints = Int(cells.moments.reduce(0) { $0 + $1.n })
    var surface: SupportSurface?
    var noise = 2 * cells.noise
    if options.findsSupport {
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
                        normal: normal, offset: offset, inliers: Int(planes[other].support), rmse: 0
                    ).moved(by: image.cloudFromCamera))
            }
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
    let parameters = PatchParameters()
    let pieces = SurfacePatches(
        mask: foreground.mask, residuals: residuals, image: image, noise: Float(noise), parameters: parameters)
    clock.finish("merging", in: &diagnostics)
    let patches = pieces.grown(
        image: image, residuals: residuals, noise: Float(noise), gap: Float(parameters.gap * noise),
        hasSupport: surface != nil)
    diagnostics.patches = patches.count
    clock.finish("growing", in: &diagnostics)

    let graph = PatchGraph(
        patches, image: image, residuals: residuals, surface: surface, noise: noise,
        colors: options.usesColor ? colors : nil)
    let isBump = graph.patches.map { surface != nil && $0.isBump(noise: noise) }
    let groupOfPatch = ObjectGrouping(
        patches: patches, graph: graph, image: image, noise: noise, isBump: isBump, parameters: parameters,
        smallGroup: 0.003 * Double(diagnostics.usablePoints)
    ).groups(acrossOccluders: options.joinsAcrossOccluders, joins: &diagnostics.joinsAcrossOccluders)
    clock.finish("objects", in: &diagnostics)
    let labels = labelPixels(
        image: image, residuals: residuals, patches: patches, graph: graph, groupOfPatch: groupOfPatch, isBump: isBump,
        noise: noise,
        hasSupport: surface != nil, options: options, diagnostics: &diagnostics)
    return SegmentedPixels(labels: labels, support: surface?.plane, normalDeviation: surface?.normalDeviation ?? 0)
}
