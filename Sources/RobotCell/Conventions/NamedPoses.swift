public import LinearAlgebra

/// Poses that have a name of their own, read as `named:NAME`.
///
/// A camera driver's optical frame looks along z with x to the right and y down (OpenCV's frame); its body frame looks
/// along x with y to the left and z up (REP 103).
public enum NamedPose: String, CaseIterable, Sendable {
    case identity
    case bodyFromOptical = "body_from_optical"
    case opticalFromBody = "optical_from_body"

    /// In metres, exact.
    public var pose: RigidTransform {
        // The optical axes in the body's frame: x_opt = −y, y_opt = −z, z_opt = x.
        let bodyFromOptical = Matrix3(columns: Vector3(0, -1, 0), Vector3(0, 0, -1), Vector3(1, 0, 0))
        return switch self {
        case .identity: .identity
        case .bodyFromOptical: RigidTransform(rotation: bodyFromOptical)
        case .opticalFromBody: RigidTransform(rotation: bodyFromOptical.transposed)
        }
    }
}

extension TextScanner {
    /// The pose of a name, behind `named:`.
    mutating func namedPose() throws(PoseTextError) -> PoseReading {
        skipSpace()
        let start = position
        let name = word()
        guard let named = NamedPose(rawValue: name.lowercased()) else {
            let names = NamedPose.allCases.map(\.rawValue)
            throw PoseTextError(
                .expected("one of \(names.joined(separator: ", "))", found: name), at: start)
        }
        return PoseReading(named.pose)
    }
}
