public import LinearAlgebra

/// A robot cell as its file `cell.yaml` describes it: frames, gripper, work volume and motions, all in metres.
///
///     let cell = try CellFile(contentsOf: "cell.yaml")
///     let baseFromCamera = try cell.baseFromScan()
public struct CellFile: Equatable, Sendable {
    /// The unit that the file's lengths were written in.
    public var unit: LengthUnit = .meters
    /// Results are given in this frame.
    public var base = "base"
    /// Scans are taken in this frame.
    public var scan = "camera"
    /// Every frame of the file, and `flange` where a frame hangs on it without its being listed: the robot's flange
    /// has a pose in the base that is known at run time only.
    public var frames: FrameTree
    /// What grasps, in the grasp frame; metres.
    public var gripper: Gripper
    /// Where grasps may lie; `nil` for everywhere.
    public var workVolume: WorkVolume?
    /// How the gripper comes and how far it lifts.
    public var motion = PickMotion()
    /// Where objects are put down; `nil` where the plan ends with the lift.
    public var place: Place?
    /// The surface that things stand on, as far as the cell knows it.
    public var support = SupportSettings()
    /// How a robot program moves.
    public var program = ProgramSettings()

    /// The file that the cell was read from; empty where it was made otherwise.
    public internal(set) var file = ""
    /// The conventions that the file's poses are written in, the place's first.
    public internal(set) var conventions: [String] = []
    /// What deserves a look though it is no error, with its line.
    public internal(set) var remarks: [CellRemark] = []
    /// Every setting with the value in force and whether the file gave it.
    public internal(set) var settings: [CellSetting] = []

    /// A cell made in memory, everything else at its default; lengths in metres.
    public init(frames: FrameTree, gripper: Gripper) {
        (self.frames, self.gripper) = (frames, gripper)
    }

    /// `T_base_scan`: maps coordinates of a scan into the base.
    ///
    /// - Throws: ``FrameTreeError/poseNotSet(frame:parent:)`` for a camera on the flange until its pose is set.
    public func baseFromScan() throws(FrameTreeError) -> NamedTransform {
        try frames.transform(from: scan, to: base)
    }

    /// `T_base_place`; `nil` without a place.
    public func baseFromPlace() throws(FrameTreeError) -> RigidTransform? {
        guard let place else { return nil }
        return try frames.transform(from: place.frame, to: base).pose * place.frameFromObject
    }

    /// `T_flange_tool`: where the gripper's tip, the origin of grasp frames, is on the flange; `nil` where the cell has
    /// no such frame.
    public func flangeFromTool() throws(FrameTreeError) -> RigidTransform? {
        guard let tool = program.toolFrame else { return nil }
        return try frames.transform(from: tool, to: "flange").pose
    }

    /// The cell with the pose of a frame known only at run time.
    public func setting(_ frame: String, _ parentFromFrame: RigidTransform) throws(FrameTreeError) -> CellFile {
        var cell = self
        cell.frames = try frames.setting(frame, parentFromFrame)
        return cell
    }
}

/// Where an object is put down.
public struct Place: Equatable, Sendable {
    /// The frame that the pose is given in.
    public var frame: String
    /// Where the foot of the object comes to stand: z points into the surface that it stands on.
    public var frameFromObject: RigidTransform

    /// A place in a frame of the cell; metres.
    public init(frame: String, frameFromObject: RigidTransform) {
        (self.frame, self.frameFromObject) = (frame, frameFromObject)
    }
}

/// A setting of the cell, for a listing.
public struct CellSetting: Equatable, Sendable {
    /// The way to the value from the top, such as `gripper.opening.max`.
    public var key: String
    /// In the file's unit, as the file would write it.
    public var value: String
    /// Where the file gives it; `nil` where the default is in force.
    public var line: Int?

    /// Whether the file doesn't give it.
    public var isDefault: Bool { line == nil }
}

/// What is suspicious about a value, and in which line it stands.
public struct CellRemark: Equatable, Sendable, CustomStringConvertible {
    /// The file as it was named.
    public var file: String
    /// From 1.
    public var line: Int
    /// The way to the value from the top.
    public var key: String
    /// What is suspicious.
    public var remark: PoseRemark

    public var description: String { "\(file):\(line): \(key): \(remark)" }
}
