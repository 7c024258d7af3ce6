import LinearAlgebra

extension FrameTree {
    /// The frames of a file. The root is what stands above the base, mostly the base itself.
    ///
    /// `flange` may be used as a parent without being listed: its pose in the base is known at run time only. Any
    /// other frame of that kind is listed with `pose: runtime`.
    init(_ node: CellNode?, base: String, remarks: inout [CellRemark]) throws(CellFileError) {
        let pairs = try node?.pairs("frames, each as NAME: {parent: …, pose: \"NAME:TEXT\"}") ?? []
        var frames: [Frame] = []
        var lines: [String: CellNode] = [:]
        for (name, value) in pairs {
            let fields = try CellFields(value, known: ["parent", "pose"], "{parent: …, pose: \"NAME:TEXT\"}")
            let parent = try fields.required(
                "parent", remedy: "write parent: NAME, the frame that its pose is given in")
            let pose = try fields.required("pose", remedy: "write pose: \"NAME:TEXT\", or pose: runtime")
            let isSetLater = (try? pose.text()) == "runtime"
            frames.append(
                Frame(
                    name, in: try parent.text("one frame's name, for a frame has one parent"),
                    pose: isSetLater ? nil : try pose.pose(&remarks)))
            lines[name] = parent
        }
        let parents = Dictionary(uniqueKeysWithValues: frames.map { ($0.name, $0.parent) })
        var root = base
        for _ in frames {
            guard let parent = parents[root] else { break }
            root = parent
        }
        if parents["flange"] == nil, root != "flange", frames.contains(where: { $0.parent == "flange" }) {
            frames.append(Frame("flange", in: base, pose: nil))
        }
        do {
            // A base that leads in a circle has no frame above it; the loop is reported with the base as its root.
            try self.init(root: parents[root] == nil ? root : "", frames: frames)
        } catch {
            throw (lines[error.frame] ?? node)?.error(.frames(error))
                ?? CellFileError(.frames(error), file: "cell.yaml")
        }
    }
}

extension FrameTreeError {
    /// The frame at which to look.
    fileprivate var frame: String {
        switch self {
        case .twoParents(let frame, _, _), .orphan(let frame, _, _), .poseNotSet(let frame, _): frame
        case .parentOfRoot(let root, _): root
        case .loop(let names): names.first ?? ""
        case .unknownFrame(let name, _, _): name
        case .mismatch: ""
        }
    }
}
