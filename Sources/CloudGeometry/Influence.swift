import LinearAlgebra

/// How much a point q of the principal frame moves an estimate that is made of sums over points.
protocol Influence: Sendable {
    func value(at q: Vector3) -> Double
    func gradient(at q: Vector3) -> Vector3
}

/// Of the off-diagonal entry (i, j) of the covariance: qᵢ qⱼ.
struct ProductInfluence: Influence {
    var i, j: Int

    func value(at q: Vector3) -> Double { q[i] * q[j] }

    func gradient(at q: Vector3) -> Vector3 {
        var gradient = Vector3.zero
        (gradient[i], gradient[j]) = (q[j], q[i])
        return gradient
    }
}

/// Of the difference of two eigenvalues, `gap` = λᵢ - λⱼ: qᵢ² - qⱼ² - gap.
struct GapInfluence: Influence {
    var i, j: Int
    var gap: Double

    func value(at q: Vector3) -> Double { q[i] * q[i] - q[j] * q[j] - gap }

    func gradient(at q: Vector3) -> Vector3 {
        var gradient = Vector3.zero
        (gradient[i], gradient[j]) = (2 * q[i], -2 * q[j])
        return gradient
    }
}

/// Of the third moment along axis i: `qᵢ³ - cube`, less what the mean's error takes off (3 λ qᵢ) and with what the
/// axis's error adds (`lean · q qᵢ`, leanⱼ = 3 mᵢᵢⱼ / (λᵢ - λⱼ)).
struct CubeInfluence: Influence {
    var i: Int
    var cube: Double
    var eigenvalue: Double
    var lean = Vector3.zero

    func value(at q: Vector3) -> Double { q[i] * (q[i] * q[i] - 3 * eigenvalue + lean.dot(q)) - cube }

    func gradient(at q: Vector3) -> Vector3 {
        var gradient = lean * q[i]
        gradient[i] += 3 * (q[i] * q[i] - eigenvalue) + lean.dot(q)
        return gradient
    }
}
