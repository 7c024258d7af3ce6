import Glibc
import LinearAlgebra
import RobotCell

/// What the points themselves say about a candidate: the last word, whatever the segments and the height map said.
struct JawSweep {
    /// Of the points between the fingers.
    var own = 0
    /// Of those, what isn't the object's: another's, or nothing's that was found.
    var foreign = 0
    /// Points in the fingers and what they sweep, grown by the clearance; likewise the palm.
    var fingerHits = 0
    var palmHits = 0
    /// Of what stands between the fingers above the tips, along the closing direction.
    var low = Float.infinity
    var high = -Float.infinity
    /// Share of the way from finger to finger on which the object's near side was seen.
    var seenShare = 0.0

    /// How deep that near side dips between two higher places, in metres.
    var valley = 0.0

    var between: Int { own + foreign }
    var ownShare: Double { between > 0 ? Double(own) / Double(between) : 0 }

    init(_ candidate: JawCandidate, in view: ApproachView, gripper: JawGripper, options: GraspOptions) {
        let (c, s) = (Float(candidate.cosine), Float(candidate.sine))
        let (x0, y0, tip) = (Float(candidate.x), Float(candidate.y), Float(candidate.tip))
        let clear = Float(options.obstacleClearance)
        let inner = Float(candidate.opening / 2)
        let outer = inner + Float(gripper.fingers.thickness) + clear
        let fingerX = Float(gripper.fingers.width / 2)
        let (palmX, palmY) = (Float(gripper.palm.width / 2) + clear, Float(gripper.palm.thickness / 2) + clear)
        let palmFrom = Float(gripper.fingers.length) - clear
        let reachX = max(palmX, fingerX + clear)
        let reachY = max(palmY, outer)
        let slack = Float(Self.contactSlack)
        // The surface nearest to the palm, from finger to finger.
        var near = [Float](repeating: 0, count: Self.bins)
        for i in 0..<view.u.count {
            let z = view.w[i] - tip
            guard z > -clear else { continue }
            let x = abs(c * view.u[i] + s * view.v[i] - x0)
            guard x < reachX else { continue }
            let y = c * view.v[i] - s * view.u[i] - y0
            guard abs(y) < reachY else { continue }
            // The way in is free only if nothing is above either: what is hit on the way down counts as a hit.
            if z > palmFrom && x < palmX && abs(y) < palmY { palmHits += 1 }
            guard x < fingerX + clear else { continue }
            if abs(y) > inner - slack {
                if abs(y) < outer { fingerHits += 1 }
            } else if z > 0 {
                if i < view.ownCount { own += 1 } else { foreign += 1 }
                if x < fingerX {
                    low = min(low, y)
                    high = max(high, y)
                    let bin = Int((y + inner) / (2 * inner) * Float(Self.bins))
                    near[min(Self.bins - 1, max(0, bin))] = max(near[min(Self.bins - 1, max(0, bin))], z)
                }
            }
        }
        // Half way down to the tips: what is seen below it may be the ground behind.
        let level = Float(candidate.gripDepth) / 2
        seenShare = Self.filled(near.enumerated().reduce(0) { $1.element > level ? $0 | 1 << UInt64($1.offset) : $0 })
        valley = Self.valley(near)
    }

    /// A side that touches a finger's inner face by the rounding of its points is between the fingers; metres.
    static let contactSlack = 0.001
    /// Places from finger to finger, one for each bit of a word.
    private static let bins = 64

    /// How deep the deepest dip between two higher places is; places without a point are passed over.
    private static func valley(_ profile: [Float]) -> Double {
        let seen = profile.filter { $0 > 0 }
        var behind = [Float](repeating: 0, count: seen.count + 1)
        for i in seen.indices.reversed() { behind[i] = max(behind[i + 1], seen[i]) }
        var (before, deepest): (Float, Float) = (0, 0)
        for i in seen.indices {
            before = max(before, seen[i])
            deepest = max(deepest, min(before, behind[i]) - seen[i])
        }
        return Double(deepest)
    }

    /// The share of the 64ths between the lowest and the highest that are set, holes of two or fewer taken as set.
    private static func filled(_ seen: UInt64) -> Double {
        guard seen != 0 else { return 0 }
        let closed = seen | (seen << 1 & seen >> 1) | (seen << 2 & seen >> 1) | (seen << 1 & seen >> 2)
        return Double(closed.nonzeroBitCount) / Double(bins - seen.leadingZeroBitCount - seen.trailingZeroBitCount)
    }
}
