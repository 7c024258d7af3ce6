import LinearAlgebra
import PointClouds

/// The directions of largest, middle and smallest variance, before their signs are settled.
///
/// Where eigenvalues are equal to rounding, the data single out no direction and the last bit would decide; such axes
/// are laid along directions that don't depend on it, so that flat, straight and single-point clouds give one answer
/// whatever the order of their points.
struct PrincipalAxes: Equatable, Sendable {
    /// Descending, in m²; what is no larger than the rounding of Float32 coordinates makes is 0.
    var eigenvalues: Vector3
    /// The axes x, y, z as columns of a rotation matrix.
    var axes: Matrix3
    /// Whether the eigenvalues of x and y, and of y and z, are equal to rounding.
    var isDegenerate: (xy: Bool, yz: Bool)

    static func == (left: Self, right: Self) -> Bool {
        left.eigenvalues == right.eigenvalues && left.axes == right.axes && left.isDegenerate == right.isDegenerate
    }

    /// Eigenvalues that differ by less than this share of the largest are equal: the covariance is right to 1e-13 of it.
    static let equalShare = 1e-12
    /// Of an axis along another the cosine; beyond 26° and 2.6° the product of two still has most of its digits.
    private static let alongAnAxis = 0.9, alongTheViewpoint = 0.999
    /// A coordinate of a unit vector below this is 0 to what Float32 points tell.
    private static let tinyCoordinate = 1e-6

    /// - Parameter up: where a z axis that the data leave open points to: towards the viewpoint if there is one.
    init(of moments: Moments, up: Vector3) {
        let eigen = moments.covariance.eigen()
        axes = eigen.vectors
        eigenvalues = eigen.values
        for k in 0..<3 where eigenvalues[k] <= Self.roundingVariance(along: axes.column(k), of: moments) {
            eigenvalues[k] = 0
        }
        let equal = Self.equalShare * eigenvalues.x
        isDegenerate = (eigenvalues.x - eigenvalues.y <= equal, eigenvalues.y - eigenvalues.z <= equal)
        switch isDegenerate {
        case (true, true):
            let z = up.normalized
            axes = Self.frame(z: z, x: Self.reference(across: z))
        case (false, true):
            let x = Self.signed(axes.columns.x)
            axes = Self.frame(x: x, z: up)
        case (true, false):
            let z = Self.signed(axes.columns.z)
            axes = Self.frame(z: z, x: Self.reference(across: z))
        case (false, false): break
        }
    }

    /// The variance that the rounding of coordinates to Float32 gives a perfectly flat cloud along a direction: a
    /// twelfth of the square of the step between numbers.
    private static func roundingVariance(along axis: Vector3, of moments: Moments) -> Double {
        let covariance = moments.covariance
        let spread = Vector3(covariance.xx, covariance.yy, covariance.zz).squareRoot()
        var variance = 0.0
        for k in 0..<3 {
            let step = Double(Float(abs(moments.mean[k]) + 2 * spread[k]).ulp)
            variance += axis[k] * axis[k] * step * step / 12
        }
        return variance
    }

    /// x of the cloud's frame, or y where that is nearly along `z`.
    private static func reference(across z: Vector3) -> Vector3 {
        abs(z.x) < alongAnAxis ? Vector3(1, 0, 0) : Vector3(0, 1, 0)
    }

    /// The one of ± v whose first coordinate that isn't tiny is positive.
    private static func signed(_ v: Vector3) -> Vector3 {
        for k in 0..<3 where abs(v[k]) > tinyCoordinate { return v[k] < 0 ? v * -1 : v }
        return v
    }

    /// Of unit length `z`, and x as near to the one given as can be.
    private static func frame(z: Vector3, x: Vector3) -> Matrix3 {
        let y = z.cross(x).normalized
        return Matrix3(columns: y.cross(z).normalized, y, z)
    }

    /// Of unit length `x`, and z as near to the one given as can be.
    private static func frame(x: Vector3, z: Vector3) -> Matrix3 {
        let unit = z.normalized
        let usable = abs(unit.dot(x)) < alongTheViewpoint ? unit : reference(across: x)
        let y = usable.cross(x).normalized
        return Matrix3(columns: x, y, x.cross(y).normalized)
    }
}
