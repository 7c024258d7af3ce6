extension Matrix3 {
    /// `A = U · diag(singularValues) · Vᵀ`.
    @frozen
    public struct SVD: Equatable, Sendable {
        /// Orthonormal; its determinant has the sign of A's (of either sign where A is singular).
        public var u: Matrix3
        /// Descending, none negative; NaN where the matrix isn't finite.
        public var singularValues: Vector3
        /// A rotation matrix.
        public var v: Matrix3

        @inlinable
        public init(u: Matrix3, singularValues: Vector3, v: Matrix3) {
            (self.u, self.singularValues, self.v) = (u, singularValues, v)
        }

        /// The rotation nearest to the matrix in the sense of least squares: `U · diag(1, 1, ± 1) · Vᵀ`, right-handed.
        ///
        /// The solution of Wahba's and Kabsch's problem for a matrix that sums up `target · sourceᵀ`.
        public var nearestRotation: Matrix3 {
            let side = u.determinant < 0 ? -1.0 : 1.0
            return Matrix3(columns: u.columns.x, u.columns.y, u.columns.z * side) * v.transposed
        }
    }

    /// Largest entries whose products of six neither vanish nor overflow.
    private static let safeEntries = 0x1p-120...0x1p120
    /// A singular value below this share of the largest is worth having to its own digits.
    private static let gradedShare = 0x1p-7

    /// The singular value decomposition of a matrix of any rank.
    ///
    /// The singular value that stands furthest from the other two is split off with its vectors, which `AᵀA` gives as
    /// well as `A` itself would; what remains is 2×2 and decomposed directly, not by way of its square, so that a
    /// second and third singular value keep their digits however small they are.
    ///
    /// Error: `|singularValues - exact| ≤ 1e-14` and `|U diag Vᵀ - A| ≤ 1e-14`, both relative to the largest singular
    /// value; `|UᵀU - 1|, |VᵀV - 1| ≤ 4e-15`. What is left off the diagonal is checked, and Hestenes' one-sided method
    /// takes over where it isn't rounding, or where a value is so much smaller than the largest that it is worth having
    /// to its own digits: those of a matrix whose columns, or rows, are scaled against each other are.
    public func svd() -> SVD {
        let size = largestEntry
        guard size != 0 else { return SVD(u: .identity, singularValues: .zero, v: .identity) }
        guard Self.safeEntries.contains(size) else { return rescaledSVD(size: size) }

        let (x, y, z) = (column0, column1, column2)
        let square = SymmetricMatrix3(
            xx: x.dot(x), xy: x.dot(y), xz: x.dot(z), yy: y.dot(y), yz: y.dot(z), zz: z.dot(z))
        let (vApart, isLargest) = square.vectorOfFarthestEigenvalue ?? (Vector3(1, 0, 0), true)
        let (v1, v2) = vApart.perpendicularPair
        let (image, image1, image2) = (self * vApart, self * v1, self * v2)

        // The left vector of a largest singular value is its image; of a smallest, perhaps zero, what is across the
        // other two images, which then are no shorter than a √2 of the largest singular value.
        let uApart = isLargest ? image.normalized : image1.cross(image2).normalized
        let (u1, u2) = uApart.perpendicularPair
        let apart = uApart.dot(image)
        let plane = PlanarSVD(
            a: u1.dot(image1), b: u1.dot(image2), c: u2.dot(image1), d: u2.dot(image2))

        // `image` has nothing across uApart when that is its direction; the other images may have something along it.
        let leftOver =
            isLargest
            ? max(abs(uApart.dot(image1)), abs(uApart.dot(image2)))
            : max(abs(u1.dot(image)), abs(u2.dot(image)))
        let first = (u: u1 * plane.left.x + u2 * plane.left.y, v: v1 * plane.right.x + v2 * plane.right.y)
        let second = (u: u2 * plane.left.x - u1 * plane.left.y, v: v2 * plane.right.x - v1 * plane.right.y)
        let third = (u: apart < 0 ? uApart * -1 : uApart, v: vApart)
        let secondU = plane.values.y < 0 ? second.u * -1 : second.u
        let (larger, smaller) = (plane.values.x, abs(plane.values.y))
        let (largest, smallest) = (max(larger, abs(apart)), min(smaller, abs(apart)))
        guard leftOver <= SymmetricMatrix3.largestLeftOver * largest, smallest >= Self.gradedShare * largest else {
            return gradedSVD()
        }
        // (vApart, v1, v2) is right-handed, and so is (v1, v2, vApart).
        return isLargest
            ? SVD(
                u: Matrix3(columns: third.u, first.u, secondU), singularValues: Vector3(abs(apart), larger, smaller),
                v: Matrix3(columns: third.v, first.v, second.v)
            ).sorted
            : SVD(
                u: Matrix3(columns: first.u, secondU, third.u), singularValues: Vector3(larger, smaller, abs(apart)),
                v: Matrix3(columns: first.v, second.v, third.v)
            ).sorted
    }

    private var largestEntry: Double {
        let sum = column0 + column1 + column2
        let size = pointwiseMax(
            pointwiseMax(
                Vector3(abs(column0.x), abs(column0.y), abs(column0.z)),
                Vector3(abs(column1.x), abs(column1.y), abs(column1.z))),
            Vector3(abs(column2.x), abs(column2.y), abs(column2.z)))
        // max() swallows NaN.
        return (sum.x + sum.y + sum.z).isNaN ? .nan : max(size.x, size.y, size.z)
    }
}

/// Of [[a, b], [c, d]]: `R(left) · diag(values) · R(right)ᵀ` with rotations given as (cosine, sine). The first value is
/// the larger in size and not negative, the second has the sign of the determinant.
private struct PlanarSVD {
    var left: SIMD2<Double>
    var values: SIMD2<Double>
    var right: SIMD2<Double>

    @inline(__always)
    init(a: Double, b: Double, c: Double, d: Double) {
        // A turn from the left makes the matrix symmetric, with a trace that isn't negative …
        let (along, across) = (a + d, c - b)
        let length = (along * along + across * across).squareRoot()
        let (c1, s1) = length > 0 ? (along / length, across / length) : (1, 0)
        let (p, q, r) = (c1 * a + s1 * c, c1 * b + s1 * d, c1 * d - s1 * b)

        // … so that its larger eigenvalue mean + radius is the larger in size, too.
        let (mean, half) = ((p + r) / 2, (p - r) / 2)
        let radius = (half * half + q * q).squareRoot()
        values = SIMD2(mean + radius, mean - radius)
        guard radius > 0 else {
            (left, right) = (SIMD2(c1, s1), SIMD2(1, 0))
            return
        }
        var (c2, s2) = half >= 0 ? (half + radius, q) : (q, radius - half)
        let norm = (c2 * c2 + s2 * s2).squareRoot()
        (c2, s2) = (c2 / norm, s2 / norm)
        right = SIMD2(c2, s2)
        left = SIMD2(c1 * c2 - s1 * s2, s1 * c2 + c1 * s2)
    }
}

// MARK: - The careful case, out of line

extension Matrix3 {
    @inline(never)
    private func rescaledSVD(size: Double) -> SVD {
        guard size.isFinite else {
            return SVD(u: .identity, singularValues: Vector3(repeating: .nan), v: .identity)
        }
        let exponent = size.exponent
        // In two steps, since 2^-exponent of a subnormal isn't a finite number.
        let half = exponent / 2
        let down = Double(sign: .plus, exponent: -half, significand: 1)
        let rest = Double(sign: .plus, exponent: half - exponent, significand: 1)
        var svd = (self * down * rest).svd()
        svd.singularValues = svd.singularValues / down / rest
        return svd
    }

    /// Hestenes' method on columns or rows, whichever differ more in length: it gives small singular values to their own
    /// digits where the difference is a scaling (Demmel and Veselić 1992).
    @inline(never)
    func gradedSVD() -> SVD {
        func spread(_ a: Vector3, _ b: Vector3, _ c: Vector3) -> Double {
            let squares = Vector3(a.squaredLength, b.squaredLength, c.squaredLength)
            return squares.min() / squares.max()
        }
        let across = transposed
        guard spread(across.column0, across.column1, across.column2) < spread(column0, column1, column2) else {
            return hestenesSVD()
        }
        let svd = across.hestenesSVD()
        // v has to be the rotation of the two.
        let side = svd.u.determinant < 0 ? -1.0 : 1.0
        func turned(_ m: Matrix3) -> Matrix3 { Matrix3(columns: m.columns.x, m.columns.y, m.columns.z * side) }
        return SVD(u: turned(svd.v), singularValues: svd.singularValues, v: turned(svd.u))
    }

    /// Hestenes' one-sided Jacobi method (1958): turns pairs of columns until all are perpendicular.
    @inline(never)
    func hestenesSVD() -> SVD {
        var b = [column0, column1, column2]
        var v = [Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1)]
        for _ in 0..<24 {
            var isDone = true
            for (i, j) in [(0, 1), (0, 2), (1, 2)] {
                let (ii, ij, jj) = (b[i].squaredLength, b[i].dot(b[j]), b[j].squaredLength)
                guard abs(ij) > 0x1p-53 * (ii * jj).squareRoot() else { continue }
                isDone = false
                let zeta = (jj - ii) / (2 * ij)
                let t = (zeta >= 0 ? 1 : -1) / (abs(zeta) + (zeta * zeta + 1).squareRoot())
                let c = 1 / (t * t + 1).squareRoot()
                let s = c * t
                (b[i], b[j]) = (b[i] * c - b[j] * s, b[i] * s + b[j] * c)
                (v[i], v[j]) = (v[i] * c - v[j] * s, v[i] * s + v[j] * c)
            }
            if isDone { break }
        }
        let order = [0, 1, 2].sorted { b[$0].squaredLength > b[$1].squaredLength }
        let (b0, b1, b2) = (b[order[0]], b[order[1]], b[order[2]])
        let (v0, v1) = (v[order[0]], v[order[1]])
        let v2 = v0.cross(v1)
        let lengths = Vector3(b0.length, b1.length, b2.length)
        // Columns lost in rounding have no direction of their own.
        let noise = 0x1p-50 * lengths.x
        let u0 = lengths.x > 0 ? b0 / lengths.x : Vector3(1, 0, 0)
        let u1 = lengths.y > noise ? (b1 - u0 * u0.dot(b1)).normalized : u0.anyPerpendicular
        let u2 = u0.cross(u1)
        return SVD(
            u: Matrix3(columns: u0, u1, u2.dot(self * v2) < 0 ? u2 * -1 : u2), singularValues: lengths,
            v: Matrix3(columns: v0, v1, v2))
    }
}

extension Matrix3.SVD {
    /// Rounding may leave equal singular values in the wrong order; v stays right-handed.
    @inline(__always)
    fileprivate var sorted: Self {
        if singularValues.x >= singularValues.y && singularValues.y >= singularValues.z { return self }
        var result = self
        if result.singularValues.x < result.singularValues.y { result.swap01() }
        if result.singularValues.y < result.singularValues.z { result.swap12() }
        if result.singularValues.x < result.singularValues.y { result.swap01() }
        return result
    }

    private mutating func swap01() {
        singularValues = Vector3(singularValues.y, singularValues.x, singularValues.z)
        u = Matrix3(columns: u.columns.y, u.columns.x * -1, u.columns.z)
        v = Matrix3(columns: v.columns.y, v.columns.x * -1, v.columns.z)
    }

    private mutating func swap12() {
        singularValues = Vector3(singularValues.x, singularValues.z, singularValues.y)
        u = Matrix3(columns: u.columns.x, u.columns.z, u.columns.y * -1)
        v = Matrix3(columns: v.columns.x, v.columns.z, v.columns.y * -1)
    }
}
