import LinearAlgebra

/// What should be known about a pose that was read or written, though it is no error.
public enum PoseRemark: Equatable, Sendable {
    /// The matrix scaled or sheared by so much; the nearest rotation was taken.
    case reorthonormalized(Double)
    /// Degrees that look like radians.
    case looksLikeRadians
    /// Radians that look like degrees.
    case looksLikeDegrees
    /// Millimetres that look like metres.
    case looksLikeMeters
    /// Metres that look like millimetres.
    case looksLikeMillimeters
    /// The middle angle stands at the lock: only the sum or difference of the outer two is fixed, and the angle of
    /// the axis named last in the rotation's product was set to zero.
    case gimbalLock(zeroed: String)
    /// The middle angle is this close to the lock (radians): the outer angles are as they fall and change a lot for
    /// small changes of the pose.
    case nearGimbalLock(Double)
    /// A half turn: the axis may point either way; the one whose first component is positive was taken.
    case halfTurn
}

extension PoseRemark {
    /// Whether the numbers were probably meant in another unit: the pose is then far from the one that was meant.
    public var isAboutUnit: Bool {
        switch self {
        case .looksLikeRadians, .looksLikeDegrees, .looksLikeMeters, .looksLikeMillimeters: true
        case .reorthonormalized, .gimbalLock, .nearGimbalLock, .halfTurn: false
        }
    }
}

extension PoseRemark: CustomStringConvertible {
    public var description: String {
        switch self {
        case .reorthonormalized(let distance):
            "the matrix scaled or sheared by \(significant(distance)); the nearest rotation was taken"
        case .looksLikeRadians:
            "the angles look like radians, but this convention has degrees"
        case .looksLikeDegrees:
            "the angles look like degrees, but this convention has radians"
        case .looksLikeMeters:
            "the lengths look like metres, but this convention has millimetres"
        case .looksLikeMillimeters:
            "the lengths look like millimetres, but this convention has metres"
        case .gimbalLock(let zeroed):
            "gimbal lock: only the sum or difference of the outer angles is fixed; \(zeroed) was set to 0"
        case .nearGimbalLock(let distance):
            "\(significant(distance.inDegrees)) degrees from gimbal lock: the outer angles change a lot for a small"
                + " change of the pose"
        case .halfTurn:
            "a half turn: of the two opposite axes the one whose first component is positive was taken"
        }
    }
}

extension PoseConvention {
    /// A cell reaches metres, not tens of metres, and nobody states a mounting to less than 3 mm in whole.
    func suspicions(_ translation: Vector3) -> [PoseRemark] {
        let reach = max(abs(translation.x), abs(translation.y), abs(translation.z))
        switch lengthUnit {
        case .millimeters:
            let looksLikeMeters = reach > 1e-5 && reach <= 3e-3 && !hasWholeMillimeters(translation)
            return looksLikeMeters ? [.looksLikeMeters] : []
        case .meters:
            return reach > 10 ? [.looksLikeMillimeters] : []
        }
    }

    private func hasWholeMillimeters(_ translation: Vector3) -> Bool {
        let millimeters = translation * 1000
        return (millimeters - millimeters.rounded(.toNearestOrEven)).length < 1e-9
    }
}
