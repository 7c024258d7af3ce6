import ArgumentParser
import PickPoseService
import RobotCell

/// Finds where the camera is.
struct CalibrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate", abstract: "Find where the camera is.",
        subcommands: [
            CalibrateHandEyeCommand.self, CalibratePointsCommand.self, CalibrateSuggestCommand.self,
        ])
}

/// `pickpose calibrate hand-eye PAIRS`: the camera on the hand or fixed, from pairs of poses.
struct CalibrateHandEyeCommand: ResultCommand {
    static let configuration = CommandConfiguration(
        commandName: "hand-eye",
        abstract: "The camera's pose from pairs of robot and board poses (AX = XB).",
        discussion: """
            PAIRS holds, for each stop of the robot, its flange in the base (T_base_flange) and the board as the camera \
            saw it (T_camera_board), in any convention:

              version: 1
              mount: hand        # the camera on the flange, the board fixed; base: the camera fixed, the board on the flange
              pairs:
                - {flange: "ur:p[0.4,-0.2,0.3,0,3.14159,0]", board: "matrix:…"}

            or as CSV with the columns flange and board, or as NDJSON with these keys.

            15 to 25 stops that turn the flange by 30° and more about two axes or more are a good set, with the board \
            where things will be picked. Gross outliers are left out and named; what the pairs don't fix is named too \
            (4-axis arms: the height, see --known); a set that tells too little, or was misread, is refused with what to \
            do (exit code 1). The order of the pairs changes nothing.

            pickpose calibrate hand-eye pairs.yaml
            pickpose calibrate hand-eye pairs.yaml --mount base --format json
            pickpose calibrate hand-eye pairs.yaml --write cell.yaml
            """)

    @Argument(help: ArgumentHelp("Pairs as YAML, CSV or NDJSON.", valueName: "PAIRS"))
    var pairs: String

    @Option(help: "Where the camera is: hand or base (default: as the file says).")
    var mount: String?

    @Option(
        help: ArgumentHelp(
            "A coordinate of the camera that was measured, for arms whose stops leave it free, as z=METRES.",
            valueName: "AXIS=METRES"))
    var known: String?

    @OptionGroup var target: CalibrationOptions
    @OptionGroup var shared: SharedOptions

    var inputs: [String] { [pairs] + target.files }

    func validate() throws {
        try checkMount(mount)
        _ = try knownCoordinate()
    }

    func run() throws {
        try checkRequest()
        try answer(
            CalibrateHandEyeRequest(
                .file(pairs, unit: shared.givenUnit), mount: mount.flatMap(CameraMount.init),
                options: HandEyeOptions(knownCoordinate: try knownCoordinate()), target: target.target))
    }

    private func knownCoordinate() throws -> (axis: Int, value: Double)? {
        guard let known else { return nil }
        let parts = known.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let axis = ["x", "y", "z"].firstIndex(of: String(parts[0])),
            let value = Double(parts[1]),
            abs(value) < 100
        else { throw ValidationError("--known \(known): give an axis and metres, such as z=0.35.") }
        return (axis, value)
    }
}

/// `pickpose calibrate points POINTS`: a fixed camera, from points that the robot touched.
struct CalibratePointsCommand: ResultCommand {
    static let configuration = CommandConfiguration(
        commandName: "points",
        abstract: "A fixed camera's pose from points that the robot's tip touched.",
        discussion: """
            POINTS holds places that the robot's tip stood at (in the base) and what the camera read there (in its own \
            frame), for a camera that can't see a board:

              version: 1
              unit: mm
              points:
                - {robot: [420, 200, 50], camera: [263.9, -14.7, 1021.5]}

            or as CSV with the columns robot_x to camera_z, or as NDJSON with these keys (--unit says their unit). Three \
            points fix the camera; 8 and more, spread over the work volume in height too, say how well. Gross outliers \
            are left out and named; points on a line, in two units, mirrored or a row out of step are refused with what \
            to do (exit code 1). The order of the points changes nothing.

            pickpose calibrate points points.yaml
            pickpose calibrate points points.yaml --config cell.yaml --format json
            """)

    @Argument(help: ArgumentHelp("Points as YAML, CSV or NDJSON.", valueName: "POINTS"))
    var points: String

    @OptionGroup var target: CalibrationOptions
    @OptionGroup var shared: SharedOptions

    var inputs: [String] { [points] + target.files }

    func run() throws {
        try checkRequest()
        try answer(CalibratePointsRequest(.file(points, unit: shared.givenUnit), target: target.target))
    }
}

/// `pickpose calibrate suggest PAIRS`: where to send the robot next.
struct CalibrateSuggestCommand: ResultCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest",
        abstract: "The next stops for calibrate hand-eye: those that tell most of what is known worst.",
        discussion: """
            PAIRS is what hand-eye takes, with three stops at least. The board is asked for where the camera has seen it \
            already, tilted and turned, with the flange at most 0.25 m beyond where it has been. Neither the arm's reach \
            nor what stands in its way is known here: look at each stop before the robot goes there.

            pickpose calibrate suggest pairs.yaml
            pickpose calibrate suggest pairs.yaml --count 3 --as ur
            """)

    @Argument(help: ArgumentHelp("Pairs as YAML, CSV or NDJSON.", valueName: "PAIRS"))
    var pairs: String

    @Option(help: "Where the camera is: hand or base (default: as the file says).")
    var mount: String?

    @Option(help: "How many stops to propose.")
    var count: Int = 5

    @Option(
        help: ArgumentHelp("The convention of the poses (default: the file's own for the flange).", valueName: "NAME"))
    var `as`: String?

    @OptionGroup var shared: SharedOptions

    var inputs: [String] { [pairs] }

    func validate() throws {
        try checkMount(mount)
        guard (1...50).contains(count) else { throw ValidationError("--count \(count): give a number from 1 to 50.") }
    }

    func run() throws {
        try checkRequest()
        let asked = try `as`.map { try convention(named: $0) }
        try answer(
            CalibrateSuggestRequest(
                .file(pairs, unit: shared.givenUnit), mount: mount.flatMap(CameraMount.init), count: count,
                convention: asked))
    }
}

private func checkMount(_ mount: String?) throws {
    if let mount, CameraMount(rawValue: mount) == nil {
        throw ValidationError("--mount \(mount): give hand (the camera on the flange) or base (the camera fixed).")
    }
}

/// What a calibration is for and where its result goes.
struct CalibrationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The camera's frame in the cell.", valueName: "NAME"))
    var frame: String = "camera"

    @Option(help: ArgumentHelp("A cell whose work volume the pairs should cover.", valueName: "cell.yaml"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "Put the camera into this cell's file; its comments and all else stay.", valueName: "cell.yaml"))
    var write: String?

    var files: [String] { [config, write].compactMap(\.self) }

    var target: CalibrationTarget { CalibrationTarget(frame: frame, cell: config.map { .file($0) }, writingTo: write) }
}
