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
        let (rotation, position) = pick.covariance.deviations(of: pick.frames.grasp)
        func texts(_ convention: any PoseConvention) -> JSON {
            .object(
                frames.map { name, pose in
                    (name, pose.map { JSON($0.written(as: convention, frames: (base, "grasp")).text) } ?? .null)
                })
        }
        self = [
            "object": JSON(pick.object),
            "score": JSON(pick.grasp.score),
            "confidence": JSON(pick.grasp.confidence.rawValue),
            "gripper": "jaw",
            "opening": JSON(pick.grasp.opening),
            "width": JSON(pick.grasp.width),
            "frames": .object(frames.map { name, pose in (name, pose.map { JSON(pose: $0) } ?? .null) }),
            "robot": .object(robot.map { ($0.name, texts($0)) }),
            "covariance": JSON(pick.covariance.matrix.rows.map { JSON($0) }),
            "standard_deviations": ["rotation": JSON(rotation), "position": JSON(position)],
            "reasons": JSON(pick.grasp.reasons),
        ]
    }

    /// An object without a pick: what stopped the candidate that came nearest, and all of them counted.
    init(rejected object: RejectedObject) {
        let counts = object.tally.counts.map { (key: $0.reason.rawValue, value: JSON($0.count)) }
        self = [
            "object": JSON(object.object),
            "reason": JSON(object.reason.rawValue),
            "detail": JSON(object.miss.detail),
            "measured": object.miss.measured.map { JSON($0) } ?? .null,
            "limit": object.miss.limit.map { JSON($0) } ?? .null,
            "obstacle": object.miss.obstacle.map { JSON($0) } ?? .null,
            "candidates": .object(counts),
        ]
    }

    /// What a pick refers to: the object's pose on what it stands on, in the base.
    init(object id: Int, _ pose: ObjectPose, standing: ObjectStanding?) {
        self = .object(
            [("id", JSON(id)), ("label", JSON(id + 2))] + JSON.members(of: pose) + [
                ("stands_on", standing?.on.map { JSON($0) } ?? .null), ("stands_at", JSON(standing?.height ?? 0)),
            ])
    }
}

extension PickPlan {
    /// A table that a person reads: lengths in millimetres.
    func text(robot: [any PoseConvention]) -> String {
        var lines: [String] = []
        if picks.isEmpty {
            lines.append("nothing to pick")
        } else {
            lines.append(
                "rank  object  score  confidence  opening mm  ± mm    ± °   "
                    + "grasp in \(frame), mm        x        y        z")
        }
        for (rank, pick) in picks.enumerated() {
            let at = pick.frames.grasp.translation
            let position = [at.x, at.y, at.z].map { padded(tenths($0 * 1000), 9) }.joined()
            let (turn, shift) = pick.covariance.deviations(of: pick.frames.grasp)
            lines.append(
                padded("\(rank + 1)", 4) + padded("\(pick.object)", 8) + padded(hundredths(pick.grasp.score), 7)
                    + padded(pick.grasp.confidence.rawValue, 12) + padded(tenths(pick.grasp.opening * 1000), 12)
                    + padded(tenths(shift.max() * 1000), 6) + padded(tenths(turn.max() * 180 / .pi), 7)
                    + String(repeating: " ", count: 16 + frame.count) + position)
            for convention in robot {
                lines.append(
                    "      \(convention.name):\(pick.frames.grasp.written(as: convention, precision: .display).text)")
            }
            lines.append("      " + pick.grasp.reasons.joined(separator: "; "))
        }
        if !rejected.isEmpty { lines += ["", "not picked"] }
        for object in rejected { lines.append(padded("\(object.object)", 12) + "  \(object.miss.detail)") }
        return lines.joined(separator: "\n")
    }

    private func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// No negative zero.
    private func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10 + 0)" }

    private func hundredths(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        return "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
    }
}
