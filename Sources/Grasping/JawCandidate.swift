import Glibc
import LinearAlgebra

/// Why a candidate, or a whole object, was passed over.
public enum GraspRejection: String, CaseIterable, Sendable {
    case tooWide = "wider than the gripper opens"
    case tooNarrow = "thinner than the gripper closes"
    case tooFlat = "too flat to be gripped above the support"
    case neighbourTooClose = "no room for a finger beside it"
    case palmBlocked = "the palm would touch something"
    case gripperBlocked = "the gripper would touch something"
    case supportInTheWay = "the gripper would touch the support"
    case notOneObject = "more than this object would lie between the fingers"
    case contactTurned = "its sides are turned too far against the closing direction"
    case contactThin = "too little of its sides was seen"
    case hidden = "the way of a finger is hidden from the sensor"
    case tooUncertain = "too uncertain"
    case outsideWorkVolume = "outside the work volume"
}

/// Candidates counted by what became of them.
public struct GraspTally: Equatable, Sendable {
    public var candidates = 0
    public var rejected: [GraspRejection: Int] = [:]

    public init() {}

    mutating func reject(_ reason: GraspRejection, _ count: Int = 1) {
        rejected[reason, default: 0] += count
    }

    public static func += (left: inout Self, right: Self) {
        left.candidates += right.candidates
        left.rejected.merge(right.rejected, uniquingKeysWith: +)
    }

    /// The reason that stopped most candidates; the first in the enumeration's order of equal ones.
    var commonest: GraspRejection? {
        GraspRejection.allCases.max { (rejected[$0] ?? 0) < (rejected[$1] ?? 0) }
    }
}

/// A place for the jaws in a view: where they close, how wide, how deep.
struct JawCandidate {
    /// Of the closing direction against the view's v.
    var yaw: Double
    var cosine: Double
    var sine: Double
    /// Of the point between the fingertips in the turned frame.
    var x: Double
    var y: Double
    /// Of the fingertips, along the view's w.
    var tip: Double
    var gripDepth: Double
    /// Of what lies between the fingers, along y.
    var width: Double
    var opening: Double
    /// Free room beside the object where the fingers go.
    var room: Double
    /// Of the two sides about the approach, signed, in radians: a turn of the yaw by it makes a side square.
    var turns: SIMD2<Double>
    /// Between a contact face's normal and the closing direction, the larger of the two, in radians.
    var contactAngle: Double
    /// Share of the fingers' width that meets the object, the worse of the two.
    var contact: Double
    /// From the object's middle, across the approach.
    var offCentre: Double
    /// Ranks candidates for the full test.
    var promise: Double
}
