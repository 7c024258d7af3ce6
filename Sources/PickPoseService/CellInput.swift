public import RobotCell

/// A robot's cell for a request: its file, or a value.
public enum CellInput: Sendable {
    case file(String)
    /// The name stands for it in messages.
    case cell(CellFile, name: String)

    /// As messages name it.
    public var name: String {
        switch self {
        case .file(let path): path
        case .cell(_, let name): name
        }
    }

    func cell() throws(CellFileError) -> CellFile {
        switch self {
        case .file(let path): try CellFile(contentsOf: path)
        case .cell(let cell, _): cell
        }
    }

    /// The frames alone: a file needs no gripper for them.
    func frames() throws(CellFileError) -> FrameTree {
        switch self {
        case .file(let path): try FrameTree(cellFile: path)
        case .cell(let cell, _): cell.frames
        }
    }
}

/// The pose of a frame that no file can know, such as the flange's at the moment of a scan.
public struct RunTimePose: Equatable, Sendable {
    /// The frame's name in the cell.
    public var frame: String
    /// Maps coordinates given in the frame into its parent's.
    public var pose: PoseInput

    public init(_ frame: String, _ pose: PoseInput) {
        (self.frame, self.pose) = (frame, pose)
    }
}

extension Diagnostics {
    /// The poses that were set, over what stands in the file beside the scan; what the cell's frames say otherwise is
    /// warned of.
    ///
    /// - Parameters:
    ///   - scan: the scan's path, where there is one.
    ///   - driving: whether a robot will go by them, so that what looks like another unit's numbers is refused.
    mutating func runTimePoses(
        _ set: [RunTimePose], besideScan scan: String? = nil, over frames: FrameTree, in cell: CellInput,
        driving: Bool = false
    ) throws -> RunTimePoses {
        var poses = try scan.map { scan in try RunTimePoses(besideScan: scan) } ?? RunTimePoses()
        for remark in poses.remarks {
            if driving, remark.remark.isAboutUnit { throw remark.refusal }
            warn("\(remark)")
        }
        for given in set {
            let setting = settings("set", given.frame)
            let reading = try pose(given.pose, for: setting, warns: !driving)
            if driving, let remark = reading.remarks.first(where: \.isAboutUnit) {
                throw RequestError.doubtfulUnit(setting: setting, remark)
            }
            poses.set(given.frame, reading.pose)
        }
        for pose in poses.conflicts(with: frames) {
            let place = pose.source.map { "\($0): \(pose.frame)" } ?? settings("set", pose.frame)
            warn(
                "\(place): taken instead of the other pose that \(cell.name) gives it; remove the one that doesn't hold"
            )
        }
        return poses
    }
}
