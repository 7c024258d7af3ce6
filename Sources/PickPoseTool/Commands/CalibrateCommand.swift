import ArgumentParser
import PickPoseService
import RobotCell

/// Finds where the camera is.
struct CalibrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate", abstract: "Find where the camera is.", subcommands: [CalibrateHandEyeCommand.self])
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
            pickpose calibrate hand-eye pairs.yaml --config cell.yaml
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

    @Option(help: ArgumentHelp("The camera's frame in the entry for the cell's file.", valueName: "NAME"))
    var frame: String = "camera"

    @Option(help: ArgumentHelp("A cell whose work volume the pairs should cover.", valueName: "cell.yaml"))
    var config: String?

    @OptionGroup var shared: SharedOptions

    var inputs: [String] { [pairs, config].compactMap(\.self) }

    func validate() throws {
        if let mount, CameraMount(rawValue: mount) == nil {
            throw ValidationError("--mount \(mount): give hand (the camera on the flange) or base (the camera fixed).")
        }
        _ = try knownCoordinate()
    }

    func run() throws {
        try checkRequest()
        try answer(
            CalibrateHandEyeRequest(
                .file(pairs, unit: shared.givenUnit), mount: mount.flatMap(CameraMount.init),
                options: HandEyeOptions(knownCoordinate: try knownCoordinate()), frame: frame,
                cell: config.map { .file($0) }))
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
