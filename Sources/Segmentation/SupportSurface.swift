import Glibc
import LinearAlgebra
import Parallel
import PointClouds
import SpatialSearch

/// The support as the sensor sees it: a plane plus a smooth bend.
///
/// Lens distortion that calibration left over bends planes by several times the noise; a cubic in the image's
/// coordinates takes it up, so that flat things still stand out.
struct SupportSurface {
    var plane: InverseDepthPlane
    /// Coefficients of `1, a, b, a², ab, b², a³, a²b, ab², b³`, to be added to the plane.
    private(set) var bend = [Double](repeating: 0, count: 10)
    private let largestBend: Double
    /// The standard deviation of the plane's direction by the noise of the pixels that it was fitted to, in radians.
    private(set) var normalDeviation = 0.0

    private init(plane: InverseDepthPlane, largestBend: Double) {
        (self.plane, self.largestBend) = (plane, largestBend)
    }

    /// Fits to the pixels near `plane`, each time to those closer to the last fit; also gives the noise about it.
    static func fit(to image: RangeImage, near plane: InverseDepthPlane, noise: Double) -> (Self, noise: Double) {
        var surface = Self(plane: plane, largestBend: 15 * noise)
        var spread = 2 * noise
        var first = PlaneMoments()
        let step = max(1, Int((Double(image.count) / 7_000).squareRoot()))
        for pass in 0..<4 {
            var linear = PlaneMoments()
            var system = LeastSquares<10>()
            var deviations: [Double] = []
            let tolerance = pass == 0 ? 7 * noise : max(3 * spread, 1e-7)
            for row in stride(from: step / 2, to: image.height, by: step) {
                for i in stride(from: row * image.width + step / 2, to: (row + 1) * image.width, by: step)
                where image.d[i] > 0 {
                    let (a, b) = (Double(image.a[i]), Double(image.b[i]))
                    let residual = Double(image.d[i]) - surface(a, b)
                    guard abs(residual) < tolerance else { continue }
                    deviations.append(abs(residual))
                    linear.add(a, b, Double(image.d[i]))
                    system.add(Self.basis(a, b), Double(image.d[i]) - surface.plane(a, b))
                }
            }
            guard deviations.count >= 100, let median = deviations.median() else { break }
            spread = 1.4826 * median
            if pass == 0 {
                surface.plane = linear.fit().plane
                first = linear
            } else if let solution = system.solution(tolerance: 1e-12) {
                surface.bend = (0..<10).map { solution.unknowns[$0] }
            }
        }
        surface.normalDeviation = first.normalDeviation(of: surface.plane, noise: spread)
        return (surface, max(spread, 1e-6))
    }

    @inline(__always)
    private static func basis(_ a: Double, _ b: Double) -> [10 of Double] {
        [1, a, b, a * a, a * b, b * b, a * a * a, a * a * b, a * b * b, b * b * b]
    }

    func callAsFunction(_ a: Double, _ b: Double) -> Double {
        let constant = bend[0] + a * (bend[1] + a * (bend[3] + a * bend[6]))
        let rest = b * (bend[2] + a * (bend[4] + a * bend[7]) + b * (bend[5] + a * bend[8] + b * bend[9]))
        return plane(a, b) + min(largestBend, max(-largestBend, constant + rest))
    }

    /// How far the points that the surface takes in stand from its plane, as a share of how far they spread: a bent
    /// table measures under 0.01, the side of a can, for which the bend and the noise must serve, over 0.1.
    func curvedness(of image: RangeImage, noise: Double) -> Double {
        let (normal, offset) = plane.normalAndOffset
        var (count, heights) = (0.0, 0.0)
        var (sum, squares) = (Vector3.zero, 0.0)
        let step = max(1, image.count / 7_000)
        for i in stride(from: 0, to: image.count, by: step) where image.d[i] > 0 {
            guard abs(Double(image.d[i]) - self(Double(image.a[i]), Double(image.b[i]))) < 3 * noise else { continue }
            let point = Vector3(image.point(i))
            let height = normal.dot(point) - offset
            count += 1
            heights += height * height
            sum += point
            squares += point.squaredLength
        }
        guard count > 0 else { return 0 }
        let spread = squares - sum.squaredLength / count
        return spread > 0 ? (heights / spread).squareRoot() : 0
    }

    /// What each pixel is nearer than the surface, in inverse depth; 0 where there is no point.
    func residuals(of image: RangeImage, threads: Int) -> [Float] {
        let surface = self
        let c = bend.map { Float($0) }
        let (c0, cu, cv) = (Float(plane.c0), Float(plane.cu), Float(plane.cv))
        let limit = Float(surface.largestBend)
        return [Float](unsafeUninitializedCapacity: image.count) { out, initialized in
            nonisolated(unsafe) let out = out
            forEachBlock(of: image.count, size: 32768, threads: threads) { _, range in
                for i in range {
                    let (a, b, d) = (image.a[i], image.b[i], image.d[i])
                    let constant = c[0] + a * (c[1] + a * (c[3] + a * c[6]))
                    let rest = b * (c[2] + a * (c[4] + a * c[7]) + b * (c[5] + a * c[8] + b * c[9]))
                    let bend = min(limit, max(-limit, constant + rest))
                    out[i] = d > 0 ? d - (c0 + cu * a + cv * b) - bend : 0
                }
            }
            initialized = image.count
        }
    }
}
