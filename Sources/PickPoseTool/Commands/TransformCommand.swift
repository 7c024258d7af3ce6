import ArgumentParser
import CloudFiles
import Glibc
import LinearAlgebra
import PointClouds
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
        guard isOpenForPoses else { return try deliver() }
        var run = Run(shared)
        if stream == nil, from != nil {
            switch StandardInput.waitForData(milliseconds: 1000) {
            case .ready: break
            case .unused: return try deliver()
            case .silent:
                run.messages.warning(
                    "nothing came on stdin within a second: this is the chain itself; give - to wait for poses")
                return try deliver()
            }
        }
        if let format = shared.givenFormat, format != .ndjson {
            run.warn("--format \(format.name): poses on stdin are answered by NDJSON, one line each")
        }
        let chain = try chain(&run)
        let stream = PoseStream(chain: chain, isInverted: invert, conventions: try conventions())
        let (answered, failed) = try stream.answer(output: shared.output)
        // A chain asked for with nothing on stdin is the question for the chain itself.
        if answered == 0, chain != nil, self.stream == nil { return try deliver() }
        if answered == 0 { run.warn("no pose came on stdin: write one a line, as NAME:TEXT, or give --pose") }
        guard failed == 0 else {
            run.messages.error("\(failed) of \(answered) lines are no poses; each answer names its line and why")
            throw ExitCode(ExitStatus.malformedData.rawValue)
        }
    }

    func perform(_ run: inout Run) throws -> Outcome {
        let conventions = try conventions()
        var result = try product(&run)
        if let interpolate {
            let end = try run.pose(interpolate, given: "--interpolate").pose
            result.pose = result.pose.interpolated(to: end, at: at)
        }
        if invert { result = result.inverse }

        if let cloud, let output = shared.output { try move(cloud, to: output, by: result, &run) }
        let moved = try point.map { result.pose * (try coordinates($0)) }

        var formatted: [(key: String, value: JSON)] = []
        var lines: [String] = []
        for convention in conventions {
            let written = result.pose.written(as: convention, frames: result.names)
            for remark in written.remarks { run.warn("\(convention.name): \(remark)") }
            formatted.append((convention.name, JSON(written.text)))
            lines.append(convention is MatrixConvention ? result.pose.rowsAsText : written.text)
        }
        // A pose carried from frame to frame is told by those two; a text's own names stand where nothing was asked.
        let (given, wanted) = invert ? (to, from) : (from, to)
        let asked = (from: given ?? result.from, to: wanted ?? result.to)
        let found = try difference.map {
            PoseDifference(from: result.pose, to: try run.pose($0, given: "--difference").pose)
        }
        return Outcome(
            schema: "pickpose.transform/1", status: "ok",
            body: [
                "pose": JSON(pose: result.pose), "formatted": .object(formatted), "from": JSON(name: asked.from),
                "to": JSON(name: asked.to), "path": JSON(result.path),
                "covariance": result.covariance.map { JSON($0.matrix.rows.map { JSON($0) }) } ?? .null,
                "standard_deviations": result.covariance?.json(of: result.pose) ?? .null,
                "difference": found?.json ?? .null,
                "cloud": JSON(name: cloud),
                "points": JSON(moved.map { JSON($0) }),
            ],
            text: found?.text ?? (moved.isEmpty ? lines : moved.map(text(of:))).joined(separator: "\n"))
    }

    /// The chain's product with the poses given.
    private func product(_ run: inout Run) throws -> FramedPose {
        var result = FramedPose()
        if let chain = try chain(&run) {
            result = FramedPose(
                pose: chain.pose, from: chain.from, to: chain.to, path: chain.path, covariance: chain.covariance)
            run.messages.detail("\(chain.name): \(chain.path.joined(separator: " → "))")
        }
        for (index, text) in pose.enumerated() {
            let reading = try run.pose(text, given: pose.count == 1 ? "--pose" : "--pose \(text)")
            // A text that names its frames must fit what stands before it.
            if let outer = reading.to, let inner = result.from, outer != inner {
                throw FrameTreeError.mismatch(
                    left: "T_\(result.to ?? "?")_\(inner)", right: "T_\(outer)_\(reading.from ?? "?")")
            }
            if index == 0, result.to == nil { result.to = reading.to }
            result.pose = result.pose * reading.pose
            result.from = reading.from
        }
        return result
    }

    /// `T_to_from` of the cell; `nil` where no frames are asked for.
    private func chain(_ run: inout Run) throws -> NamedTransform? {
        guard let config = cell.config, let from, let to else { return nil }
        let frames = try FrameTree(cellFile: config)
        let runTimePoses = try cell.runTimePoses(besideScan: cloud, over: frames, &run)
        return try frames.setting(runTimePoses).transform(from: from, to: to)
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

    /// A point as it was given: in the unit of `--unit`.
    private func text(of point: Vector3) -> String {
        var text = PoseWriter()
        for axis in 0..<3 {
            if axis > 0 { text.append(" ") }
            if shared.unit == .millimeters {
                text.append(millimeters: point[axis])
            } else {
                text.append(plain: point[axis])
            }
        }
        return text.text
    }

    private func move(_ path: String, to output: String, by result: FramedPose, _ run: inout Run) throws {
        let file = try run.readCloud(path)
        let moved = run.timed("transform") { _ in
            file.cloud.transformed(by: result.pose, threads: shared.threadCount)
        }
        let encoding = CloudFormat(pathExtension: output) == file.format ? file.encoding : .binary
        let warnings = try run.timed("write") { _ in
            try moved.write(
                to: output, encoding: encoding, unit: shared.unit, threads: shared.threadCount)
        }
        for warning in warnings { run.warn("\(output): \(warning)") }
    }
}
