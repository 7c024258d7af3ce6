import Glibc
import LinearAlgebra
import PointClouds
import RobotCell
import TestSupport
import Testing

@testable import Grasping

/// Against boxes in the grasp frame, in double precision; points within rounding of a face are not asked about.
@Suite struct JawSweepTests {
    private static let gripper = JawGripper.test
    private static let options = GraspOptions()
    private static let rounding = 1e-6

    private struct Made {
        var view: ApproachView
        var candidate: JawCandidate

        init(seed: UInt64, approach: Vector3) {
            var random = SeededGenerator(seed: seed)
            let (low, high) = (Vector3(-0.12, -0.12, 0), Vector3(0.12, 0.12, 0.25))
            let own = Coordinates.random(4_000, from: low, to: high, using: &random)
            let others = Coordinates.random(4_000, from: low, to: high, using: &random)
            view = ApproachView(of: Surroundings(own: own, others: others), approach: approach)
            func draw(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
            candidate = JawCandidate(
                yaw: draw(-3...3), x: draw(-0.02...0.02), y: draw(-0.02...0.02), tip: draw(-0.05...0.02),
                opening: draw(0.02...0.085))
        }

        /// A point in the grasp frame's axes, but with z back along the approach from the tips.
        func point(_ i: Int) -> Vector3 {
            let (c, s) = (candidate.cosine, candidate.sine)
            let (u, v, w) = (Double(view.u[i]), Double(view.v[i]), Double(view.w[i]))
            return Vector3(c * u + s * v - candidate.x, c * v - s * u - candidate.y, w - candidate.tip)
        }
    }

    /// Whether a point is inside a box by more than rounding, outside by more, or neither.
    private func isInside(_ p: Vector3, _ low: Vector3, _ high: Vector3) -> Bool? {
        let depth = min((p - low).min(), (high - p).min())
        return abs(depth) < Self.rounding ? nil : depth > 0
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func whatIsHitAndHeldIsCounted(seed: UInt64) {
        let made = Made(seed: seed, approach: Vector3(0, 0, -1))
        let sweep = JawSweep(made.candidate, in: made.view, gripper: Self.gripper, options: Self.options)
        let (fingers, palm, clear) = (Self.gripper.fingers, Self.gripper.palm, Self.options.obstacleClearance)
        // What is swept on the way in reaches back without end.
        let far = 10.0
        let inner = made.candidate.opening / 2
        let touching = inner - JawSweep.contactSlack
        var (fingerHits, palmHits, own, foreign, unsure) = (0, 0, 0, 0, 0)
        for i in made.view.u.indices {
            let p = made.point(i)
            let sides = Vector3(p.x, abs(p.y), p.z)
            let inFinger = isInside(
                sides, Vector3(-fingers.width / 2 - clear, touching, -clear),
                Vector3(fingers.width / 2 + clear, inner + fingers.thickness + clear, far))
            let inPalm = isInside(
                p, Vector3(-palm.width / 2 - clear, -palm.thickness / 2 - clear, fingers.length - clear),
                Vector3(palm.width / 2 + clear, palm.thickness / 2 + clear, far))
            let isBetween = isInside(
                p, Vector3(-fingers.width / 2 - clear, -touching, 0),
                Vector3(fingers.width / 2 + clear, touching, far))
            guard let inFinger, let inPalm, let isBetween else {
                unsure += 1
                continue
            }
            fingerHits += inFinger ? 1 : 0
            palmHits += inPalm ? 1 : 0
            if isBetween { if i < made.view.ownCount { own += 1 } else { foreign += 1 } }
        }
        #expect(abs(sweep.fingerHits - fingerHits) <= unsure, "seed \(seed)")
        #expect(abs(sweep.palmHits - palmHits) <= unsure, "seed \(seed)")
        #expect(abs(sweep.own - own) <= unsure && abs(sweep.foreign - foreign) <= unsure, "seed \(seed)")
        #expect(unsure <= 3 && fingerHits > 0 && palmHits > 0 && own > 0, "seed \(seed)")
        #expect(sweep.between == sweep.own + sweep.foreign)
    }

    @Test func aBoxIsAsWideAsItIsAndHasNoValley() {
        let box = Coordinates.box(Vector3(0.06, 0.04, 0.05), spacing: 0.001)
        let view = ApproachView(of: Surroundings(own: box), approach: Vector3(0, 0, -1))
        let top = Double(view.w.max()!)
        let candidate = JawCandidate(tip: top - 0.02, opening: 0.06)
        let sweep = JawSweep(candidate, in: view, gripper: Self.gripper, options: Self.options)
        #expect(abs(sweep.high - sweep.low - 0.04) < 1e-6)
        #expect(sweep.fingerHits == 0 && sweep.palmHits == 0)
        #expect(sweep.ownShare == 1 && sweep.seenShare > 0.99 && sweep.valley < 1e-6)
    }

    @Test func aGapBetweenTwoThingsIsAValley() {
        var pair = Coordinates.box(Vector3(0.06, 0.02, 0.05), at: SIMD2(0, -0.015), spacing: 0.001)
        pair.append(contentsOf: .box(Vector3(0.06, 0.02, 0.05), at: SIMD2(0, 0.015), spacing: 0.001))
        // The ground of the gap, 12 mm below the tops.
        pair.append(contentsOf: .box(Vector3(0.06, 0.01, 0.038), spacing: 0.001))
        let view = ApproachView(of: Surroundings(own: pair), approach: Vector3(0, 0, -1))
        let candidate = JawCandidate(tip: Double(view.w.max()!) - 0.02, opening: 0.07)
        let sweep = JawSweep(candidate, in: view, gripper: Self.gripper, options: Self.options)
        #expect(abs(sweep.valley - 0.012) < 1e-5)
    }

    /// As ``Grasp`` has its frame: z the approach, y the closing direction, the tips at z = 0. The closed fingers and the
    /// palm, moved up in small steps, meet a point or they don't.
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func liftingMeetsWhatTheClosedGripperMeets(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let azimuth = Double.random(in: -3...3, using: &random)
        var made = Made(seed: seed, approach: Vector3(cos(azimuth), sin(azimuth), 0))
        made.candidate.width = made.candidate.opening * Double.random(in: 0.5...0.9, using: &random)
        let (candidate, view, clear) = (made.candidate, made.view, 0.003)
        let lift = Double.random(in: 0.02...0.15, using: &random)
        let found = JawLift.hits(candidate, in: view, gripper: Self.gripper, lift: lift, clearance: clear)

        let closing = view.supportFromView.rotation * Vector3(-sin(candidate.yaw), cos(candidate.yaw), 0)
        let approach = Vector3(cos(azimuth), sin(azimuth), 0)
        let across = Vector3(cos(candidate.yaw), sin(candidate.yaw), 0) * candidate.x
        let along = Vector3(-sin(candidate.yaw), cos(candidate.yaw), 0) * candidate.y
        let tips = view.supportFromView * (across + along + Vector3(0, 0, candidate.tip))
        let graspFromSupport = RigidTransform(
            rotation: Matrix3(columns: closing.cross(approach), closing, approach), translation: tips
        ).inverse
        let (fingers, palm) = (Self.gripper.fingers, Self.gripper.palm)
        func isIn(_ p: Vector3, _ half: Vector3, from z: Double, margin: Double) -> Bool {
            abs(p.x) < half.x + margin && abs(p.y) < half.y + margin && p.z < -z + margin
                && p.z > -z - half.z - margin
        }
        /// - Parameter margin: how much larger the gripper is than it is; its inner faces give way by as much.
        func isHit(_ place: Vector3, margin: Double, touching: Double) -> Bool {
            (0...400).contains { step in
                let p = graspFromSupport * (place - Vector3(0, 0, lift * Double(step) / 400))
                let outside = Vector3(fingers.width / 2, candidate.width / 2 + fingers.thickness, fingers.length)
                let inFinger =
                    isIn(p, outside, from: 0, margin: margin) && abs(p.y) > candidate.width / 2 + touching
                let half = Vector3(palm.width / 2, palm.thickness / 2, palm.length)
                return inFinger || isIn(p, half, from: fingers.length, margin: margin)
            }
        }
        let others = (view.ownCount..<view.u.count).map { i in
            view.supportFromView * Vector3(Double(view.u[i]), Double(view.v[i]), Double(view.w[i]))
        }
        // What the gripper itself meets counts, what is further off than its clearance and a step of 0.4 mm doesn't.
        let touching = JawSweep.contactSlack
        #expect(found >= others.count { isHit($0, margin: 0, touching: touching) }, "seed \(seed)")
        #expect(found <= others.count { isHit($0, margin: clear + 0.0004, touching: 0) }, "seed \(seed)")
        #expect(found > 0, "seed \(seed)")
    }

    @Test func theFingersAreClosedWhileTheyLift() {
        // Level along x, closing along y on 40 mm: the fingers, 8 mm thick and opened to 64 mm before, take up 20 to
        // 28 mm on either side, and 3 mm more for safety, but not 32 to 40 mm.
        let own = Coordinates.box(Vector3(0.04, 0.04, 0.05), spacing: 0.002)
        func hits(at y: Float, _ count: Int) -> Int {
            let above = Coordinates(
                (0..<count).map { SIMD3(-0.001 * Float($0) - 0.005, $0 % 2 == 0 ? y : -y, 0.08) })
            let view = ApproachView(of: Surroundings(own: own, others: above), approach: Vector3(1, 0, 0))
            let candidate = JawCandidate(yaw: .pi / 2, tip: 0, opening: 0.064, width: 0.04)
            return JawLift.hits(candidate, in: view, gripper: Self.gripper, lift: 0.1, clearance: 0.003)
        }
        #expect(hits(at: 0.018, 20) == 0 && hits(at: 0.024, 20) == 20 && hits(at: 0.036, 20) == 0)
        // A few points beside what is held are strays of its outline; further off each counts.
        #expect(hits(at: 0.024, 5) == 0 && hits(at: 0.03, 5) == 5)
    }

    @Test func theObstacleIsTheObjectWithMostPointsThere() {
        let own = Coordinates.box(Vector3(0.04, 0.04, 0.05), spacing: 0.002)
        let view = ApproachView(
            of: Surroundings(own: own, others: .box(Vector3(0.04, 0.02, 0.05), at: SIMD2(0, 0.034), spacing: 0.002)),
            approach: Vector3(0, 0, -1))
        let candidate = JawCandidate(tip: Double(view.w.max()!) - 0.02, opening: 0.05, width: 0.04)
        func obstacle(_ reason: GraspRejection) -> UInt32? {
            JawObstacle.label(
                inTheWayOf: candidate, reason: reason, in: view, gripper: Self.gripper, options: Self.options)
        }
        #expect(obstacle(.neighbourTooClose) == 3)
        #expect(obstacle(.palmBlocked) == nil)
        #expect(obstacle(.tooFlat) == nil)
    }
}
