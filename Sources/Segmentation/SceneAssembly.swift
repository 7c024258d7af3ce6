import Glibc
import LinearAlgebra
import PointClouds

/// Decides which groups of patches are objects, and gives every pixel its label.
func labelPixels(
    image: RangeImage, residuals: [Float], patches: SurfacePatches, graph: PatchGraph, groupOfPatch: [Int32],
    isBump: [Bool], noise: Double, hasSupport: Bool, options: SegmentationOptions,
    diagnostics: inout SegmentationDiagnostics
) -> [Int32] {
    var pixels = [Double](repeating: 0, count: patches.count)
    var highest = [Double](repeating: -.infinity, count: patches.count)
    var depth = [Double](repeating: 0, count: patches.count)
    for (patch, group) in groupOfPatch.enumerated() {
        let properties = graph.patches[patch]
        guard !isBump[patch] else { continue }
        pixels[Int(group)] += properties.pixels
        highest[Int(group)] = max(highest[Int(group)], properties.highest)
        depth[Int(group)] += properties.pixels * properties.point.z
    }
    let minimum = Double(options.minimumPoints ?? max(30, diagnostics.usablePointCount / 1000))
    func isObject(_ group: Int) -> Bool {
        guard pixels[group] >= minimum else { return false }
        guard hasSupport else { return true }
        let z = depth[group] / pixels[group]
        return highest[group] >= options.minimumHeight ?? (4 * noise * z * z)
    }
    let target = groupOfPatch.indices.map { !isBump[$0] && isObject(Int(groupOfPatch[$0])) ? groupOfPatch[$0] : -1 }
    for group in pixels.indices where pixels[group] > 0 && !isObject(group) {
        diagnostics.droppedGroupCount += 1
        diagnostics.droppedPointCount += Int(pixels[group])
    }
    return image.d.indices.map { i in
        guard image.d[i] > 0 else { return 0 }
        let patch = patches.patchOfPixel[i]
        if patch >= 0, target[Int(patch)] >= 0 { return target[Int(patch)] + 2 }
        guard hasSupport else { return 0 }
        // Within a few noise levels of the surface, or of what is taken for its bumps.
        return abs(residuals[i]) < Float(12 * noise) ? 1 : 0
    }
}

/// From pixels to the points of the cloud.
struct SceneAssembly {
    var cloud: PointCloud
    var image: RangeImage
    var pixels: SegmentedPixels
    var options: SegmentationOptions

    func scene(diagnostics: SegmentationDiagnostics, clock: inout StageClock) -> SegmentedScene {
        var diagnostics = diagnostics
        let raw: [Int32]
        if let pixelOfPoint = image.pixelOfPoint {
            raw = pixelOfPoint.map { $0 >= 0 ? max(0, pixels.labels[Int($0)]) : 0 }
        } else {
            raw = pixels.labels
        }
        var scene = SegmentedScene(labels: raw.map { UInt32($0) }, support: nil)
        scene.support = supportPlane(scene.labels)
        diagnostics.otherPlanes = diagnostics.otherPlanes.map {
            $0.moved(by: RigidTransform(translation: cloud.origin))
        }
        clock.finish("labels", in: &diagnostics)
        scene.diagnostics = diagnostics
        return scene
    }

    private func supportPlane(_ labels: [UInt32]) -> SupportPlane? {
        guard let plane = pixels.support else { return nil }
        let (normal, offset) = plane.normalAndOffset
        let local = SupportPlane(normal: normal, offset: offset, inliers: 0, rmse: 0).moved(by: image.cloudFromCamera)
        var support = SupportPlane(normal: local.normal, localOffset: local.offset, labels: labels, of: cloud)
        support.normalDeviation = pixels.normalDeviation
        return support
    }
}

/// Milliseconds of the stages, one after the other.
struct StageClock {
    private var last = ContinuousClock.now

    mutating func finish(_ stage: String, in diagnostics: inout SegmentationDiagnostics) {
        let now = ContinuousClock.now
        let (seconds, attoseconds) = (now - last).components
        diagnostics.timings.append((stage, Double(seconds) * 1e3 + Double(attoseconds) * 1e-15))
        last = now
    }
}
