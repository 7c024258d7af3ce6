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
            if reach.lowerBound > 3 { findings.append(.outOfReach(reach.lowerBound)) }
            if let baseFromScan {
                let center = baseFromVolume * ((volume.min + volume.max) / 2)
                let seen = baseFromScan.inverse * center
                if seen.z < 0 { findings.append(.volumeBehindScan(scan: cell.scan, distance: -seen.z)) }
            }
            if let place = try? cell.baseFromPlace()?.translation, !volume.contains(baseFromVolume.inverse * place) {
                findings.append(.placeOutsideVolume)
            }
        }
        if let place = try? cell.baseFromPlace(), place.rotation.column(2).z > 0.5 {
            findings.append(.placeFromBelow)
        }
        let gripper = cell.gripper
        if gripper.palm.thickness < gripper.opening.lowerBound + 2 * gripper.fingers.thickness {
            findings.append(.palmNarrowerThanFingers)
        }
        if cell.approach < gripper.fingers.length { findings.append(.approachWithinFingers) }
        if gripper.fingers.thickness > gripper.fingers.length {
            findings.append(.fingersThickerThanLong)
        }
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
    case palmNarrowerThanFingers
    case approachWithinFingers
    case fingersThickerThanLong

    public var description: String {
        switch self {
        case .outOfReach(let distance):
            "work_volume: its nearest point is \(significant(distance)) m from the base; few arms reach so far"
        case .volumeBehindScan(let scan, let distance):
            "frames.\(scan): the work volume's middle lies \(significant(distance)) m behind the camera (along -z); is the"
                + " pose inverted, or is it the body frame (chain named:body_from_optical)?"
        case .placeOutsideVolume: "place: lies outside the work volume"
        case .placeFromBelow:
            "place: its z points up in the base; it is the approach of the gripper, which mostly leads down (C 180, not C 0)"
        case .palmNarrowerThanFingers:
            "gripper.palm.thickness: is less than the closed fingers take; it is measured along the closing direction"
        case .approachWithinFingers:
            "approach: is shorter than the fingers, so they come from the side between things that stand close"
        case .fingersThickerThanLong:
            "gripper.fingers: are thicker than long; length is along the approach, thickness along the closing direction"
        }
    }
}
