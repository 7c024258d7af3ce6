public import LinearAlgebra

/// Poses that are known only when the program runs, as the flange's at the moment of a scan.
///
/// They come from the command line or from a file beside the scan, for `scan.pcd` `scan.pose.yaml`:
///
///     flange: "ur:p[0.4,0.1,0.5,0,3.14159,0]"
public struct RunTimePoses: Equatable, Sendable {
    /// A frame and its pose in its parent.
    public private(set) var poses: [(frame: String, parentFromFrame: RigidTransform)] = []
    /// What is suspicious about them.
    public private(set) var remarks: [CellRemark] = []

    public init() {}

    /// The poses beside a scan, for `scan.pcd` in `scan.pcd.pose.yaml` or `scan.pose.yaml`; none if there is neither.
    public init(besideScan path: String) throws(CellFileError) {
        let name = path.split(separator: "/").last ?? ""
        let dot = name.dropFirst().lastIndex(of: ".") ?? name.endIndex
        let stem = path.dropLast(name[dot...].count)
        guard let root = try CellDocument.root(ofFirst: [path + ".pose.yaml", stem + ".pose.yaml"]) else { return }
        for (name, value) in try root.pairs("frames, each as NAME: \"NAME:TEXT\"") {
            poses.append((name, try value.pose(&remarks)))
        }
    }

    /// Adds a pose; it stands above one for the same frame that was there before.
    public mutating func set(_ frame: String, _ parentFromFrame: RigidTransform) {
        poses.append((frame, parentFromFrame))
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.remarks == right.remarks && left.poses.elementsEqual(right.poses, by: ==)
    }
}

extension FrameTree {
    /// The tree with these poses, the later above the earlier.
    public func setting(_ poses: RunTimePoses) throws(FrameTreeError) -> FrameTree {
        var tree = self
        for (frame, pose) in poses.poses { tree = try tree.setting(frame, pose) }
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
