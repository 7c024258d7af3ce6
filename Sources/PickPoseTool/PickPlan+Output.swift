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
            let position = [at.x, at.y, at.z].map { ($0 * 1000).fixed(1).padded(to: 9) }.joined()
            let (turn, shift) = pick.covariance.deviations(of: pick.frames.grasp)
            lines.append(
                "\(rank + 1)".padded(to: 4) + "\(pick.object)".padded(to: 8) + pick.grasp.score.fixed(2).padded(to: 7)
                    + pick.grasp.confidence.rawValue.padded(to: 12)
                    + (pick.grasp.opening * 1000).fixed(1).padded(to: 12)
                    + (shift.max() * 1000).fixed(1).padded(to: 6) + (turn.max() * 180 / .pi).fixed(1).padded(to: 7)
                    + String(repeating: " ", count: 16 + frame.count) + position)
            for convention in robot {
                lines.append(
                    "      \(convention.name):\(pick.frames.grasp.written(as: convention, precision: .display).text)")
            }
            lines.append("      " + pick.grasp.reasons.joined(separator: "; "))
        }
        if !rejected.isEmpty { lines += ["", "not picked"] }
        for object in rejected { lines.append("\(object.object)".padded(to: 12) + "  \(object.miss.detail)") }
        return lines.joined(separator: "\n")
    }
}
