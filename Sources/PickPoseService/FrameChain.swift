import RobotCell

/// The way from one frame of a cell to another, `T_to_from`.
public struct FrameChain: Sendable {
    public var cell: CellInput
    public var from: String
    public var to: String
    /// Poses of frames that no file can know.
    public var runTimePoses: [RunTimePose]

    public init(in cell: CellInput, from: String, to: String, runTimePoses: [RunTimePose] = []) {
        (self.cell, self.from, self.to, self.runTimePoses) = (cell, from, to, runTimePoses)
    }

    /// - Parameter scan: the scan beside which a file may hold more poses.
    func transform(besideScan scan: String?, _ diagnostics: inout Diagnostics) throws -> NamedTransform {
        let frames = try cell.frames()
        let poses = try diagnostics.runTimePoses(runTimePoses, besideScan: scan, over: frames, in: cell)
        return try frames.setting(poses).transform(from: from, to: to)
    }
}
