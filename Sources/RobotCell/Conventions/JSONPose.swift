import Files
public import LinearAlgebra

/// `json`: a pose as this tool's own results hold it, `{"matrix": [[…4],…4], "translation": […], "quaternion_xyzw": […]}`,
/// metres; a transform's `"from"` and `"to"` name its frames.
///
/// The matrix decides where it stands, else translation and quaternion. A whole result that holds a `"pose"` or a
/// `"transform"` is read too.
public struct JSONConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "json" }
    public var shape: String {
        "{\"matrix\": [[…4],…4], …} or {\"translation\": [x,y,z], \"quaternion_xyzw\": […4]}, in m"
    }
    public var lengthUnit: LengthUnit { .meters }

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        // JSON is a subset of YAML.
        let message = try ROSMessage(&text)
        return try message.readingJSON()
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        text.append("{")
        if let frames = text.frames {
            text.append("\"from\":")
            text.append(quoted: frames.from)
            text.append(",\"to\":")
            text.append(quoted: frames.to)
            text.append(",")
        }
        text.append("\"matrix\":[")
        let (r, t, q) = (pose.rotation, pose.translation, Quaternion(rotation: pose.rotation))
        for row in 0..<3 {
            text.append(list: r[row, 0], r[row, 1], r[row, 2], t[row])
            text.append(",")
        }
        text.append("[0,0,0,1]],\"translation\":[")
        text.append(plain: t.x)
        text.append(",")
        text.append(plain: t.y)
        text.append(",")
        text.append(plain: t.z)
        text.append("],\"quaternion_xyzw\":")
        text.append(list: q.x, q.y, q.z, q.w)
        text.append("}")
    }
}

extension PoseConvention where Self == JSONConvention {
    /// `pose.formatted(.json)`
    public static var json: Self { Self() }
}

extension ROSMessage {
    fileprivate func readingJSON() throws(PoseTextError) -> PoseReading {
        try wording {
            var fields = try fields(root)
            for name in ["pose", "transform"] {
                if fields["matrix"] == nil, fields["translation"] == nil, let inner = fields[name] {
                    fields = try self.fields(inner)
                }
            }
            var result: PoseReading
            if let matrix = fields["matrix"] {
                var n: [Double] = []
                for row in try matrix.list(of: 4, "four rows") {
                    for entry in try row.list(of: 4, "four numbers") { n.append(try entry.number()) }
                }
                result = try MatrixNumbers().reading(n, at: 0)
            } else {
                var n: [Double] = []
                for entry in try required("translation", in: fields).list(of: 3, "[x, y, z]") {
                    n.append(try entry.number())
                }
                for entry in try required("quaternion_xyzw", in: fields).list(of: 4, "[x, y, z, w]") {
                    n.append(try entry.number())
                }
                let q = Quaternion(x: n[3], y: n[4], z: n[5], w: n[6])
                result = PoseReading(
                    RigidTransform(
                        rotation: try q.checkedRotation(), translation: Vector3(n[0], n[1], n[2])))
            }
            (result.from, result.to) = (name("from", in: fields), name("to", in: fields))
            return result
        }
    }
}

extension PoseWriter {
    fileprivate mutating func append(list a: Double, _ b: Double, _ c: Double, _ d: Double) {
        append("[")
        append(plain: a)
        append(",")
        append(plain: b)
        append(",")
        append(plain: c)
        append(",")
        append(plain: d)
        append("]")
    }
}
