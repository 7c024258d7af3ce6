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
    let analysis = SceneAnalysis(
        of: image, colors: cloud.colors?.map(\.packed), options: options, clock: &clock, diagnostics: &diagnostics)
    let labels = analysis.labels(.fitted, options: options, clock: &clock, diagnostics: &diagnostics)
    let pixels = SegmentedPixels(
        labels: labels, support: analysis.surface?.plane, normalDeviation: analysis.surface?.normalDeviation ?? 0)
    return SceneAssembly(cloud: cloud, image: image, pixels: pixels, options: options)
        .scene(diagnostics: diagnostics, clock: &clock)
}

/// Labels of an image's pixels, and the support's plane in the camera's frame.
struct SegmentedPixels {
    /// 0 unassigned, 1 support, 2… objects in no particular order.
    var labels: [Int32]
    var support: InverseDepthPlane?
    var normalDeviation = 0.0
}
