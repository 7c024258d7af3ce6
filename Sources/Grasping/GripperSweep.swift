import Glibc
import LinearAlgebra
import RobotCell

/// What the points themselves say about a candidate: the last word, whatever the segments and the height map said.
struct GripperSweep {
    /// Of the points between the fingers.
    var own = 0
    var foreign = 0
    var unassigned = 0
    /// Points in the fingers and what they sweep, grown by the clearance; likewise the palm.
    var fingerHits = 0
    var palmHits = 0
    /// Of what stands between the fingers above the tips, along the closing direction.
    var low = Float.infinity
    var high = -Float.infinity
    /// Shares of the fingers' samples hidden by the object itself, hidden by something else, and never measured.
    var hiddenByOwn = 0.0
    /// The larger share of the two fingers that the object itself hides.
    var fingerBehindOwn = 0.0
    var hiddenByOther = 0.0
    var unmeasured = 0.0
    /// Share of the palm that nothing is known of, because it is behind something.
    var palmHidden = 0.0

    /// Share of the way from finger to finger on which the object's near side was seen.
    var seenShare = 0.0

    /// How deep that near side dips between two higher places, in metres.
    var valley = 0.0

    var between: Int { own + foreign + unassigned }
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
            if abs(y) > inner - 0.001 {
                if abs(y) < outer { fingerHits += 1 }
            } else if z > 0 {
                if i < view.ownCount { own += 1 } else if view.label[i] >= 2 { foreign += 1 } else { unassigned += 1 }
                if x < fingerX {
                    low = min(low, y)
                    high = max(high, y)
                    let bin = Int((y + inner) / (2 * inner) * Float(Self.bins))
                    near[min(Self.bins - 1, max(0, bin))] = max(near[min(Self.bins - 1, max(0, bin))], z)
                }
            }
        }
        let level = Float(candidate.gripDepth) / 2
        seenShare = Self.filled(near.enumerated().reduce(0) { $1.element > level ? $0 | 1 << UInt64($1.offset) : $0 })
        valley = Self.valley(near)
    }

    /// Points of others that the closed gripper meets while it lifts the object along the support's normal.
    ///
    /// From above there are none that were not met on the way in. From a side fingers and palm rise across their approach.
    static func liftHits(
        _ candidate: JawCandidate, in view: ApproachView, gripper: JawGripper, options: GraspOptions
    ) -> Int {
        let (c, s) = (candidate.cosine, candidate.sine)
        let clear = options.obstacleClearance
        let up = view.supportFromView.rotation.transposed * Vector3(0, 0, 1)
        let way = Vector3(c * up.x + s * up.y, c * up.y - s * up.x, up.z) * options.lift
        let (inner, length) = (candidate.opening / 2, gripper.fingers.length)
        let outer = inner + gripper.fingers.thickness + clear
        let fingerX = gripper.fingers.width / 2 + clear
        let (palmX, palmY) = (gripper.palm.width / 2 + clear, gripper.palm.thickness / 2 + clear)
        let boxes = [
            (low: Vector3(-fingerX, inner, -clear), high: Vector3(fingerX, outer, length)),
            (low: Vector3(-fingerX, -outer, -clear), high: Vector3(fingerX, -inner, length)),
            (
                low: Vector3(-palmX, -palmY, length - clear),
                high: Vector3(palmX, palmY, length + gripper.palm.length + clear)
            ),
        ]
        return (view.ownCount..<max(view.ownCount, view.u.count)).count { i in
            let (u, v) = (Double(view.u[i]), Double(view.v[i]))
            let point = Vector3(
                c * u + s * v - candidate.x, c * v - s * u - candidate.y, Double(view.w[i]) - candidate.tip)
            return boxes.contains { meets(point, movingBox: $0, along: way) }
        }
    }

    /// Whether a box that moves by `way` comes to hold a point: seen from the box, the point moves back along a line, and
    /// is between each pair of faces for a stretch of it.
    private static func meets(_ point: Vector3, movingBox box: (low: Vector3, high: Vector3), along way: Vector3)
        -> Bool
    {
        var (from, to) = (0.0, 1.0)
        for axis in 0..<3 {
            let (low, high) = (point[axis] - box.high[axis], point[axis] - box.low[axis])
            if abs(way[axis]) < 1e-12 {
                if low > 0 || high < 0 { return false }
            } else {
                let (a, b) = (low / way[axis], high / way[axis])
                (from, to) = (max(from, min(a, b)), min(to, max(a, b)))
                if from > to { return false }
            }
        }
        return true
    }

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
        return Double(closed.nonzeroBitCount) / Double(64 - seen.leadingZeroBitCount - seen.trailingZeroBitCount)
    }

    /// Looks at the fingers' bodies, from the tips to just above what they hold, through the sensor's eyes.
    mutating func look(_ candidate: JawCandidate, in view: ApproachView, scene: GraspScene, gripper: JawGripper) {
        var (own, other, unmeasured, count) = (0, 0, 0, 0)
        let inner = candidate.opening / 2
        for side in [-1.0, 1.0] {
            let before = own
            for depth in [0.0, 0.35, 0.7, 1.05] {
                for across in [0.3, 0.9] {
                    for along in [-0.8, 0, 0.8] {
                        let x = candidate.x + along * gripper.fingers.width / 2
                        let y = candidate.y + side * (inner + across * gripper.fingers.thickness)
                        let w = candidate.tip + depth * candidate.gripDepth + 0.002
                        let u = candidate.cosine * x - candidate.sine * y
                        let v = candidate.sine * x + candidate.cosine * y
                        count += 1
                        switch scene.visibility.sight(of: SIMD3<Float>(view.supportFromView * Vector3(u, v, w))) {
                        case .free: break
                        case .hidden(let label) where label == view.object.label: own += 1
                        case .hidden: other += 1
                        case .unmeasured: unmeasured += 1
                        }
                    }
                }
            }
            fingerBehindOwn = max(fingerBehindOwn, Double(own - before) / 24)
        }
        hiddenByOwn = Double(own) / Double(count)
        hiddenByOther = Double(other) / Double(count)
        self.unmeasured = Double(unmeasured) / Double(count)
        palmHidden = Self.palmHidden(candidate, in: view, scene: scene, gripper: gripper)
    }

    private static func palmHidden(
        _ candidate: JawCandidate, in view: ApproachView, scene: GraspScene, gripper: JawGripper
    ) -> Double {
        var hidden = 0
        for back in [0.1, 0.9] {
            for along in [-0.9, 0.9] {
                for across in [-0.9, 0, 0.9] {
                    let x = candidate.x + along * gripper.palm.width / 2
                    let y = candidate.y + across * gripper.palm.thickness / 2
                    let w = candidate.tip + gripper.fingers.length + back * gripper.palm.length
                    let u = candidate.cosine * x - candidate.sine * y
                    let v = candidate.sine * x + candidate.cosine * y
                    let sight = scene.visibility.sight(of: SIMD3<Float>(view.supportFromView * Vector3(u, v, w)))
                    if case .hidden = sight { hidden += 1 }
                }
            }
        }
        return Double(hidden) / 12
    }

    /// The label of the object that has most points where a finger or the palm has no room; `nil` for anything else.
    static func obstacle(
        to candidate: JawCandidate, reason: GraspRejection, in view: ApproachView, gripper: JawGripper,
        options: GraspOptions
    ) -> UInt32? {
        let clear = options.obstacleClearance
        let fingerX = gripper.fingers.width / 2 + clear
        let needed = options.sound.fingerClearance + gripper.fingers.thickness + clear
        let outer = max(candidate.width, candidate.opening) / 2 + needed
        let (palmX, palmY) = (gripper.palm.width / 2 + clear, gripper.palm.thickness / 2 + clear)
        var counts: [UInt32: Int] = [:]
        for i in view.ownCount..<max(view.ownCount, view.u.count) {
            let z = Double(view.w[i]) - candidate.tip
            let (u, v) = (Double(view.u[i]), Double(view.v[i]))
            let x = abs(candidate.cosine * u + candidate.sine * v - candidate.x)
            let y = abs(candidate.cosine * v - candidate.sine * u - candidate.y)
            let atFinger = z > -clear && x < fingerX && y > candidate.width / 2 - 0.001 && y < outer
            let atPalm = z > gripper.fingers.length - clear && x < palmX && y < palmY
            let isInTheWay =
                switch reason {
                case .neighbourTooClose: atFinger
                case .palmBlocked: atPalm
                case .gripperBlocked: atFinger || atPalm
                case .notOneObject: z > 0 && x < fingerX && y < candidate.opening / 2
                default: false
                }
            if isInTheWay { counts[view.label[i], default: 0] += 1 }
        }
        // The lowest label of equally many, whatever the dictionary's order.
        let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
        return most.flatMap { $0.key >= 2 ? $0.key : nil }
    }
}
