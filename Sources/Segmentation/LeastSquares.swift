/// Normal equations of a linear least-squares problem in a fixed number of unknowns, solved by Cholesky's decomposition.
struct LeastSquares<let unknowns: Int> {
    /// Σ row rowᵀ: the lower triangle, by rows.
    var matrix = [unknowns of [unknowns of Double]](repeating: [unknowns of Double](repeating: 0))
    /// Σ row · value.
    var right = [unknowns of Double](repeating: 0)

    @inline(__always)
    mutating func add(_ row: borrowing [unknowns of Double], _ value: Double) {
        for i in 0..<unknowns {
            right[i] += row[i] * value
            for j in 0...i { matrix[i][j] += row[i] * row[j] }
        }
    }

    /// The solution and what it explains of Σ value²; nil when the rows don't determine it, where a pivot falls below
    /// `tolerance` of its diagonal entry.
    func solution(tolerance: Double) -> (unknowns: [unknowns of Double], explained: Double)? {
        var l = matrix
        var x = right
        var explained = 0.0
        for j in 0..<unknowns {
            var pivot = l[j][j]
            for k in 0..<j { pivot -= l[j][k] * l[j][k] }
            guard pivot > tolerance * matrix[j][j], pivot > 0 else { return nil }
            let root = pivot.squareRoot()
            l[j][j] = root
            for i in j + 1..<max(unknowns, j + 1) {
                var sum = l[i][j]
                for k in 0..<j { sum -= l[i][k] * l[j][k] }
                l[i][j] = sum / root
            }
            // Forward substitution as we go.
            for k in 0..<j { x[j] -= l[j][k] * x[k] }
            x[j] /= root
            explained += x[j] * x[j]
        }
        for i in (0..<unknowns).reversed() {
            for k in i + 1..<max(unknowns, i + 1) { x[i] -= l[k][i] * x[k] }
            x[i] /= l[i][i]
        }
        return (x, explained)
    }
}
