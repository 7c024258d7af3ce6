import Files
public import LinearAlgebra

/// `ros_pose`: a `geometry_msgs/PoseStamped` as YAML, as `ros2 topic pub` takes and `ros2 topic echo` prints it; a bare
/// `Pose` too. Metres and a quaternion x y z w.
///
/// The frame that the coordinates are given in is `header.frame_id`. (ROS 2 geometry_msgs; REP 103.)
public struct ROSPoseConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "ros_pose" }
    public var shape: String {
        "{header: {frame_id: F}, pose: {position: {x: …, y: …, z: …}, orientation: {x: …, y: …, z: …, w: …}}}, in m"
    }
    public var lengthUnit: LengthUnit { .meters }

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        let message = try ROSMessage(&text)
        return try message.reading(body: "pose", position: "position", orientation: "orientation")
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        text.append("{header: {frame_id: ")
        text.append(quoted: text.frames?.to ?? "")
        text.append("}, pose: {position: ")
        text.append(message: pose, between: ", orientation: ")
        text.append("}}")
    }
}

/// `ros_transform`: a `geometry_msgs/TransformStamped` as YAML; a bare `Transform` too. Metres and a quaternion x y z w.
///
/// It maps coordinates given in `child_frame_id` into `header.frame_id`. (ROS 2 geometry_msgs; REP 103, REP 105.)
public struct ROSTransformConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "ros_transform" }
    public var shape: String {
        "{header: {frame_id: F}, child_frame_id: C, transform: {translation: {x: …, y: …, z: …},"
            + " rotation: {x: …, y: …, z: …, w: …}}}, in m"
    }
    public var lengthUnit: LengthUnit { .meters }

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        let message = try ROSMessage(&text)
        return try message.reading(body: "transform", position: "translation", orientation: "rotation")
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        text.append("{header: {frame_id: ")
        text.append(quoted: text.frames?.to ?? "")
        text.append("}, child_frame_id: ")
        text.append(quoted: text.frames?.from ?? "")
        text.append(", transform: {translation: ")
        text.append(message: pose, between: ", rotation: ")
        text.append("}}")
    }
}

/// `ros_static`: the arguments of `ros2 run tf2_ros static_transform_publisher`, metres and a quaternion.
///
/// `--x X --y Y --z Z --qx X --qy Y --qz Z --qw W --frame-id TO --child-frame-id FROM`, in any order; roll, pitch and yaw
/// in the quaternion's place are read too. (ROS 2 tf2_ros.)
public struct ROSStaticConvention: PoseConvention {
    /// The convention has no settings.
    public init() {}

    public var name: String { "ros_static" }
    public var shape: String { "--x … --y … --z … --qx … --qy … --qz … --qw … --frame-id F --child-frame-id C, in m" }
    public var lengthUnit: LengthUnit { .meters }

    public func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        var values: [String: Double] = [:]
        var names: [String: String] = [:]
        text.skipSpace()
        while text.next != nil {
            let start = text.position
            guard text.take("-"), text.take("-") else {
                throw PoseTextError(
                    .expected("--x, --qx, --frame-id …", found: text.excerpt), at: start)
            }
            let key = text.argument()
            switch key {
            case "frame-id", "child-frame-id": names[key] = text.argument()
            case "x", "y", "z", "qx", "qy", "qz", "qw", "roll", "pitch", "yaw":
                values[key] = try text.number()
            default:
                throw PoseTextError(
                    .expected("--x, --qx, --frame-id …", found: "--\(key)"), at: start)
            }
            text.skipSpace()
        }
        // What is left out is 0 there, and 1 for qw.
        func value(_ key: String, _ missing: Double = 0) -> Double { values[key] ?? missing }
        let angles = EulerAngles(first: value("yaw"), second: value("pitch"), third: value("roll"))
        let rotation =
            values["roll"] ?? values["pitch"] ?? values["yaw"] != nil
            ? EulerSequence.zyx.rotation(angles)
            : try Quaternion(x: value("qx"), y: value("qy"), z: value("qz"), w: value("qw", 1))
                .checkedRotation()
        return PoseReading(
            RigidTransform(rotation: rotation, translation: Vector3(value("x"), value("y"), value("z"))),
            to: names["frame-id"], from: names["child-frame-id"])
    }

    public func write(_ pose: RigidTransform, to text: inout PoseWriter) {
        let (t, q) = (pose.translation, Quaternion(rotation: pose.rotation))
        let values: [(StaticString, Double)] = [
            ("--x ", t.x), (" --y ", t.y), (" --z ", t.z), (" --qx ", q.x), (" --qy ", q.y), (" --qz ", q.z),
            (" --qw ", q.w),
        ]
        for (argument, value) in values {
            text.append(argument)
            text.append(plain: value)
        }
        if let frames = text.frames { text.append(string: " --frame-id \(frames.to) --child-frame-id \(frames.from)") }
    }
}

extension PoseConvention where Self == ROSPoseConvention {
    /// `pose.formatted(.rosPose)`
    public static var rosPose: Self { Self() }
}

extension PoseConvention where Self == ROSTransformConvention {
    /// `pose.formatted(.rosTransform)`
    public static var rosTransform: Self { Self() }
}

extension PoseConvention where Self == ROSStaticConvention {
    /// `pose.formatted(.rosStatic)`
    public static var rosStatic: Self { Self() }
}

extension TextScanner {
    /// What stands up to the next white space.
    fileprivate mutating func argument() -> String {
        skipSpace()
        let start = position
        while let next, !isSpace(next) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }
}

extension PoseWriter {
    /// `{x: …, y: …, z: …}` twice: the position, then the quaternion with its w.
    fileprivate mutating func append(message pose: RigidTransform, between: StaticString) {
        let (t, q) = (pose.translation, Quaternion(rotation: pose.rotation))
        append("{x: ")
        append(real: t.x)
        append(", y: ")
        append(real: t.y)
        append(", z: ")
        append(real: t.z)
        append("}")
        append(between)
        append("{x: ")
        append(real: q.x)
        append(", y: ")
        append(real: q.y)
        append(", z: ")
        append(real: q.z)
        append(", w: ")
        append(real: q.w)
        append("}")
    }

    /// A string of YAML and JSON.
    mutating func append(quoted text: String) {
        var quoted: [UInt8] = []
        quoted.append(quoted: text)
        append(string: String(decoding: quoted, as: UTF8.self))
    }
}
