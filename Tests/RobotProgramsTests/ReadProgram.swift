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
        /// What the robot carries, kilograms: all of it, or of an object alone where the language names the tool's itself.
        case payload(Double)
        /// What follows is done only where an input has this level, up to the end.
        case ifInput(Int, Bool)
        /// The same where a measured width, by its name, is above a number of millimetres.
        case ifWider(String, Double)
        case endIf
        case statement(String)
    }

    var name = ""
    var events: [Event] = []
    /// Of the tool's tip on the flange.
    var tool: RigidTransform?
    /// Of the last straight way, metres a second.
    var speed: Double?
    /// Of each straight way.
    var speeds: [Double] = []
    /// Of each joint way that states one, rad a second squared.
    var jointAccelerations: [Double] = []
    /// KUKA's status and turn of each position that has them.
    var statusAndTurn: [[Double]] = []
    var comments: [String] = []
    /// Labels that a jump leads to and that haven't come yet.
    var openLabels: [Int] = []
    /// RAPID's loads by name.
    var loads: Set<String> = []

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
