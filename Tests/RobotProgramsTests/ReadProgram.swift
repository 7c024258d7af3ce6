import LinearAlgebra
import RobotCell

/// What a program does, as a parser of its language read it.
struct ReadProgram: Equatable {
    enum Event: Equatable {
        /// With all joints at once, or straight; and the zone in metres, 0 for a stop.
        case joint(RigidTransform, zone: Double)
        case straight(RigidTransform, zone: Double)
        case output(Int, Bool)
        case wait(Double)
        case message(String)
        case statement(String)
    }

    var name = ""
    var events: [Event] = []
    /// Of the tool's tip on the flange.
    var tool: RigidTransform?
    /// Of straight ways, metres a second.
    var speed: Double?
    var comments: [String] = []

    var poses: [RigidTransform] {
        events.compactMap {
            switch $0 {
            case .joint(let pose, _), .straight(let pose, _): pose
            default: nil
            }
        }
    }
}

/// The pose of numbers as a maker writes them, by the conventions that SciPy's vectors hold.
func pose(_ convention: String, _ numbers: [Double]) throws -> RigidTransform {
    let n = numbers.map { "\($0)" }
    let text =
        switch convention {
        case "kuka": "{X \(n[0]),Y \(n[1]),Z \(n[2]),A \(n[3]),B \(n[4]),C \(n[5])}"
        case "ur": "p[\(n.joined(separator: ","))]"
        case "abb": "[[\(n[0]),\(n[1]),\(n[2])],[\(n[3...].joined(separator: ","))]]"
        case "quaternion_xyzw": n.joined(separator: " ")
        default: n.joined(separator: ",")
        }
    return try RigidTransform(parsing: "\(convention):\(text)")
}
