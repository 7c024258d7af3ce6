import LinearAlgebra
import RobotCell

/// One thing that the robot does.
enum ProgramStep: Equatable, Sendable {
    enum Way: Sendable {
        /// All joints at once.
        case joint
        /// Straight, at the program's speed.
        case straight
        /// Straight into a grasp or a place, and out of it.
        case inward, outward
    }

    case move(String, RigidTransform, Way)
    case open, close
    /// What the robot carries from here on.
    case payload(holding: Bool)
    /// What follows up to the end is done only where something is held.
    case ifHeld, endIfHeld

    var pose: RigidTransform? {
        if case .move(_, let pose, _) = self { pose } else { nil }
    }
}

extension ProgramPick {
    /// In the order in which the robot does them.
    ///
    /// - Parameters:
    ///   - isFirst: whether a program starts with it, from its home if it has one.
    ///   - isLast: whether the program ends with it.
    func steps(_ settings: ProgramSettings, isFirst: Bool = false, isLast: Bool = false) -> [ProgramStep] {
        let weighs = settings.payload != nil
        var steps: [ProgramStep] = []
        // Where the last pick held nothing, the robot still takes itself for loaded.
        if isFirst ? settings.toolMass != nil : weighs && settings.gripCheck != nil {
            steps.append(.payload(holding: false))
        }
        if isFirst, let home = settings.home { steps.append(.move("home", home, .joint)) }
        steps.append(.open)
        if let transit = frames.transit {
            steps += [.move("over_approach", transit.approach, .joint), .move("approach", frames.approach, .straight)]
        } else {
            steps.append(.move("approach", frames.approach, .joint))
        }
        steps += [.move("grasp", frames.grasp, .inward), .close]
        if weighs { steps.append(.payload(holding: true)) }
        steps.append(.move("lift", frames.lift, .outward))
        if let placeApproach = frames.placeApproach, let place = frames.place {
            if settings.gripCheck != nil { steps.append(.ifHeld) }
            if let transit = frames.transit {
                steps.append(.move("over_lift", transit.lift, .straight))
                if let over = transit.place { steps.append(.move("over_place", over, .joint)) }
                steps.append(.move("place_approach", placeApproach, .straight))
            } else {
                steps.append(.move("place_approach", placeApproach, .joint))
            }
            steps += [.move("place", place, .inward), .open]
            if weighs { steps.append(.payload(holding: false)) }
            if let retreat = frames.retreat { steps.append(.move("retreat", retreat, .outward)) }
            if let over = frames.transit?.retreat { steps.append(.move("over_retreat", over, .straight)) }
            if settings.gripCheck != nil { steps.append(.endIfHeld) }
            if isLast, let home = settings.home { steps.append(.move("home", home, .joint)) }
        } else if settings.gripCheck != nil {
            steps += [.ifHeld, .endIfHeld]
        }
        return steps
    }
}
