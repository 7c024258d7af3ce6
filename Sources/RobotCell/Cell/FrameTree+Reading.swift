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
            let fields = try CellFields(value, known: Self.frameKeys, "{parent: …, pose: \"NAME:TEXT\"}")
            let parent = try fields.required(
                "parent", remedy: "write parent: NAME, the frame that its pose is given in")
            let pose = try fields.required("pose", remedy: "write pose: \"NAME:TEXT\", or pose: runtime")
            let isSetLater = (try? pose.text()) == "runtime"
            frames.append(
                Frame(
                    name, in: try parent.text("one frame's name, for a frame has one parent"),
                    pose: isSetLater ? nil : try pose.pose(&remarks), uncertainty: try FrameUncertainty(fields)))
            lines[name] = parent
        }
        // Two frames of one name are for the tree to refuse.
        let parents = Dictionary(frames.map { ($0.name, $0.parent) }) { first, _ in first }
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

extension FrameTree {
    private static let frameKeys = ["parent", "pose", "std_mm", "std_deg", "covariance"]
}

extension FrameUncertainty {
    /// `std_mm` and `std_deg`, a number for all three axes or one each, or else a whole `covariance`; `nil` without any.
    fileprivate init?(_ fields: CellFields) throws(CellFileError) {
        if let node = fields["covariance"] {
            if let other = fields["std_mm"] ?? fields["std_deg"] {
                throw other.error(.statedTwice(besides: "covariance"))
            }
            self = .covariance(try PoseCovariance(node))
            return
        }
        guard fields["std_mm"] != nil || fields["std_deg"] != nil else { return nil }
        let position = try fields["std_mm"]?.deviations() ?? .zero
        let rotation = try fields["std_deg"]?.deviations() ?? .zero
        self = .deviations(rotation: rotation * (.pi / 180), position: position / 1000)
    }
}

extension PoseCovariance {
    fileprivate init(_ node: CellNode) throws(CellFileError) {
        var rows: [[Double]] = []
        let expected = "six rows of six numbers, rad² and m² in the order rx ry rz tx ty tz"
        for row in try node.list(of: 6, expected) {
            var numbers: [Double] = []
            for entry in try row.list(of: 6, expected) { numbers.append(try entry.number()) }
            rows.append(numbers)
        }
        self.init(Matrix6(rows: rows))
        let largest = (0..<6).map { abs(matrix[$0, $0]) }.max() ?? 0
        for i in 0..<6 {
            guard matrix[i, i] >= 0 else { throw node.error(.covariance("a variance on its diagonal is negative")) }
            for j in 0..<i where abs(matrix[i, j] - matrix[j, i]) > 1e-6 * largest {
                throw node.error(.covariance("it is not symmetric (row \(i + 1), column \(j + 1))"))
            }
        }
        // Zero variances are allowed, so a sliver is added before the test for a square root.
        var lifted = matrix
        for i in 0..<6 { lifted[i, i] += 1e-9 * largest }
        guard largest == 0 || lifted.cholesky() != nil else {
            throw node.error(.covariance("some direction has a negative variance"))
        }
    }
}

extension CellNode {
    /// One standard deviation for all axes, or three.
    fileprivate func deviations() throws(CellFileError) -> Vector3 {
        var result = Vector3.zero
        if let one = try? number() {
            result = Vector3(repeating: one)
        } else {
            for (axis, node) in try list(of: 3, "a standard deviation, or three of them").enumerated() {
                result[axis] = try node.number()
            }
        }
        guard result.min() >= 0 else { throw error(.negative(result.min())) }
        return result
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
