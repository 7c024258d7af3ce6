import ArgumentParser
import CloudFiles
import Grasping
import PickPoseService
import PointClouds
import Reports
import RobotCell
import RobotPrograms

/// `pickpose pick SCENE`: how to take each thing on the table, in the robot's base.
struct PickCommand: ResultCommand {
    static let configuration = CommandConfiguration(
        commandName: "pick",
        abstract: "Ranked grasp frames in the robot's base, as a pick-and-place plan.",
        discussion: """
            One pick for each object that the gripper can take, best first; every other object is listed with the \
            reason. At a grasp frame z is the approach and the origin lies where the gripper touches. Of a jaw gripper \
            that is between the fingertips, and y is the direction in which the fingers close:

                 palm ┌────────────┐
                      └─┬─┬────┬─┬─┘         z = −length
                fingers │ │    │ │
                        │ │ ██ │ │           x = y × z, into the page, away from you
                        └─┘ ██ └─┘           z = 0: the fingertips
                             └──▶ y
                             │
                             ▼ z
                        ┊←opening→┊          inner faces at y = ± opening / 2

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

    @Argument(help: "A \(CloudFormat.names) file of things on a table, or - for stdin.")
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

    func run() throws {
        try checkRequest()
        let request = PickRequest(
            shared.cloud(scene), cell: .file(cell.config ?? ""), runTimePoses: try cell.runTime.poses(),
            engine: try segmentation.segmentationEngine(), top: top, object: object, confidence: confidence,
            conventions: conventions.isEmpty ? nil : try conventions.map { try PoseConventions.named($0) },
            program: program, threads: shared.threadCount)
        let response = try response(to: request)
        guard let files = response.report.program else { return try write(response) }
        try writeProgram(files, to: shared.output)
        try end(response.report)
    }

    private var program: ProgramRequest? {
        let output = shared.output == "-" ? nil : shared.output
        if let template { return ProgramRequest(.template(template), output: output) }
        guard case .program(let language) = shared.format else { return nil }
        return ProgramRequest(.language(language), output: output)
    }
}
