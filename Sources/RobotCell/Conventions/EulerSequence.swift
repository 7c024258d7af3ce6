import Glibc
public import LinearAlgebra

/// The axes of three rotations whose product is `R = R₁(α) · R₂(β) · R₃(γ)`: turning axes from left to right, fixed
/// axes from right to left. Neighbours differ; the outer two are one axis (proper Euler, `zyz`) or not (Tait-Bryan,
/// `zyx`).
///
/// Every robot convention with three angles is such a product; they differ in the axes and in which of α, β, γ is
/// written first.
public struct EulerSequence: Hashable, Sendable {
    /// 0 for x, 1 for y, 2 for z.
    public let axes: (first: Int, second: Int, third: Int)

    /// `R = Rz(α) · Ry(β) · Rx(γ)`: yaw, pitch, roll.
    public static let zyx = EulerSequence(2, 1, 0)
    /// `R = Rx(α) · Ry(β) · Rz(γ)`
    public static let xyz = EulerSequence(0, 1, 2)
    /// `R = Rz(α) · Ry(β) · Rz(γ)`: proper Euler angles.
    public static let zyz = EulerSequence(2, 1, 2)

    /// `nil` unless each index is 0, 1 or 2 and neighbours differ.
    public init?(first: Int, second: Int, third: Int) {
        guard [first, second, third].allSatisfy((0...2).contains), first != second, second != third else { return nil }
        self.init(first, second, third)
    }

    private init(_ first: Int, _ second: Int, _ third: Int) {
        axes = (first, second, third)
    }

    /// Whether the outer two rotations turn about one axis: then the lock is at β = 0 and π, else at β = ±π/2.
    public var isProper: Bool { axes.first == axes.third }

    public static func == (left: Self, right: Self) -> Bool { left.axes == right.axes }
    public func hash(into hasher: inout Hasher) {
        hasher.combine(axes.first)
        hasher.combine(axes.second)
        hasher.combine(axes.third)
    }
}

/// The three angles of a rotation, radians, and how near they are to the lock where they stop being unique.
public struct EulerAngles: Equatable, Sendable {
    /// How near the middle rotation is to the angle at which the outer two turn about one axis.
    public enum Lock: Equatable, Sendable {
        case none
        /// β is at the lock to Float64's precision: γ was set to 0 and α carries the turn.
        case locked
        /// β is this many radians from the lock.
        case near(Double)
    }

    /// In (−π, π].
    public var first: Double
    /// In [0, π] for a proper sequence, in [−π/2, π/2] else.
    public var second: Double
    /// In (−π, π].
    public var third: Double
    /// How near β is to the lock.
    public var lock: Lock

    /// The angles of the three factors from left to right.
    public init(first: Double, second: Double, third: Double, lock: Lock = .none) {
        (self.first, self.second, self.third, self.lock) = (first, second, third, lock)
    }
}

extension EulerSequence {
    /// The product `R₁(α) · R₂(β) · R₃(γ)`.
    @inlinable
    public func rotation(_ angles: EulerAngles) -> Matrix3 {
        rotation(.init(radians: angles.first), .init(radians: angles.second), .init(radians: angles.third))
    }

    @usableFromInline
    func rotation(_ a: SineCosine, _ b: SineCosine, _ c: SineCosine) -> Matrix3 {
        elementary(axes.first, a) * elementary(axes.second, b) * elementary(axes.third, c)
    }

    /// The angles whose product is this rotation, to 1e-15 anywhere, the lock included.
    ///
    /// With the unit quaternion q of R, the pairs (a, b) and (c, d) below are
    /// `cos(β/2)·(cos σ, sin σ)` and `sin(β/2)·(cos δ, sin δ)` with σ, δ the half sum and half difference of α and γ
    /// (Bernardes and Viollet 2022; for Tait-Bryan sequences after a quarter turn of the middle axis). One pair
    /// shrinks near the lock and its angle is then made of rounding, yet only the product of its length and its
    /// direction goes back into q: the error of the rotation stays that of q. The split of α and γ is meaningless
    /// only when the small pair is itself rounding; within 2e-13 of the lock γ is therefore set to 0, at a cost below
    /// 5e-13 in the rotation.
    public func angles(of rotation: Matrix3) -> EulerAngles {
        let q = Quaternion(rotation: rotation)
        let vector = Vector3(q.x, q.y, q.z)
        let (i, j) = (axes.third, axes.second)
        let k = isProper ? 3 - i - j : axes.first
        let sign = Double((i - j) * (j - k) * (k - i)) / 2
        let (a, b, c, d) =
            isProper
            ? (q.w, vector[i], vector[j], vector[k] * sign)
            : (q.w - vector[j], vector[i] + vector[k] * sign, vector[j] + q.w, vector[k] * sign - vector[i])
        let whole = (a * a + b * b).squareRoot()
        let part = (c * c + d * d).squareRoot()
        // Half the distance from β = 0 and from β = π, as sines.
        let scale = 1 / (whole * whole + part * part).squareRoot()
        let (fromZero, fromPi) = (part * scale, whole * scale)
        let middle: Double
        let halfSum: Double
        let halfDifference: Double
        let lock: EulerAngles.Lock
        if fromZero < 1e-13 {
            (middle, halfSum, lock) = (0, atan2(b, a), .locked)
            halfDifference = halfSum
        } else if fromPi < 1e-13 {
            (middle, halfDifference, lock) = (.pi, atan2(d, c), .locked)
            halfSum = halfDifference
        } else {
            (middle, halfSum, halfDifference) = (2 * atan2(part, whole), atan2(b, a), atan2(d, c))
            let distance = 2 * min(fromZero, fromPi)
            lock = distance < 1e-6 ? .near(distance) : .none
        }
        let first = halfSum + halfDifference
        return EulerAngles(
            first: wrapped(isProper ? first : first * sign), second: isProper ? middle : middle - .pi / 2,
            third: wrapped(halfSum - halfDifference), lock: lock)
    }
}

/// Into (−π, π]. The half sum and half difference are each within ±π, so one turn either way is enough.
private func wrapped(_ angle: Double) -> Double {
    angle > .pi ? angle - 2 * .pi : angle <= -.pi ? angle + 2 * .pi : angle
}

/// The sine and cosine of an angle, exact where a controller's degrees are a multiple of 90.
@usableFromInline
struct SineCosine {
    var sine: Double
    var cosine: Double

    @usableFromInline
    init(radians: Double) {
        (sine, cosine) = (sin(radians), cos(radians))
    }

    init(degrees: Double) {
        let turn = abs(degrees) <= 180 ? degrees : remainder(degrees, 360)
        let quarters = (turn / 90).rounded()
        let rest = (turn - quarters * 90) * (.pi / 180)
        let (s, c) = (sin(rest), cos(rest))
        switch Int(quarters) & 3 {
        case 0: (sine, cosine) = (s, c)
        case 1: (sine, cosine) = (c, -s)
        case 2: (sine, cosine) = (-s, -c)
        default: (sine, cosine) = (-c, s)
        }
    }
}

private func elementary(_ axis: Int, _ angle: SineCosine) -> Matrix3 {
    let (s, c) = (angle.sine, angle.cosine)
    switch axis {
    case 0: return Matrix3(rows: Vector3(1, 0, 0), Vector3(0, c, -s), Vector3(0, s, c))
    case 1: return Matrix3(rows: Vector3(c, 0, s), Vector3(0, 1, 0), Vector3(-s, 0, c))
    default: return Matrix3(rows: Vector3(c, -s, 0), Vector3(s, c, 0), Vector3(0, 0, 1))
    }
}
