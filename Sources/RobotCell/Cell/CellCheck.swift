public import LinearAlgebra

/// What a cell looks like from the base, and what about it deserves a look before a robot moves.
public struct CellCheck: Equatable, Sendable {
    /// A frame seen from the base.
    public struct Frame: Equatable, Sendable {
        /// As the file names it.
        public var name: String
        /// The frame that it hangs on; `nil` for the root.
        public var parent: String?
        /// Steps from the root.
        public var depth: Int
        /// `nil` where a pose on the way is known at run time only.
        public var baseFromFrame: NamedTransform?
        /// `nil` for the root, and where the pose itself is known at run time only.
        public var parentFromFrame: RigidTransform?
    }

    /// From the root, each frame before those that hang on it.
    public var frames: [Frame]
    /// Frames whose pose must be set at run time.
    public var notSet: [String]
    /// The nearest and farthest distance of the work volume from the base's origin, metres; `nil` without a volume or a
    /// chain to it.
    public var reach: ClosedRange<Double>?
    /// What deserves a look.
    public var findings: [CellFinding]

    /// Of the arms that stand in a cell, few reach further than this from their base; metres.
    private static let longestReach = 3.0
    /// A place whose z keeps within 60° of the base's own points up: the gripper would come from below.
    private static let upwards = 0.5

    /// Looks at a cell. An open chain is no error here: its frames have no pose in the base.
    public init(_ cell: CellFile) {
        frames = Self.inOrder(cell)
        notSet = cell.frames.frames.filter { $0.parentFromFrame == nil }.map(\.name)
        findings = []
        let baseFromScan = try? cell.baseFromScan().pose
        if let volume = cell.workVolume,
            let baseFromVolume = try? cell.frames.transform(from: volume.frame, to: cell.base).pose
        {
            let reach = Self.reach(of: volume, volumeFromBase: baseFromVolume.inverse, baseFromVolume)
            self.reach = reach
            if reach.lowerBound > Self.longestReach { findings.append(.outOfReach(reach.lowerBound)) }
            if let baseFromScan {
                let center = baseFromVolume * ((volume.min + volume.max) / 2)
                let seen = baseFromScan.inverse * center
                if seen.z < 0 { findings.append(.volumeBehindScan(scan: cell.scan, distance: -seen.z)) }
            }
            if let place = try? cell.baseFromPlace()?.translation, !volume.contains(baseFromVolume.inverse * place) {
                findings.append(.placeOutsideVolume)
            }
        }
        if let place = try? cell.baseFromPlace(), place.rotation.column(2).z > Self.upwards {
            findings.append(.placeFromBelow)
        }
        if cell.motion.lift == 0 { findings.append(.noLift) }
        let widest =
            ProgramSettings.zoneShare
            * [cell.motion.approach, cell.motion.lift].filter { $0 > 0 }.reduce(.infinity, min)
        if cell.program.zone > widest + 1e-9 { findings.append(.zoneTooWide(widest)) }
        if cell.motion.approach == 0 { findings.append(.noApproach) }
        findings += cell.gripper.sizes.findings(approach: cell.motion.approach)
    }

    private static func inOrder(_ cell: CellFile) -> [Frame] {
        var children: [String: [String]] = [:]
        for frame in cell.frames.frames { children[frame.parent, default: []].append(frame.name) }
        var result: [Frame] = []
        // A stack of its own: a file may chain deeper than the call stack goes.
        var open: [(name: String, depth: Int)] = [(cell.frames.root, 0)]
        while let (name, depth) = open.popLast() {
            result.append(
                Frame(
                    name: name, parent: cell.frames.frame(named: name)?.parent, depth: depth,
                    baseFromFrame: try? cell.frames.transform(from: name, to: cell.base),
                    parentFromFrame: cell.frames.frame(named: name)?.parentFromFrame))
            open += (children[name] ?? []).reversed().map { ($0, depth + 1) }
        }
        return result
    }

    /// The nearest point of a box is the origin clamped to it, the farthest one of its corners.
    private static func reach(
        of volume: WorkVolume, volumeFromBase: RigidTransform, _ baseFromVolume: RigidTransform
    ) -> ClosedRange<Double> {
        let origin = volumeFromBase.translation
        let nearest = (origin.clamped(lowerBound: volume.min, upperBound: volume.max) - origin).length
        let corner = Vector3(
            max(abs(volume.min.x - origin.x), abs(volume.max.x - origin.x)),
            max(abs(volume.min.y - origin.y), abs(volume.max.y - origin.y)),
            max(abs(volume.min.z - origin.z), abs(volume.max.z - origin.z)))
        return nearest...max(nearest, corner.length)
    }
}

/// Something about a cell that is possible but rarely meant.
public enum CellFinding: Equatable, Sendable, CustomStringConvertible {
    case outOfReach(Double)
    case volumeBehindScan(scan: String, distance: Double)
    case placeOutsideVolume
    case placeFromBelow
    case zoneTooWide(Double)
    case noLift
    case noApproach
    case palmNarrowerThanFingers
    case approachWithinFingers
    case fingersThickerThanLong

    /// The key and what about it.
    public var description: String { "\(key): \(problem)" }

    /// What about the key, without it.
    var problem: String {
        switch self {
        case .outOfReach(let distance):
            "its nearest point is \(significant(distance)) m from the base; few arms reach so far"
        case .volumeBehindScan(_, let distance):
            "the work volume's middle lies \(significant(distance)) m behind the camera (along -z); is the"
                + " pose inverted, or is it the body frame (chain named:body_from_optical)?"
        case .placeOutsideVolume: "lies outside the work volume; correct the place, or widen work_volume"
        case .placeFromBelow:
            "its z points up in the base; it is the approach of the gripper, which mostly leads down (C 180, not C 0)"
        case .zoneTooWide(let widest):
            "is more than \(significant(ProgramSettings.zoneShare)) of the approach or the lift; programs take \(significant(widest)) m there"
        case .noLift:
            "is 0, so what was picked is drawn over the table on its way; give a height that clears what stands there"
        case .noApproach:
            "is 0, so the gripper comes to the grasp by any way, through what stands there; give a length, such as"
                + " the fingers'"
        case .palmNarrowerThanFingers:
            "is less than the closed fingers take; it is measured along the closing direction"
        case .approachWithinFingers:
            "is shorter than the fingers, so they come from the side between things that stand close"
        case .fingersThickerThanLong:
            "are thicker than long; length is along the approach, thickness along the closing direction"
        }
    }
}

extension CellFinding {
    /// Whether a robot that goes by the cell would run into something or where it was never meant to be.
    public var isUnsafe: Bool {
        switch self {
        case .placeOutsideVolume, .noLift, .noApproach: true
        case .outOfReach, .volumeBehindScan, .placeFromBelow, .zoneTooWide, .palmNarrowerThanFingers,
            .approachWithinFingers,
            .fingersThickerThanLong:
            false
        }
    }

    /// The key of the cell's file that it is about.
    public var key: String {
        switch self {
        case .outOfReach: "work_volume"
        case .volumeBehindScan(let scan, _): "frames.\(scan)"
        case .placeOutsideVolume, .placeFromBelow: "place"
        case .zoneTooWide: "program.zone"
        case .noLift: "lift"
        case .noApproach, .approachWithinFingers: "approach"
        case .palmNarrowerThanFingers: "gripper.palm.thickness"
        case .fingersThickerThanLong: "gripper.fingers"
        }
    }
}
