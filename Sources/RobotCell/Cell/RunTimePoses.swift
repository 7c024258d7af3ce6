public import LinearAlgebra

/// Poses that are known only when the program runs, as the flange's at the moment of a scan.
///
/// They come from the command line or from a file beside the scan, for `scan.pcd` `scan.pose.yaml`:
///
///     flange: "ur:p[0.4,0.1,0.5,0,3.14159,0]"
public struct RunTimePoses: Equatable, Sendable {
    /// A frame's pose in its parent.
    public struct Pose: Equatable, Sendable {
        /// The frame's name in the cell.
        public var frame: String
        /// Maps coordinates given in the frame into its parent's; metres.
        public var parentFromFrame: RigidTransform
        /// The line that it was read from, as `scan.pose.yaml:1`; `nil` where it was set by the caller.
        public var source: String?
    }

    /// The later stand above the earlier.
    public private(set) var poses: [Pose] = []
    /// What is suspicious about them.
    public private(set) var remarks: [CellRemark] = []

    /// No poses.
    public init() {}

    /// Where the poses for a scan are looked for, for `scan.pcd` in `scan.pcd.pose.yaml` or `scan.pose.yaml`.
    public static func files(besideScan path: String) -> [String] {
        let name = path.split(separator: "/").last ?? ""
        let dot = name.dropFirst().lastIndex(of: ".") ?? name.endIndex
        return [path + ".pose.yaml", path.dropLast(name[dot...].count) + ".pose.yaml"]
    }

    /// The poses beside a scan, from the first of ``files(besideScan:)`` that exists; none if there is neither.
    public init(besideScan path: String) throws(CellFileError) {
        guard let root = try CellDocument.root(ofFirst: Self.files(besideScan: path)) else { return }
        for (name, value) in try root.pairs("frames, each as NAME: \"NAME:TEXT\"") {
            poses.append(
                Pose(
                    frame: name, parentFromFrame: try value.pose(&remarks), source: "\(value.file):\(value.line)"))
        }
    }

    /// Adds a pose; it stands above one for the same frame that was there before.
    public mutating func set(_ frame: String, _ parentFromFrame: RigidTransform) {
        poses.append(Pose(frame: frame, parentFromFrame: parentFromFrame, source: nil))
    }

    /// Those that take the place of another pose in the tree: two places say where one frame is.
    public func conflicts(with tree: FrameTree) -> [Pose] {
        poses.filter { pose in
            guard let given = tree.frame(named: pose.frame)?.parentFromFrame else { return false }
            return given != pose.parentFromFrame && poses.last { $0.frame == pose.frame } == pose
        }
    }
}

extension FrameTree {
    /// The tree with these poses, the later above the earlier.
    public func setting(_ poses: RunTimePoses) throws(FrameTreeError) -> FrameTree {
        var tree = self
        for pose in poses.poses { tree = try tree.setting(pose.frame, pose.parentFromFrame) }
        return tree
    }
}

extension CellFile {
    /// The cell with these poses.
    public func setting(_ poses: RunTimePoses) throws(FrameTreeError) -> CellFile {
        var cell = self
        cell.frames = try frames.setting(poses)
        return cell
    }
}
