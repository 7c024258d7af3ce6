import Glibc
import LinearAlgebra

/// Of the frames that an object's data don't tell from `axes`, the one that is turned least against `reference`.
///
/// The data leave open the signs named (two axes turn round together, for a frame stays right-handed) and, for equal
/// eigenvalues, any turn about the axis that they share.
func nearestEquivalent(
    of axes: Matrix3, symmetry: Symmetry, ambiguousSigns: Set<Axis>, to reference: Matrix3
) -> Matrix3 {
    if symmetry == .spherical { return reference }
    var best = axes
    var bestAgreement = -Double.infinity
    // Half turns about x, y and z turn round the other two axes.
    let halfTurns: [(Vector3, needs: Set<Axis>)] = [
        (Vector3(1, 1, 1), []), (Vector3(1, -1, -1), [.z]), (Vector3(-1, 1, -1), [.x, .z]), (Vector3(-1, -1, 1), [.x]),
    ]
    for (signs, needs) in halfTurns {
        // An axis that is free to turn in a plane has no sign to keep.
        guard needs.isSubset(of: ambiguousSigns.union(symmetry.ambiguousAxes)) else { continue }
        var candidate = Matrix3(
            columns: axes.columns.x * signs.x, axes.columns.y * signs.y, axes.columns.z * signs.z)
        switch symmetry {
        case .axial: candidate = turned(candidate, about: 0, towards: reference)
        case .planar: candidate = turned(candidate, about: 2, towards: reference)
        case .none, .spherical: break
        }
        let agreement = (candidate.transposed * reference).trace
        if agreement > bestAgreement { (best, bestAgreement) = (candidate, agreement) }
    }
    return best
}

/// `axes · R(φ)` with R about one of the frame's own axes and φ such that trace((axes · R)ᵀ · reference) is greatest.
private func turned(_ axes: Matrix3, about axis: Int, towards reference: Matrix3) -> Matrix3 {
    let (i, j) = ((axis + 1) % 3, (axis + 2) % 3)
    let m = axes.transposed * reference
    let angle = atan2(m[j, i] - m[i, j], m[i, i] + m[j, j])
    let (u, v) = (axes.column(i), axes.column(j))
    let (turnedU, turnedV) = (u * cos(angle) + v * sin(angle), v * cos(angle) - u * sin(angle))
    return axis == 0
        ? Matrix3(columns: axes.columns.x, turnedU, turnedV) : Matrix3(columns: turnedU, turnedV, axes.columns.z)
}
