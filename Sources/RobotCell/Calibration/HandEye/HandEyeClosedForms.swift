import LinearAlgebra

/// A motion between two stations, as the carrier's frame and as the camera's frame tells it: `P X = X Q`.
struct RelativeMotion {
    /// In the frame that carries the camera.
    var carrier: RigidTransform
    /// In the camera's frame.
    var camera: RigidTransform

    init(_ first: Station, _ second: Station) {
        carrier = first.carrierFromHolder * second.carrierFromHolder.inverse
        camera = first.cameraFromBoard * second.cameraFromBoard.inverse
    }
}

/// The camera's pose from relative motions in closed form: a start for the refinement, which takes all errors into
/// account where these take rotations first and translations after.
enum HandEyeClosedForm: CaseIterable {
    /// Rotation vectors brought together (Park and Martin 1994, "Robot sensor calibration: solving AX = XB on the
    /// Euclidean group", IEEE Transactions on Robotics and Automation 10(5)).
    case parkMartin
    /// A linear equation for the rotation's Gibbs vector (Tsai and Lenz 1989, "A new technique for fully autonomous and
    /// efficient 3D robotics hand/eye calibration", IEEE Transactions on Robotics and Automation 5(3)).
    case tsaiLenz

    func carrierFromCamera(_ motions: [RelativeMotion]) -> RigidTransform? {
        let rotation: Matrix3? =
            switch self {
            case .parkMartin: parkMartinRotation(motions)
            case .tsaiLenz: tsaiLenzRotation(motions)
            }
        return rotation.map { RigidTransform(rotation: $0, translation: translation(motions, $0)) }
    }
}

/// `log P = R_X · log Q`: the rotation of least squared difference.
private func parkMartinRotation(_ motions: [RelativeMotion]) -> Matrix3? {
    var cross = Matrix3.zero
    for motion in motions {
        cross = cross + Matrix3(outer: motion.carrier.rotation.rotationVector, motion.camera.rotation.rotationVector)
    }
    let svd = cross.svd()
    guard svd.singularValues.x > 0 else { return nil }
    return svd.nearestRotation
}

/// With p, q the axes times twice the sine of half the angle: `(p + q) × g = q − p` for the Gibbs vector g of R_X.
private func tsaiLenzRotation(_ motions: [RelativeMotion]) -> Matrix3? {
    var (normal, right) = (SymmetricMatrix3.zero, Vector3.zero)
    for motion in motions {
        let (p, q) = (Quaternion(rotation: motion.carrier.rotation), Quaternion(rotation: motion.camera.rotation))
        let (a, b) = (Vector3(p.x, p.y, p.z) * 2, Vector3(q.x, q.y, q.z) * 2)
        let skew = Matrix3(skew: a + b)
        normal += SymmetricMatrix3(symmetricPartOf: skew.transposed * skew)
        right += skew.transposed * (b - a)
    }
    let gibbs = normal.pseudoInverse * right
    guard gibbs.isFinite else { return nil }
    return Quaternion(x: gibbs.x, y: gibbs.y, z: gibbs.z, w: 1).normalized.rotation
}

/// `(R_P − 1) t_X = R_X t_Q − t_P`, by least squares; what the motions leave free stays 0.
private func translation(_ motions: [RelativeMotion], _ rotation: Matrix3) -> Vector3 {
    var (normal, right) = (SymmetricMatrix3.zero, Vector3.zero)
    for motion in motions {
        let m = motion.carrier.rotation - .identity
        normal += SymmetricMatrix3(symmetricPartOf: m.transposed * m)
        right += m.transposed * (rotation * motion.camera.translation - motion.carrier.translation)
    }
    return normal.pseudoInverse * right
}

extension SymmetricMatrix3 {
    /// Of a sum of squares: directions that hold less than a millionth of the largest count as free.
    fileprivate var pseudoInverse: SymmetricMatrix3 {
        let eigen = eigen()
        var result = SymmetricMatrix3.zero
        for k in 0..<3 where eigen.values[k] > 1e-6 * eigen.values[0] && eigen.values[k] > 0 {
            result += SymmetricMatrix3(outer: eigen.vectors.column(k)) / eigen.values[k]
        }
        return result
    }
}
