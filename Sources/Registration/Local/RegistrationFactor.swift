import LinearAlgebra

/// What a pair of points pulls at: the information matrix `M` of the error `(p − q)ᵀ M (p − q)` between a moved source
/// point `p` and its target point `q`.
protocol RegistrationFactor: Sendable {
    /// - Parameters:
    ///   - source: the unit normal at `p`, turned into the target's frame.
    ///   - target: the unit normal at `q`.
    static func information(source: Vector3, target: Vector3) -> SymmetricMatrix3
}

/// The distance between the points (Besl and McKay 1992).
enum PointToPointFactor: RegistrationFactor {
    @inline(__always)
    static func information(source: Vector3, target: Vector3) -> SymmetricMatrix3 { .identity }
}

/// The distance to the target's tangent plane (Chen and Medioni 1992).
enum PointToPlaneFactor: RegistrationFactor {
    @inline(__always)
    static func information(source: Vector3, target: Vector3) -> SymmetricMatrix3 { SymmetricMatrix3(outer: target) }
}

/// The distance along the mean of both normals (Rusinkiewicz 2019, *A symmetric objective function for ICP*): zero where
/// both points lie on one arc, so that pairs some way along a curved surface don't hold it back.
enum SymmetricFactor: RegistrationFactor {
    @inline(__always)
    static func information(source a: Vector3, target b: Vector3) -> SymmetricMatrix3 {
        SymmetricMatrix3(outer: (a.dot(b) < 0 ? b - a : a + b).normalized)
    }
}

/// The distance between two small discs (Segal, Hähnel, Thrun 2009, *Generalized-ICP*).
///
/// Each point stands for a piece of surface of covariance `1 − (1 − ε) n nᵀ`: ε across, 1 along. The sum of two of them
/// is `2 − k (a aᵀ + b bᵀ)` with `k = 1 − ε`, whose eigenvectors are known: `a + b` with `2 − k (1 + c)`, `a − b` with
/// `2 − k (1 − c)` and `a × b` with 2, where `c = a · b`. So the inverse needs neither elimination nor a stored
/// covariance: `½ + k / (4 (2 − k (1 + c))) (a + b)(a + b)ᵀ + k / (4 (2 − k (1 − c))) (a − b)(a − b)ᵀ`.
enum GeneralizedFactor: RegistrationFactor {
    /// Variance across the surface to variance along it; the paper's.
    static let thickness = 1e-3

    @inline(__always)
    static func information(source a: Vector3, target b: Vector3) -> SymmetricMatrix3 {
        let k = 1 - thickness
        let c = a.dot(b)
        let (sum, difference) = (a + b, a - b)
        let (u, v) = (k / (4 * (2 - k * (1 + c))), k / (4 * (2 - k * (1 - c))))
        let (s, d) = (sum * u, difference * v)
        // Scaled by 2ε, so that the error across a plane is in metres² as that of the other factors.
        let scale = 2 * thickness
        return SymmetricMatrix3(
            xx: (0.5 + s.x * sum.x + d.x * difference.x) * scale, xy: (s.x * sum.y + d.x * difference.y) * scale,
            xz: (s.x * sum.z + d.x * difference.z) * scale, yy: (0.5 + s.y * sum.y + d.y * difference.y) * scale,
            yz: (s.y * sum.z + d.y * difference.z) * scale, zz: (0.5 + s.z * sum.z + d.z * difference.z) * scale)
    }
}
