import ArgumentParser
import Files
import LinearAlgebra
import PickPoseService
import RobotCell

/// Composes, inverts and converts poses; moves clouds from frame to frame.
struct TransformCommand: ResultCommand {
    static let configuration = CommandConfiguration(
        commandName: "transform",
        abstract: "Chain, invert and convert poses between the robots' conventions.",
        discussion: """
            A pose as text is NAME:TEXT. Known are:
            \(PoseConventions.all.map { "  \($0.name): \($0.shape)" }.joined(separator: "\n"))
              euler:AXES:intrinsic|extrinsic:deg|rad: x y z a b c, in m; AXES such as zyx, zyz
              named:body_from_optical, named:optical_from_body, named:identity

            Several --pose are multiplied from left to right. With --from and --to, the chain of frames in the cell's \
            file comes in front: a pose given in FROM comes out in TO; without --pose the chain itself comes out. \
            Frames known only at run time are set by --set or by SCAN.pose.yaml beside the cloud.

            Without --pose, poses come on stdin, one a line, and one line of NDJSON answers each; a bad line is \
            answered by an error with its number, and the exit code is 65 at the end. With --from and --to, stdin is \
            for poses where something comes on it: the chain itself comes out where it is a terminal, closed or \
            empty, or where a second passes in silence. - reads poses from stdin, however long they take to come.

            Examples:
              pickpose transform --pose "ur:p[0.4,0.1,0.3,0,3.1416,0]" --as kuka
              pickpose transform --from camera --to base --config cell.yaml --pose "matrix:1 0 0 0 0 1 0 0 0 0 1 0.7"
              pickpose transform --from camera --to base --config cell.yaml - < poses.txt
              pickpose transform --from camera --to base --config cell.yaml --cloud scan.pcd --output base.pcd
              pickpose transform --from camera --to base --config cell.yaml --point 0.1,0.2,0.55
            """)

    @Argument(help: ArgumentHelp("Read poses from stdin.", valueName: "-"))
    var stream: String?

    @Option(help: ArgumentHelp("A pose; several are multiplied from left to right.", valueName: "NAME:TEXT"))
    var pose: [String] = []

    @Option(help: ArgumentHelp("Convention to print in; may be repeated (default: matrix).", valueName: "NAME"))
    var `as`: [String] = []

    @Flag(help: "Print the inverse of the result.")
    var invert = false

    @Option(help: ArgumentHelp("The frame that the pose is given in.", valueName: "FRAME"))
    var from: String?

    @Option(help: ArgumentHelp("The frame that the result is given in.", valueName: "FRAME"))
    var to: String?

    @Option(
        help: ArgumentHelp(
            "A second pose: print how it differs from the result (angle, distance, screw axis).", valueName: "NAME:TEXT"
        ))
    var difference: String?

    @Option(
        help: ArgumentHelp(
            "A second pose: go the share --at of the way to it, along the screw that joins the two.",
            valueName: "NAME:TEXT"))
    var interpolate: String?

    @Option(parsing: .unconditional, help: "How far to go towards --interpolate: 0 is the start, 1 the end.")
    var at = 0.5

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A point to move by the result: three numbers in the unit of --unit; may be repeated.",
            valueName: "x,y,z"))
    var point: [String] = []

    @Option(help: ArgumentHelp("A cloud to move by the result; --output names the file.", valueName: "FILE"))
    var cloud: String?

    @OptionGroup var cell: CellOptions
    @OptionGroup var shared: SharedOptions

    var inputs: [String] { (isOpenForPoses ? ["-"] : []) + [cloud].compactMap(\.self) + cell.files(besideScan: cloud) }
    var outputTakesResult: Bool { cloud == nil }

    func validate() throws {
        // Values may begin with a minus, so an option behind a forgotten one is taken for it.
        if let option = point.first(where: { $0.hasPrefix("--") }) {
            throw ValidationError("--point: its three numbers are missing before \(option).")
        }
        if let stream {
            guard stream == "-" else {
                throw ValidationError("\(stream): a pose is given as --pose NAME:TEXT, and - reads them from stdin.")
            }
            guard isOpenForPoses else {
                throw ValidationError("-: poses come on stdin or from options; leave out one of the two.")
            }
        }
        if (from == nil) != (to == nil) { throw ValidationError("--from and --to belong together: give both.") }
        if from != nil, cell.config == nil {
            throw ValidationError("--from and --to need the cell's file: give --config cell.yaml.")
        }
        if cloud != nil, shared.output == nil {
            throw ValidationError("--cloud needs --output FILE, the file for the moved cloud.")
        }
        if cloud != nil { try shared.checkCloudOutput(of: "the moved cloud") }
        if cloud != nil, pose.isEmpty, from == nil {
            throw ValidationError("--cloud needs a transform: give --from and --to, or --pose.")
        }
        if !point.isEmpty, pose.isEmpty, from == nil {
            throw ValidationError("--point needs a transform: give --from and --to, or --pose.")
        }
        if difference != nil || interpolate != nil, pose.isEmpty, from == nil {
            throw ValidationError("--difference and --interpolate need a first pose: give --pose.")
        }
        guard at.isFinite else { throw ValidationError("--at \(at): give a share such as 0.5.") }
    }

    /// Whether no option says what to transform.
    private var isOpenForPoses: Bool {
        pose.isEmpty && cloud == nil && point.isEmpty && difference == nil && interpolate == nil
    }

    func run() throws {
        try checkRequest()
        if isOpenForPoses, try !answersChain() { return }
        try answer(
            TransformRequest(
                pose.map { .text($0) }, chain: try chain(),
                interpolation: interpolate.map { .init(to: .text($0), share: at) }, inverts: invert,
                difference: difference.map { .text($0) }, points: try point.map { try coordinates($0) },
                move: cloud.flatMap { cloud in shared.cloudOutput.map { .init(shared.cloud(cloud), to: $0) } },
                conventions: try conventions(), unit: shared.unit, threads: shared.threadCount))
    }

    /// Answers the poses on stdin.
    ///
    /// - Returns: whether none came and the question is for the chain itself.
    private func answersChain() throws -> Bool {
        let messages = shared.messages
        if stream == nil, from != nil {
            switch StandardInput.waitForData(milliseconds: 1000) {
            case .ready: break
            case .unused: return true
            case .silent:
                messages.warning(
                    "nothing came on stdin within a second: this is the chain itself; give - to wait for poses")
                return true
            }
        }
        if let format = shared.givenFormat, format != .ndjson {
            messages.warning("--format \(format.name): poses on stdin are answered by NDJSON, one line each")
        }
        var diagnostics = Diagnostics(naming: .options, listener: messages.listener())
        var stream = try PoseStream(
            chain: try chain(), inverts: invert, conventions: try conventions(), &diagnostics)
        try answer(standardInputBy: &stream)
        if stream.answered == 0, from != nil, self.stream == nil { return true }
        if stream.answered == 0 {
            messages.warning("no pose came on stdin: write one a line, as NAME:TEXT, or give --pose")
        }
        guard stream.failed == 0 else {
            messages.error(
                "\(stream.failed) of \(stream.answered) lines are no poses; each answer names its line and why")
            throw ExitCode(ExitStatus.malformedData.rawValue)
        }
        return false
    }

    /// All lines that a read brings are answered before the next read, so that a program can ask and wait; a file gets
    /// all answers at the end, whole or not at all.
    private func answer(standardInputBy stream: inout PoseStream) throws {
        var answers: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try StandardInput.read(into: &chunk)
            guard count > 0 else { break }
            stream.take(chunk[..<count], answers: &answers)
            if shared.output == nil {
                try writeResult(String(decoding: answers, as: UTF8.self), to: nil)
                answers.removeAll(keepingCapacity: true)
            }
        }
        stream.finish(answers: &answers)
        if stream.answered > 0 { try writeResult(String(decoding: answers, as: UTF8.self), to: shared.output) }
    }

    /// `T_to_from` of the cell; `nil` where no frames are asked for.
    private func chain() throws -> FrameChain? {
        guard let config = cell.config, let from, let to else { return nil }
        return FrameChain(in: .file(config), from: from, to: to, runTimePoses: try cell.runTime.poses())
    }

    private func conventions() throws -> [any PoseConvention] {
        let names = `as`.isEmpty ? ["matrix"] : `as`
        // Each once: a JSON object has no two members of one name.
        var given: Set<String> = []
        return try names.flatMap { name in
            name == "all" ? PoseConventions.all : [try convention(named: name)]
        }.filter { given.insert($0.name).inserted }
    }

    /// A point in metres.
    private func coordinates(_ text: String) throws -> Vector3 {
        var scanner = TextScanner(text)
        guard let numbers = try? scanner.numbers(separators: ",;[]()"), numbers.count == 3, scanner.next == nil else {
            throw ValidationError("--point \(text): give three numbers, such as 0.1,0.2,0.3.")
        }
        return Vector3(numbers[0], numbers[1], numbers[2]) / shared.unit.perMeter
    }
}
