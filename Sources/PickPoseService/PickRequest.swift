import CloudFiles
public import Grasping
import LinearAlgebra
public import Parallel
import PointClouds
public import Reports
public import RobotCell
import RobotPrograms
import Segmentation

/// How to take each thing on the table, in the robot's base, and the robot program that does so.
public struct PickRequest: Request {
    public var scene: CloudInput
    public var cell: CellInput
    /// Poses of frames that no file can know; a file beside the scan may hold more.
    public var runTimePoses: [RunTimePose]
    public var engine: SegmentationEngine
    /// The best so many picks only.
    public var top: Int?
    /// The pick of this object only.
    public var object: Int?
    /// The least trusted grasps that are given; `nil`: unlikely ones too, in a program sound ones only.
    public var confidence: GraspConfidence?
    /// The conventions that the frames are also written in; `nil`: those of the cell's file.
    public var conventions: [any PoseConvention]?
    /// The robot program to write. A robot will go by the cell then, so that it is checked more strictly.
    public var program: ProgramRequest?
    /// How many cores to use; the answer doesn't depend on it.
    public var threads: Int

    public init(
        _ scene: CloudInput, cell: CellInput, runTimePoses: [RunTimePose] = [], engine: SegmentationEngine = .own(),
        top: Int? = nil, object: Int? = nil, confidence: GraspConfidence? = nil,
        conventions: [any PoseConvention]? = nil, program: ProgramRequest? = nil, threads: Int = availableThreads
    ) {
        (self.scene, self.cell, self.runTimePoses, self.engine) = (scene, cell, runTimePoses, engine)
        (self.top, self.object, self.confidence) = (top, object, confidence)
        (self.conventions, self.program, self.threads) = (conventions, program, threads)
    }

    public func perform(_ diagnostics: inout Diagnostics) throws -> PickReport {
        let writing = try program?.read()
        let cell = try readCell(&diagnostics)
        let robot = try conventions ?? cell.conventions.map { try PoseConventions.named($0) }
        let cloud = try diagnostics.readCloud(scene, threads: threads).file.cloud
        let segments = try diagnostics.timed("segment") { try engine.scene(of: cloud, threads: threads) }
        // What each object stands on is asked once: a grasp and the object's pose must say the same.
        let footings = diagnostics.timed("segment") { segments.footings(in: cloud, threads: threads) }
        var plan = try diagnostics.timed("grasp") {
            try pickPlan(
                for: cloud, segments: segments, cell: cell,
                options: GraspOptions(minimumConfidence: confidence ?? .unlikely), footings: footings, threads: threads)
        }
        if let support = plan.support {
            if writing != nil {
                try plan.checkDriving(of: cell)
                if support.offset == nil {
                    // Whoever gets the program sees no report.
                    diagnostics.warn(
                        "\(scene.name): the scan shows the support at \(support.height.asMillimeters(decimals: 1)) in"
                            + " \(cell.base); support in the cell's file checks each scan against it")
                }
            }
            warn(of: support, in: cell, &diagnostics)
        } else {
            diagnostics.warn(
                "\(scene.name): \(engine.obstacle(in: cloud, diagnostics.settings)); nothing can be picked")
        }
        for (reason, count) in plan.tally.counts { diagnostics.detail("\(count) candidates: \(reason.rawValue)") }
        if let object {
            guard segments.objects.contains(where: { $0.id == object }) else {
                throw RequestError.noSuchObject(object, count: segments.objects.count)
            }
            plan.picks.removeAll { $0.object != object }
            plan.rejected.removeAll { $0.object != object }
        }
        // A program runs without a look at each pick's confidence: what isn't sound goes in only where it is asked for.
        let program = try writing?.program(
            of: plan, cell: cell, trusting: confidence ?? .sound, atMost: top ?? .max, scene: scene.name)
        if let program { leaveOut(program.leftOut, of: &plan, &diagnostics) }
        if writing == nil || confidence != nil, let best = plan.picks.first, best.grasp.confidence < .sound {
            diagnostics.warn("\(scene.name): no sound grasp; the best one is \(best.grasp.confidence.rawValue)")
        }
        if let top { plan.picks = Array(plan.picks.prefix(top)) }
        let poses = diagnostics.timed("objects") { segments.poses(in: cloud, footings: footings, threads: threads) }
        diagnostics.warn(of: poses.unposed, in: scene.name)
        return PickReport(
            plan: plan, objects: poses.posed.map { $0.moved(by: plan.baseFromScan) }, conventions: robot,
            program: try program.flatMap { try writing?.files(of: $0, &diagnostics) })
    }

    /// The plan keeps what the program does, and what it would do if the gripper were free.
    private func leaveOut(_ leftOut: [LeftOutPick], of plan: inout PickPlan, _ diagnostics: inout Diagnostics) {
        let notTrusted = leftOut.filter { if case .notTrusted = $0.reason { true } else { false } }.map(\.pick)
        let all = plan.picks.count
        let gone = Set(leftOut.filter { $0.reason != .handFull }.map(\.pick.object))
        plan.picks.removeAll { gone.contains($0.object) }
        guard let least = notTrusted.map(\.confidence).min() else { return }
        let named = notTrusted.map { "object \($0.object) \($0.confidence.rawValue)" }.joined(separator: ", ")
        diagnostics.warn(
            "\(scene.name): \(notTrusted.count) of \(all) picks left out of the program for not being sound (\(named));"
                + " \(diagnostics.settings("confidence", least.rawValue)) takes them in")
    }

    /// Beyond it the support's upper side faces down; degrees.
    private static let facingDown = 90.0

    /// Tables are level where robots stand: what isn't, is mostly a camera's pose of another convention or direction.
    private func warn(of support: PlannedSupport, in cell: CellFile, _ diagnostics: inout Diagnostics) {
        guard support.leansTooMuch else { return }
        diagnostics.warn(
            support.lean.inDegrees > Self.facingDown
                ? "the support faces down in \(cell.base), \(support.lean.asDegrees) off its z: is the pose of \(cell.scan)"
                    + " inverted, or is it that of the body frame (chain named:body_from_optical)?"
                : "the support leans \(support.lean.asDegrees) in \(cell.base), so that no pick is sound: if it is level, the"
                    + " pose of \(cell.scan) is wrong; if it does lean, say so by support in the cell's file")
    }

    private func readCell(_ diagnostics: inout Diagnostics) throws -> CellFile {
        let driving = program != nil
        var cell = try cell.cell()
        cell = try cell.setting(
            try diagnostics.runTimePoses(
                runTimePoses, besideScan: scene.path, over: cell.frames, in: self.cell, driving: driving))
        if driving { try cell.checkDriving() }
        for remark in cell.remarks { diagnostics.warn("\(remark)") }
        for finding in CellCheck(cell).findings { diagnostics.warn("\(self.cell.name): \(finding)") }
        // Picks for a program are planned with the openings that it commands.
        if case .language(let language) = program?.form, language.drivesGripper { cell = cell.driven }
        for setting in cell.settings {
            diagnostics.detail("\(setting.key): \(setting.value)\(setting.isDefault ? " (default)" : "")")
        }
        return cell
    }
}
