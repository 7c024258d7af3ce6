import Glibc
import LinearAlgebra
import Parallel
import PointClouds
import Sensing

/// The support as the sensor sees it: a plane plus a smooth bend.
///
/// Lens distortion that calibration left over bends planes by several times the noise; a cubic in the image's
/// coordinates takes it up, so that flat objects still stand out.
struct SupportSurface {
    /// How the surface is fitted. Tolerances are in noise levels.
    private enum Fit {
        /// What the bend may add to the plane, at most: the residual distortion of a calibrated lens.
        static let largestBend = 15.0
        /// The plane of the cells is this far from the surface, at most: the first fit is to all pixels within it.
        static let firstTolerance = 7.0
        /// Later fits are to the pixels within this many standard deviations of the one before.
        static let tolerance = 3.0
        /// One fit of the plane, three of the bend.
        static let passes = 4
        /// Pixels looked at, about: they fix the cubic's ten coefficients to well under the noise.
        static let samples = 7_000
        /// Fewer pixels are no fit.
        static let fewestSamples = 100
        /// A pivot below this share of its diagonal entry leaves the bend undetermined.
        static let singularity = 1e-12
        /// The first guess of the spread against the noise within cells, which doesn't hold what neighbours share.
        static let spreadOfCells = 2.0
        /// The least tolerance, in 1/m: the rounding of Float32.
        static let leastTolerance = 1e-7
        /// Standard deviation of a normal distribution whose median of absolute values is 1.
        static let deviationOfMedian = 1.4826
    }

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
        var surface = Self(plane: plane, largestBend: Fit.largestBend * noise)
        var spread = Fit.spreadOfCells * noise
        var first = PlaneMoments()
        let step = max(1, Int((Double(image.count) / Double(Fit.samples)).squareRoot()))
        for pass in 0..<Fit.passes {
            var linear = PlaneMoments()
            var system = LeastSquares<10>()
            var deviations: [Double] = []
            let tolerance =
                pass == 0 ? Fit.firstTolerance * noise : max(Fit.tolerance * spread, Fit.leastTolerance)
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
            guard deviations.count >= Fit.fewestSamples, let median = deviations.median() else { break }
            spread = Fit.deviationOfMedian * median
            if pass == 0 {
                surface.plane = linear.fit().plane
                first = linear
            } else if let solution = system.solution(tolerance: Fit.singularity) {
                surface.bend = (0..<10).map { solution.unknowns[$0] }
            }
        }
        surface.normalDeviation = first.normalDeviation(of: surface.plane, noise: spread)
        return (surface, max(spread, ImageCells.leastNoise))
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
        let step = max(1, image.count / Fit.samples)
        for i in stride(from: 0, to: image.count, by: step) where image.d[i] > 0 {
            let residual = Double(image.d[i]) - self(Double(image.a[i]), Double(image.b[i]))
            guard abs(residual) < Fit.tolerance * noise else { continue }
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

    /// What each pixel is nearer than the surface, in inverse depth (1/m); 0 where there is no point.
    func residuals(of image: RangeImage, threads: Int) -> [Float] {
        let c = bend.map { Float($0) }
        let (c0, cu, cv) = (Float(plane.c0), Float(plane.cu), Float(plane.cv))
        let limit = Float(largestBend)
        return parallelMap(0..<image.count, blockSize: 32768, threads: threads) { i in
            let (a, b, d) = (image.a[i], image.b[i], image.d[i])
            let constant = c[0] + a * (c[1] + a * (c[3] + a * c[6]))
            let rest = b * (c[2] + a * (c[4] + a * c[7]) + b * (c[5] + a * c[8] + b * c[9]))
            let bend = min(limit, max(-limit, constant + rest))
            return d > 0 ? d - (c0 + cu * a + cv * b) - bend : 0
        }
    }
}
