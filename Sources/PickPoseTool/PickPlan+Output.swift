import CloudGeometry
import Grasping
import LinearAlgebra
import RobotCell

extension PickFrames {
    /// Under the names of the contract, in the order in which the robot goes through them.
    var named: [(name: String, baseFromGrasp: RigidTransform?)] {
        [
            ("approach", approach), ("grasp", grasp), ("lift", lift), ("place_approach", placeApproach),
            ("place", place), ("retreat", retreat),
        ]
    }
}

extension JSON {
    init(pick: Pick, robot: [any PoseConvention], base: String) {
        let frames = pick.frames.named
        func texts(_ convention: any PoseConvention) -> JSON {
            .object(
                frames.map { name, pose in
                    (name, pose.map { JSON($0.written(as: convention, frames: (base, "grasp")).text) } ?? .null)
                })
        }
        self = [
            "object": JSON(pick.object),
            "score": JSON(pick.grasp.score),
            "gripper": "jaw",
            "opening": JSON(pick.grasp.opening),
            "width": JSON(pick.grasp.width),
            "frames": .object(frames.map { name, pose in (name, pose.map { JSON(pose: $0) } ?? .null) }),
            "robot": .object(robot.map { ($0.name, texts($0)) }),
            "reasons": JSON(pick.grasp.reasons),
        ]
    }

    /// What a pick refers to: the object's pose on the support, in the base.
    init(object id: Int, _ pose: ObjectPose) {
        self = .object([("id", JSON(id)), ("label", JSON(id + 2))] + JSON.members(of: pose))
    }
}

extension GraspTally {
    /// The reasons that stopped any candidate, in their fixed order.
    var counts: [(reason: GraspRejection, count: Int)] {
        GraspRejection.allCases.compactMap { reason in rejected[reason].map { (reason, $0) } }
    }
}

extension PickPlan {
    /// A table that a person reads: lengths in millimetres.
    func text(robot: [any PoseConvention]) -> String {
        var lines: [String] = []
        if picks.isEmpty {
            lines.append("nothing to pick")
        } else {
            lines.append("rank  object  score  opening mm   grasp in \(frame), mm        x        y        z")
        }
        for (rank, pick) in picks.enumerated() {
            let at = pick.frames.grasp.translation
            let position = [at.x, at.y, at.z].map { padded(tenths($0 * 1000), 9) }.joined()
            lines.append(
                padded("\(rank + 1)", 4) + padded("\(pick.object)", 8) + padded(hundredths(pick.grasp.score), 7)
                    + padded(tenths(pick.grasp.opening * 1000), 12)
                    + String(repeating: " ", count: 16 + frame.count) + position)
            for convention in robot {
                lines.append("      \(convention.name):\(pick.frames.grasp.written(as: convention).text)")
            }
            lines.append("      " + pick.grasp.reasons.joined(separator: "; "))
        }
        if !rejected.isEmpty { lines += ["", "not picked"] }
        for (object, reason) in rejected { lines.append(padded("\(object)", 12) + "  \(reason.rawValue)") }
        return lines.joined(separator: "\n")
    }

    private func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

    private func hundredths(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        return "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
    }
}
