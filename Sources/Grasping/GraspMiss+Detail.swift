import LinearAlgebra

extension GraspMiss {
    /// The reason with its numbers, and what would help: for people.
    public var detail: String {
        let words = [reason.rawValue, numbers].compactMap { $0 }.joined(separator: ": ")
        guard let remedy else { return words }
        return "\(words); \(remedy)"
    }

    private var numbers: String? {
        if reason == .lessTrusted { return confidence.map { "the best grasp of it is \($0.rawValue)" } }
        guard let measured, let limit else { return nil }
        switch reason {
        case .tooFlat:
            return
                "\(max(0, measured).asMillimeters(decimals: 1)) of it can be gripped, \(limit.asMillimeters(decimals: 1)) are needed"
        case .tooWide:
            return
                "\(measured.asMillimeters(decimals: 1)) where it fits best, \((measured - limit).asMillimeters(decimals: 1)) too much"
        case .tooThin:
            return "\(measured.asMillimeters(decimals: 1)) thick, it closes to \(limit.asMillimeters(decimals: 1))"
        case .neighbourTooClose:
            return
                "\(measured.asMillimeters(decimals: 1)) free, \((limit - measured).asMillimeters(decimals: 1)) too little"
        case .contactTurned: return "\(measured.asDegrees), at most \(limit.asDegrees)"
        case .palmBlocked: return "it reaches \(measured.asMillimeters(decimals: 1)) too high"
        case .supportInTheWay: return "\(measured.asMillimeters(decimals: 1)) too near"
        case .covered, .gripperBlocked, .liftBlocked: return "\(Int(measured)) points of the scan in its way"
        case .notOneObject:
            return "\(measured.asPercent) of the points there are its own, \(limit.asPercent) are needed"
        case .hidden: return "\(measured.asPercent) of it, at most \(limit.asPercent)"
        case .tooUncertain: return "its margins are worth \(measured.asPercent), \(limit.asPercent) are needed"
        case .contactThin, .outsideWorkVolume, .lastResort, .noPlace, .lessTrusted: return nil
        }
    }

    private var remedy: String? {
        if let obstacle { return "object \(obstacle) is in the way: take it first" }
        switch reason {
        case .tooWide: return "turn it over, or take a gripper that opens wider"
        case .tooThin: return "turn it, or take a gripper that closes further"
        case .hidden, .contactThin: return "scan it from another side"
        case .covered, .tooFlat, .neighbourTooClose, .contactTurned, .palmBlocked, .supportInTheWay, .gripperBlocked,
            .liftBlocked, .outsideWorkVolume, .notOneObject, .tooUncertain, .lastResort, .noPlace, .lessTrusted:
            return nil
        }
    }
}
