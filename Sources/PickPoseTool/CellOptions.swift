import ArgumentParser
import RobotCell

/// Where the cell is described, and what is known about its frames only now.
struct CellOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The cell's file: frames, gripper, work volume.", valueName: "cell.yaml"))
    var config: String?

    @OptionGroup var runTime: RunTimeOptions

    /// What `--set` says, over what stands in the file beside the scan; what the cell's frames say otherwise is warned of.
    ///
    /// - Parameter driving: whether a robot will go by them, so that what looks like another unit's numbers is refused.
    func runTimePoses(
        besideScan scan: String?, over frames: FrameTree, driving: Bool = false, _ run: inout Run
    ) throws -> RunTimePoses {
        let poses = try runTime.poses(besideScan: scan, driving: driving, &run)
        for pose in poses.conflicts(with: frames) {
            run.warn(
                "\(pose.source ?? ""): \(pose.frame): taken instead of the other pose that \(config ?? "the cell") gives"
                    + " it; remove the one that doesn't hold")
        }
        return poses
    }
}

/// Poses of frames that no file can know.
struct RunTimeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The pose of a frame that is known only at run time, such as flange=\"ur:p[…]\"; may be repeated.",
            valueName: "frame=NAME:TEXT"))
    var set: [String] = []

    /// What `--set` says, over what stands in the file beside the scan.
    ///
    /// - Parameter scan: the scan's path, where there is one.
    func poses(besideScan scan: String? = nil, driving: Bool = false, _ run: inout Run) throws -> RunTimePoses {
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
        return poses
    }
}
