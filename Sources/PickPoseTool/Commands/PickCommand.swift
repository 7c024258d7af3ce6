import ArgumentParser
import CloudFiles
import CloudGeometry
import Glibc
import Grasping
import LinearAlgebra
import PointClouds
import RobotCell
import RobotPrograms
import Segmentation

/// `pickpose pick SCENE`: how to take each thing on the table, in the robot's base.
struct PickCommand: ResultCommand {
    static let configuration = CommandConfiguration(
        commandName: "pick",
        abstract: "Ranked grasp frames in the robot's base, as a pick-and-place plan.",
        discussion: """
            One pick for each object that the gripper can take, best first; every other object is listed with the \
            reason. At a grasp frame z is the approach, y the direction in which the fingers close, and the origin \
            lies between the fingertips:

                   palm ┌────────────┐
                        └─┬─┬────┬─┬─┘          x = y × z, into the page
                  fingers │ │    │ │      z = −length
                          │ │ ██ │ │  │
                          └─┘ ██ └─┘  ▼ z   z = 0, the tips
                              ──▶ y

            The gripper comes from `approach` straight along z, closes at `grasp`, and lifts the object along the \
            support's normal. With a place in the cell's file, the object is put down as it stood: what was under \
            the grasp comes to the place's origin, the place's z points into its surface and its y is where the \
            closing direction goes.

            A sound grasp keeps every margin. A doubtful one, with a smaller margin or a leaning approach, is listed \
            after all sound ones, and only for an object without a sound one; an unlikely one, such as a pinch across \
            a corner, only where the scan has nothing better. --confidence names the least trusted ones to give: all of \
            them by default, in a robot program only sound ones. Each pick carries the covariance of its grasp frame \
            in the base: what the frames state and what the scan shows.

            The score (0 to 1) falls with every margin that gets small: free room beside the object, sides turned \
            against the fingers, distance from the middle, space hidden from the sensor. A finger's way counts as \
            free where the sensor saw it free; what lies behind surfaces is unknown.

            pickpose pick scan.pcd --config cell.yaml
            pickpose pick scan.pcd --config cell.yaml --format json --top 1 --as kuka

            As a robot program of the sound picks (--confidence doubtful takes in more), with speeds, zone, tool and \
            gripper from the section program of the cell's file:
            \(ProgramLanguage.allCases.map { "  --format \($0.rawValue): \($0.summary)" }.joined(separator: "\n"))
              --template FILE: your own, a Mustache template

            pickpose pick scan.pcd --config cell.yaml --format krl --output picks.src
            """)

    @Argument(help: "A PCD or PLY file of things on a table, or - for stdin.")
    var scene: String

    @Option(parsing: .unconditional, help: "Give no more than so many picks (default: all).")
    var top: Int?

    @Option(
        parsing: .unconditional,
        help: "Give the pick of this object only: its id, as 'objects' lists it (default: of all).")
    var object: Int?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "Also write the frames in this convention; may be repeated (default: those that the cell's file uses).",
            valueName: "NAME"))
    var conventions: [String] = []

    @Option(
        help: ArgumentHelp(
            "The least trusted grasps to give: sound, doubtful or unlikely (default: unlikely, in a program sound).",
            valueName: "CONFIDENCE"),
        transform: { text in
            guard let confidence = GraspConfidence(rawValue: text) else {
                throw ValidationError("--confidence \(text): give sound, doubtful or unlikely.")
            }
            return confidence
        })
    var confidence: GraspConfidence?

    @Option(
        help: ArgumentHelp(
            "Write a program by this Mustache template; its names are those of the built-in ones.", valueName: "FILE"))
    var template: String?

    @OptionGroup var segmentation: SegmentationArguments
    @OptionGroup var cell: CellOptions
    @OptionGroup var shared: SharedOptions

    var inputs: [String] { [scene, template].compactMap(\.self) + cell.files(besideScan: scene) }
    var writesPrograms: Bool { true }

    func validate() throws {
        if cell.config == nil { throw ValidationError("pick needs the gripper's shape: give --config cell.yaml.") }
        if template != nil, shared.givenFormat != nil {
            throw ValidationError("--template and --format exclude each other: the template is the format.")
        }
        if case .program(let language) = shared.format { try language.checkOutput(shared.output) }
        if case .program(let language) = shared.format, !conventions.isEmpty {
            throw ValidationError(
                "--as \(conventions[0]): \(language.rawValue) has a convention of its own; leave out --as or --format.")
        }
        if template != nil, !conventions.isEmpty {
            throw ValidationError(
                "--as \(conventions[0]): a template names the convention itself, as {{text.\(conventions[0])}}; leave out --as."
            )
        }
        if let top, top < 1 { throw ValidationError("--top \(top): give a number from 1.") }
    }

    func perform(_ run: inout Run) throws -> Outcome {
        let programming = try Programming(format: shared.format, template: template)
        let cell = try readCell(driving: programming != nil, &run)
        let names = conventions.isEmpty ? cell.conventions : conventions
        let robot = try names.map { try PoseConventions.named($0) }
        let file = try run.readCloud(scene)
        let segments = try run.timed("segment") { _ in
            try segmentation.scene(of: file.cloud, threads: shared.threadCount)
        }
        var plan = try run.timed("grasp") { _ in
            var options = GraspOptions()
            options.minimumConfidence = confidence ?? .unlikely
            return try pickPlan(
                for: file.cloud, segments: segments, cell: cell, options: options, threads: shared.threadCount)
        }
        if let support = segments.support {
            warn(ofTilt: plan.baseFromScan.rotation * support.normal, of: cell, &run)
        } else {
            run.warn("\(scene): \(segmentation.obstacle(in: file.cloud)); nothing can be picked")
        }
        for (reason, count) in plan.tally.counts { run.messages.detail("\(count) candidates: \(reason.rawValue)") }
        if let object {
            guard segments.objects.contains(where: { $0.id == object }) else {
                throw ValidationError("--object \(object): the scene has \(segments.objects.count) objects, from 0.")
            }
            plan.picks.removeAll { $0.object != object }
            plan.rejected.removeAll { $0.object != object }
        }
        if programming != nil, confidence == nil {
            keepSound(of: &plan, &run)
        } else if let best = plan.picks.first, best.grasp.confidence < .sound {
            run.warn("\(scene): no sound grasp; the best one is \(best.grasp.confidence.rawValue)")
        }
        if let top { plan.picks = Array(plan.picks.prefix(top)) }
        let poses = run.timed("objects") { _ in segments.poses(in: file.cloud, threads: shared.threadCount) }
        let objects = poses.posed.map { $0.moved(by: plan.baseFromScan) }
        run.warn(of: poses.unposed, in: scene)
        let counts = plan.tally.counts.map { (key: $0.reason.rawValue, value: JSON($0.count)) }
        return Outcome(
            exit: plan.picks.isEmpty ? .nothingFound : .done, schema: "pickpose.pick/1",
            status: plan.picks.isEmpty ? "nothing_found" : "ok",
            body: [
                "frame": JSON(plan.frame),
                "objects": JSON(objects.map { .object(JSON.members(of: $0)) }),
                "picks": JSON(plan.picks.map { JSON(pick: $0, robot: robot, base: plan.frame) }),
                "rejected": JSON(
                    plan.rejected.map { JSON(rejected: $0) }),
                "candidates": ["tried": JSON(plan.tally.candidates), "rejected": .object(counts)],
            ],
            text: plan.text(robot: robot),
            program: try programming?.files(for: plan, cell: cell, scene: scene, output: shared.output, &run))
    }

    /// A program runs without a look at each pick's confidence: what isn't sound goes in only where it is asked for.
    private func keepSound(of plan: inout PickPlan, _ run: inout Run) {
        let others = plan.picks.filter { $0.grasp.confidence < .sound }
        guard let least = others.map(\.grasp.confidence).min() else { return }
        plan.picks.removeAll { $0.grasp.confidence < .sound }
        let named = others.map { "object \($0.object) \($0.grasp.confidence.rawValue)" }.joined(separator: ", ")
        run.warn(
            "\(scene): \(others.count) of \(others.count + plan.picks.count) picks left out of the program for not"
                + " being sound (\(named)); --confidence \(least.rawValue) takes them in")
    }

    /// Tables are level where robots stand: what isn't, is mostly a camera's pose of another convention or direction.
    private func warn(ofTilt up: Vector3, of cell: CellFile, _ run: inout Run) {
        let tilt = (acos(max(-1, min(1, up.z))) * 180 / .pi).rounded()
        guard tilt > 10 else { return }
        run.warn(
            tilt > 90
                ? "the support faces down in \(cell.base), \(Int(tilt))° off its z: is the pose of \(cell.scan) inverted, or"
                    + " is it that of the body frame (chain named:body_from_optical)?"
                : "the support leans \(Int(tilt))° in \(cell.base): if it is level, the pose of \(cell.scan) is wrong")
    }

    /// - Parameter driving: whether a robot will go by the cell.
    private func readCell(driving: Bool, _ run: inout Run) throws -> CellFile {
        var cell = try CellFile(contentsOf: self.cell.config ?? "")
        cell = try cell.setting(
            try self.cell.runTimePoses(
                besideScan: scene == "-" ? nil : scene, over: cell.frames, driving: driving, &run))
        if driving { try cell.checkDriving() }
        for remark in cell.remarks { run.warn("\(remark)") }
        for finding in CellCheck(cell).findings { run.warn("\(self.cell.config ?? ""): \(finding)") }
        for setting in cell.settings {
            run.messages.detail("\(setting.key): \(setting.value)\(setting.isDefault ? " (default)" : "")")
        }
        return cell
    }
}
