public import Grasping
import LinearAlgebra
public import RobotCell
public import RobotPrograms
public import Segmentation

/// How to take each thing on the table, in the robot's base: `pickpose.pick/1`.
public struct PickReport: Report {
    public static let schema = "pickpose.pick/1"

    /// The picks, best first, and the objects without one.
    public var plan: PickPlan
    /// All objects that have a pose, in the frame of the plan.
    public var objects: [PosedObject]
    /// The conventions that the frames are also written in.
    public var conventions: [any PoseConvention]
    /// The robot program of the picks, where one was asked for.
    public var program: [ProgramFile]?

    public init(
        plan: PickPlan, objects: [PosedObject], conventions: [any PoseConvention] = [], program: [ProgramFile]? = nil
    ) {
        (self.plan, self.objects, self.conventions, self.program) = (plan, objects, conventions, program)
    }

    public var status: String { plan.picks.isEmpty ? "nothing_found" : "ok" }

    public var outcome: ReportOutcome { plan.picks.isEmpty ? .nothingFound : .done }

    public var members: KeyValuePairs<String, JSON> {
        [
            "frame": JSON(plan.frame),
            "support": plan.support.map { Self.json(of: $0) } ?? .null,
            "objects": JSON(objects.map { .object(JSON.members(of: $0)) }),
            "picks": JSON(plan.picks.map { json(of: $0) }),
            "rejected": JSON(plan.rejected.map { Self.json(of: $0) }),
            "candidates": ["tried": JSON(plan.tally.candidates), "rejected": Self.json(of: plan.tally)],
        ]
    }

    private func json(of pick: Pick) -> JSON {
        let frames = pick.frames.named
        func texts(_ convention: any PoseConvention) -> JSON {
            .object(
                frames.map { name, pose in
                    let text = pose.map { $0.written(as: convention, frames: (plan.frame, "grasp")).text }
                    return (name, text.map { JSON($0) } ?? .null)
                })
        }
        return [
            "object": JSON(pick.object),
            "score": JSON(pick.grasp.score),
            "confidence": JSON(pick.grasp.confidence.rawValue),
            "gripper": JSON(pick.grasp.grip.gripper.rawValue),
            "opening": pick.grasp.grip.opening.map { JSON($0) } ?? .null,
            "width": pick.grasp.grip.width.map { JSON($0) } ?? .null,
            "frames": .object(frames.map { name, pose in (name, pose.map { JSON(pose: $0) } ?? .null) }),
            "robot": .object(conventions.map { ($0.name, texts($0)) }),
            "covariance": JSON(pick.covariance.matrix),
            "standard_deviations": JSON(pick.covariance, of: pick.frames.grasp),
            "reasons": JSON(pick.reasons),
        ]
    }

    /// The surface below the objects in the frame of the plan; `offset` where the cell says where it should be.
    private static func json(of support: PlannedSupport) -> JSON {
        [
            "height": JSON(support.height),
            "normal": JSON([support.normal.x, support.normal.y, support.normal.z]),
            "lean_deg": JSON(support.lean * 180 / .pi),
            "offset": support.offset.map { JSON($0) } ?? .null,
        ]
    }

    /// An object without a pick: what stopped the candidate that came nearest, and all of them counted.
    private static func json(of object: RejectedObject) -> JSON {
        [
            "object": JSON(object.object),
            "reason": JSON(object.reason.rawValue),
            "detail": JSON(object.miss.detail),
            "measured": object.miss.measured.map { JSON($0) } ?? .null,
            "limit": object.miss.limit.map { JSON($0) } ?? .null,
            "obstacle": object.miss.obstacle.map { JSON($0) } ?? .null,
            "candidates": json(of: object.tally),
        ]
    }

    private static func json(of tally: GraspTally) -> JSON {
        .object(tally.counts.map { ($0.reason.rawValue, JSON($0.count)) })
    }

    /// A table with lengths in millimetres.
    public var text: String {
        var lines: [String] = []
        let opens = plan.picks.contains { $0.grasp.grip.opening != nil }
        if plan.picks.isEmpty {
            lines.append("nothing to pick")
        } else {
            lines.append(
                "rank  object  score  confidence  \(opens ? "opening mm  " : "")± mm    ± °   "
                    + "grasp in \(plan.frame), mm        x        y        z")
        }
        for (rank, pick) in plan.picks.enumerated() {
            let at = pick.frames.grasp.translation
            let position = [at.x, at.y, at.z].map { $0.millimeters(fixed: 1).padded(to: 9) }.joined()
            let (turn, shift) = pick.covariance.deviations(of: pick.frames.grasp)
            lines.append(
                "\(rank + 1)".padded(to: 4) + "\(pick.object)".padded(to: 8) + pick.grasp.score.fixed(2).padded(to: 7)
                    + pick.grasp.confidence.rawValue.padded(to: 12)
                    + (opens ? (pick.grasp.grip.opening?.millimeters(fixed: 1) ?? "-").padded(to: 12) : "")
                    + shift.max().millimeters(fixed: 1).padded(to: 6) + turn.max().degrees(fixed: 1).padded(to: 7)
                    + String(repeating: " ", count: 16 + plan.frame.count) + position)
            for convention in conventions {
                lines.append(
                    "      \(convention.name):\(pick.frames.grasp.written(as: convention, precision: .display).text)")
            }
            lines.append("      " + pick.reasons.joined(separator: "; "))
        }
        if let support = plan.support {
            let place = "the support lies at \(support.height.millimeters(fixed: 1)) mm in \(plan.frame)"
            let turn = support.lean.degrees(fixed: 1)
            let against = support.offset.map { offset in
                "; the cell has it \(abs(offset).millimeters(fixed: 1)) mm \(offset < 0 ? "higher" : "lower") and turned by \(turn)°"
            }
            lines += ["", place + (against ?? ", \(turn)° from level")]
        }
        if !plan.rejected.isEmpty { lines += ["", "not picked"] }
        for object in plan.rejected { lines.append("\(object.object)".padded(to: 12) + "  \(object.miss.detail)") }
        return lines.joined(separator: "\n")
    }
}

extension PickFrames {
    /// Under the names of the contract, in the order in which the robot goes through them; those at the transit's height
    /// only where the cell has one.
    fileprivate var named: [(name: String, baseFromGrasp: RigidTransform?)] {
        var named = [
            ("approach", approach), ("grasp", grasp), ("lift", lift), ("place_approach", placeApproach),
            ("place", place), ("retreat", retreat),
        ]
        guard let transit else { return named }
        named.insert(("over_approach", transit.approach), at: 0)
        named.insert(contentsOf: [("over_lift", transit.lift), ("over_place", transit.place)], at: 4)
        named.append(("over_retreat", transit.retreat))
        return named
    }
}
