import LinearAlgebra
import TestSupport

@testable import Segmentation

/// Images of known surfaces, to look at the stages one by one.
enum MadeImages {
    /// An image whose rays are those of a pinhole camera with its centre in the middle of the image.
    ///
    /// - Parameter inverseDepth: of the ray (a, b, 1); 0 for no point.
    static func image(
        width: Int, height: Int, focal: Double = 100, inverseDepth: (_ a: Double, _ b: Double) -> Double
    ) -> RangeImage {
        var (a, b, d): ([Float], [Float], [Float]) = ([], [], [])
        for row in 0..<height {
            for column in 0..<width {
                let u = (Double(column) - Double(width - 1) / 2) / focal
                let v = (Double(row) - Double(height - 1) / 2) / focal
                a.append(Float(u))
                b.append(Float(v))
                d.append(Float(inverseDepth(u, v)))
            }
        }
        return RangeImage(
            width: width, height: height, a: a, b: b, d: d, pointOfPixel: nil, pixelOfPoint: nil,
            cloudFromCamera: .identity, focal: Float(focal))
    }

    /// Inverse depth of the plane `normal · p = offset` along the ray (a, b, 1).
    static func plane(_ normal: Vector3, offset: Double) -> @Sendable (_ a: Double, _ b: Double) -> Double {
        { a, b in normal.dot(Vector3(a, b, 1)) / offset }
    }

    /// Patches given by hand: the surfaces are fitted to the pixels of each.
    static func patches(_ patchOfPixel: [Int32], of image: RangeImage, residuals: [Float]) -> SurfacePatches {
        let count = Int(patchOfPixel.max() ?? -1) + 1
        let frame = PatchFrame(a0: 0, b0: 0, scale: Double(image.focal) / PatchFrame.unit)
        var moments = [SurfaceMoments](repeating: SurfaceMoments(), count: count)
        for (i, patch) in patchOfPixel.enumerated() where patch >= 0 {
            moments[Int(patch)].add(frame.u(image.a[i]), frame.v(image.b[i]), Double(residuals[i]))
        }
        return SurfacePatches(
            patchOfPixel: patchOfPixel, surfaces: moments.map { $0.quadricFit()!.surface }, moments: moments,
            frame: frame)
    }
}
