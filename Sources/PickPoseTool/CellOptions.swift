import ArgumentParser
import PickPoseService
import RobotCell

/// Where the cell is described, and what is known about its frames only now.
struct CellOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The cell's file: frames, gripper, work volume.", valueName: "cell.yaml"))
    var config: String?

    @OptionGroup var runTime: RunTimeOptions

    /// The files that say where frames are, whether they exist or not.
    func files(besideScan scan: String?) -> [String] {
        [config].compactMap(\.self) + (scan.map { RunTimePoses.files(besideScan: $0) } ?? [])
    }
}

/// Poses of frames that no file can know.
struct RunTimeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The pose of a frame that is known only at run time, such as flange=\"ur:p[…]\"; may be repeated.",
            valueName: "frame=NAME:TEXT"))
    var set: [String] = []

    func poses() throws -> [RunTimePose] {
        try set.map { text in
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                throw ValidationError("--set \(text): write the frame's name, =, and its pose: flange=\"ur:p[…]\".")
            }
            return RunTimePose(String(text[..<equals]), .text(String(text[text.index(after: equals)...])))
        }
    }
}
