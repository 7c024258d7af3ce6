import ArgumentParser
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

    /// Those beside the scan and those that were set.
    func runTimePoses(
        besideScan scan: String?, over frames: FrameTree, driving: Bool = false, _ run: inout Run
    ) throws -> RunTimePoses {
        try runTime.poses(besideScan: scan, over: frames, in: config ?? "the cell", driving: driving, &run)
    }
}

/// Poses of frames that no file can know.
struct RunTimeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The pose of a frame that is known only at run time, such as flange=\"ur:p[…]\"; may be repeated.",
            valueName: "frame=NAME:TEXT"))
    var set: [String] = []

    /// What `--set` says, over what stands in the file beside the scan; what the cell's frames say otherwise is warned of.
    ///
    /// - Parameters:
    ///   - scan: the scan's path, where there is one.
    ///   - cell: the cell's file.
    ///   - driving: whether a robot will go by them, so that what looks like another unit's numbers is refused.
    func poses(
        besideScan scan: String? = nil, over frames: FrameTree, in cell: String, driving: Bool = false,
        _ run: inout Run
    ) throws -> RunTimePoses {
        var poses = try scan.map { scan in try RunTimePoses(besideScan: scan) } ?? RunTimePoses()
        for remark in poses.remarks {
            if driving, remark.remark.isAboutUnit { throw remark.refusal }
            run.warn("\(remark)")
        }
        for text in set {
            guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
                throw ValidationError("--set \(text): write the frame's name, =, and its pose: flange=\"ur:p[…]\".")
            }
            let frame = String(text[..<equals])
            let pose = String(text[text.index(after: equals)...])
            let reading = try run.pose(pose, given: "--set \(frame)", warns: !driving)
            if driving, let remark = reading.remarks.first(where: \.isAboutUnit) {
                throw ValidationError("--set \(frame): \(remark); \(PoseRemark.unitRemedy)")
            }
            poses.set(frame, reading.pose)
        }
        for pose in poses.conflicts(with: frames) {
            let place = pose.source.map { "\($0): \(pose.frame)" } ?? "--set \(pose.frame)"
            run.warn(
                "\(place): taken instead of the other pose that \(cell) gives it; remove the one that doesn't hold")
        }
        return poses
    }
}
