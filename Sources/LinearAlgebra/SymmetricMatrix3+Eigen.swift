extension SymmetricMatrix3 {
    /// The eigenvalues of a symmetric matrix in descending order, and a right-handed frame of eigenvectors.
    ///
    /// `A = V · diag(values) · Vᵀ`. The sign of each vector is left open (the frame's handedness fixes one of the
    /// three from the other two), and so is the rotation among vectors of equal eigenvalues; both are the same for the
    /// same input.
    @frozen
    public struct Eigen: Equatable, Sendable {
        /// Descending; NaN where the matrix isn't finite.
        public var values: Vector3
        /// The unit eigenvectors as columns, in the values' order; a rotation matrix.
        public var vectors: Matrix3

        @inlinable
        public init(values: Vector3, vectors: Matrix3) {
            (self.values, self.vectors) = (values, vectors)
        }
    }

    /// What may be left off the diagonal of `Vᵀ A V`, as a share of the largest entry: the rounding of some ten operations.
    package static let largestLeftOver = 0x1p-48
    /// Largest entries of which no product of three vanishes or overflows.
    package static let safeEntries = 0x1p-300...0x1p300

    /// Eigenvalues and eigenvectors, accurate for repeated and tiny eigenvalues alike.
    ///
    /// The eigenvalue that stands furthest from the other two comes from the characteristic cubic, its vector from the
    /// matrix; in the plane across it a single rotation finds the other two. Each step is well conditioned whatever the
    /// eigenvalues are, which the textbook's three roots and three cross products are not. (The order of steps is that
    /// of Eberly, "A Robust Eigensolver for 3×3 Symmetric Matrices", 2014; the cubic is solved by Newton's method here.)
    /// What is left off the diagonal of `Vᵀ A V` is checked, and Jacobi's method takes over where it isn't rounding.
    ///
    /// Error: `|values - exact| ≤ 1e-14 · max |eigenvalue|` and `|VᵀV - 1| ≤ 2e-15`, measured against Jacobi's method
    /// in 80-bit floats. A matrix that is diagonal, or has a coordinate axis for an eigenvector, gives that axis exactly.
    public func eigen() -> Eigen {
        let size = largestEntry
        guard size != 0 else { return Eigen(values: .zero, vectors: .identity) }
        guard Self.safeEntries.contains(size) else { return rescaledEigen(size: size) }

        guard let (apart, isLargest) = vectorOfFarthestEigenvalue else {
            return Eigen(values: Vector3(xx, yy, zz), vectors: .identity)
        }
        let (u, w) = apart.perpendicularPair
        let image = self * apart
        let (inPlane, first, second) = planarEigen(u, w)
        let leftOver = max(abs(u.dot(image)), abs(w.dot(image)))
        let value = apart.dot(image)
        let result: Eigen
        if !isLargest {
            result = Eigen(
                values: Vector3(inPlane.x, inPlane.y, value), vectors: Matrix3(columns: first, second, apart))
        } else {
            result = Eigen(
                values: Vector3(value, inPlane.x, inPlane.y), vectors: Matrix3(columns: apart, first, second))
        }
        guard leftOver <= Self.largestLeftOver * size && result.isDescending else {
            return jacobiEigen(from: result.vectors)
        }
        return result
    }

    /// The eigenvector of the eigenvalue that stands furthest from the other two, and whether that is the largest or the
    /// smallest; nil for a multiple of the identity.
    ///
    /// Wants entries whose squares neither overflow nor vanish.
    @inline(__always)
    var vectorOfFarthestEigenvalue: (vector: Vector3, isLargest: Bool)? {
        // B = (A - mean) / spread has the eigenvalues 2 cos(φ + k · 120°): one of them is at least √3 from 0 and from
        // the other two. Its characteristic cubic is t³ - 3t = det B.
        let mean = trace / 3
        let (dx, dy, dz) = (xx - mean, yy - mean, zz - mean)
        let spread = ((dx * dx + dy * dy + dz * dz + 2 * (xy * xy + xz * xz + yz * yz)) / 6).squareRoot()
        guard spread > 0 else { return nil }
        let scale = 1 / spread
        let b = SymmetricMatrix3(
            xx: dx * scale, xy: xy * scale, xz: xz * scale, yy: dy * scale, yz: yz * scale, zz: dz * scale)
        let determinant =
            b.xx * (b.yy * b.zz - b.yz * b.yz) + b.xy * (b.xz * b.yz - b.xy * b.zz)
            + b.xz * (b.xy * b.yz - b.xz * b.yy)
        let root = Self.farthestRoot(halfDeterminant: min(abs(determinant) / 2, 1))
        return determinant < 0 ? (b.nullVector(shift: -root), false) : (b.nullVector(shift: root), true)
    }

    /// The root of `t³ - 3t = 2h` in √3…2, for `h` in 0…1.
    ///
    /// A cubic through 2 cos(acos(h) / 3) is within 8.2e-5; each of the two steps of Newton's method squares the error
    /// (5.8e-9, 2.2e-16), the slope 3t² - 3 being at least 6.
    @inline(__always)
    private static func farthestRoot(halfDeterminant h: Double) -> Double {
        var t = 1.73213266 + h * (0.3306607 + h * (-0.08138239 + h * 0.01863937))
        for _ in 0..<2 {
            let square = t * t
            t -= (t * (square - 3) - 2 * h) / (3 * square - 3)
        }
        return t
    }

    /// The unit vector that `self - shift` maps to zero, for a simple eigenvalue `shift`.
    ///
    /// The rows of the singular matrix span the plane across it: of their three cross products the longest is the one
    /// that loses nothing.
    @inline(__always)
    private func nullVector(shift: Double) -> Vector3 {
        let (x, y, z) = (
            Vector3(xx - shift, xy, xz), Vector3(xy, yy - shift, yz), Vector3(xz, yz, zz - shift)
        )
        let (xy, yz, zx) = (x.cross(y), y.cross(z), z.cross(x))
        let (a, b, c) = (xy.squaredLength, yz.squaredLength, zx.squaredLength)
        return a >= b && a >= c ? xy / a.squareRoot() : b >= c ? yz / b.squareRoot() : zx / c.squareRoot()
    }

    /// The eigenvalues and vectors within the plane of `u` and `w`: descending, the vectors oriented as (u, w).
    @inline(__always)
    private func planarEigen(_ u: Vector3, _ w: Vector3) -> (values: SIMD2<Double>, Vector3, Vector3) {
        let (imageOfU, imageOfW) = (self * u, self * w)
        let (uu, uw, ww) = (u.dot(imageOfU), u.dot(imageOfW), w.dot(imageOfW))
        let halfDifference = (uu - ww) / 2
        let radius = (halfDifference * halfDifference + uw * uw).squareRoot()
        guard uw != 0 && radius > 0 else {
            return uu >= ww ? ([uu, ww], u, w) : ([ww, uu], w, u * -1)
        }
        // (cosine, sine) is along (h + r, uw), which is along (uw, r - h): the form without a difference of equals.
        var (cosine, sine) = halfDifference >= 0 ? (halfDifference + radius, uw) : (uw, radius - halfDifference)
        let length = (cosine * cosine + sine * sine).squareRoot()
        (cosine, sine) = (cosine / length, sine / length)
        let mean = (uu + ww) / 2
        return ([mean + radius, mean - radius], u * cosine + w * sine, w * cosine - u * sine)
    }

    @inline(__always)
    private var largestEntry: Double {
        // Sums of absolute values would do, too; what matters is that NaN gets through, which max() swallows.
        let size = Swift.max(abs(xx), abs(xy), abs(xz), abs(yy), abs(yz), abs(zz))
        return (xx + xy + xz + yy + yz + zz).isNaN ? .nan : size
    }
}

// MARK: - The careful case, out of line

extension SymmetricMatrix3 {
    /// Squares of entries beyond 2^±300 would leave the range of Float64: a power of two brings them back, exactly.
    @inline(never)
    private func rescaledEigen(size: Double) -> Eigen {
        guard size.isFinite else { return Eigen(values: Vector3(repeating: .nan), vectors: .identity) }
        let exponent = size.exponent
        // In two steps, since 2^-exponent of a subnormal isn't a finite number.
        let half = exponent / 2
        let down = Double(sign: .plus, exponent: -half, significand: 1)
        let rest = Double(sign: .plus, exponent: half - exponent, significand: 1)
        var eigen = (self * down * rest).eigen()
        eigen.values = eigen.values / down / rest
        return eigen
    }

    /// Jacobi's method on `Vᵀ A V`, for vectors `V` that are nearly or not at all those of `A`.
    @inline(never)
    func jacobiEigen(from start: Matrix3) -> Eigen {
        var vectors = start
        var a = rotated(by: start.transposed)
        // Converges quadratically, in practice within four sweeps; the bound only ends what is not a number.
        for _ in 0..<16 {
            let off = a.xy * a.xy + a.xz * a.xz + a.yz * a.yz
            let on = a.xx * a.xx + a.yy * a.yy + a.zz * a.zz
            guard off > 0x1p-108 * on else { break }
            a.eliminateXY(&vectors)
            a.eliminateXZ(&vectors)
            a.eliminateYZ(&vectors)
        }
        return Eigen(values: Vector3(a.xx, a.yy, a.zz), vectors: vectors).sorted
    }

    private mutating func eliminateXY(_ vectors: inout Matrix3) {
        guard let (c, s, t) = Self.jacobiRotation(xx, xy, yy) else { return }
        (xx, yy, xy) = (xx - t * xy, yy + t * xy, 0)
        (xz, yz) = (c * xz - s * yz, s * xz + c * yz)
        let (x, y) = (vectors.columns.x, vectors.columns.y)
        (vectors.columns.x, vectors.columns.y) = (x * c - y * s, x * s + y * c)
    }

    private mutating func eliminateXZ(_ vectors: inout Matrix3) {
        guard let (c, s, t) = Self.jacobiRotation(xx, xz, zz) else { return }
        (xx, zz, xz) = (xx - t * xz, zz + t * xz, 0)
        (xy, yz) = (c * xy - s * yz, s * xy + c * yz)
        let (x, z) = (vectors.columns.x, vectors.columns.z)
        (vectors.columns.x, vectors.columns.z) = (x * c - z * s, x * s + z * c)
    }

    private mutating func eliminateYZ(_ vectors: inout Matrix3) {
        guard let (c, s, t) = Self.jacobiRotation(yy, yz, zz) else { return }
        (yy, zz, yz) = (yy - t * yz, zz + t * yz, 0)
        (xy, xz) = (c * xy - s * xz, s * xy + c * xz)
        let (y, z) = (vectors.columns.y, vectors.columns.z)
        (vectors.columns.y, vectors.columns.z) = (y * c - z * s, y * s + z * c)
    }

    /// The smaller of the two rotations that make [[p, q], [q, r]] diagonal: cosine, sine and tangent.
    private static func jacobiRotation(_ p: Double, _ q: Double, _ r: Double) -> (Double, Double, Double)? {
        guard q != 0 else { return nil }
        let theta = (r - p) / (2 * q)
        let tangent = (theta >= 0 ? 1 : -1) / (abs(theta) + (theta * theta + 1).squareRoot())
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        return (cosine, tangent * cosine, tangent)
    }
}

extension SymmetricMatrix3.Eigen {
    @inline(__always)
    fileprivate var isDescending: Bool { values.x >= values.y && values.y >= values.z }

    /// Values in descending order; an odd permutation turns the last vector round, so that the frame stays right-handed.
    fileprivate var sorted: Self {
        let order = [0, 1, 2].sorted { values[$0] > values[$1] }
        let (x, y) = (vectors.column(order[0]), vectors.column(order[1]))
        return Self(
            values: Vector3(values[order[0]], values[order[1]], values[order[2]]),
            vectors: Matrix3(columns: x, y, x.cross(y)))
    }
}

extension SIMD3 where Scalar == Double {
    /// Two unit vectors that make a right-handed frame with this unit vector: `self × u = w`.
    @inline(__always)
    var perpendicularPair: (u: Self, w: Self) {
        let u = anyPerpendicular
        return (u, cross(u))
    }
}
