import Foundation
import LinearAlgebra
import RobotCell
import TestSupport
import Testing

@Suite struct ConventionRoundTripTests {
    /// Every convention, and every Euler sequence in both kinds.
    static let all: [any PoseConvention] = {
        var euler: [any PoseConvention] = []
        for a in "xyz" {
            for b in "xyz" where b != a {
                for c in "xyz" where c != b {
                    for (isIntrinsic, inDegrees) in [(true, true), (false, false)] {
                        let axes = String([a, b, c])
                        if let known = EulerConvention(axes: axes, isIntrinsic: isIntrinsic, inDegrees: inDegrees) {
                            euler.append(known)
                        }
                    }
                }
            }
        }
        return PoseConventions.all + euler
    }()

    static func randomPose(_ random: inout SeededGenerator) -> RigidTransform {
        let q = Quaternion(x: random.normal(), y: random.normal(), z: random.normal(), w: random.normal()).normalized
        let t = Vector3(random.normal(), random.normal(), random.normal())
        return RigidTransform(rotation: q.rotation, translation: t)
    }

    static func roundTrip(_ pose: RigidTransform, _ convention: any PoseConvention) throws -> Double {
        distance(try convention.reading(pose.written(as: convention).text).pose, pose)
    }

    @Test(arguments: all.indices) func randomPosesSurvive(_ index: Int) throws {
        let convention = Self.all[index]
        let seed: UInt64 = 30
        var random = SeededGenerator(seed: seed)
        var worst = 0.0
        // A text of YAML takes fifty times as long to read.
        let isYAML = convention.name.hasPrefix("ros_") || convention.name == "json"
        let count = (TestEffort.isLong ? 1_000_000 : 1000) / (isYAML ? 20 : 1)
        for _ in 0..<count {
            let pose = Self.randomPose(&random)
            let error = try Self.roundTrip(pose, convention)
            if error > 1e-13 { Issue.record("seed \(seed), \(convention.name): \(error) for \(pose)") }
            worst = max(worst, error)
        }
        if TestEffort.isLong { print("| \(convention.name) | \(count) | \(worst) |") }
    }

    /// Offsets from the lock: none, what rounding makes of it, and up to where it stops being one.
    static let offsets = [
        0, 1e-17, 1e-16, 2e-16, 1e-15, 1e-14, 9.9e-14, 1e-13, 1.9e-13, 2e-13, 2.1e-13, 1e-12, 1e-11, 1e-10, 9.9e-10,
        1e-9,
        1e-8, 1e-7, 1e-6,
    ]

    @Test func rotationsAtAndNearEveryLockSurviveAndItIsSaid() throws {
        let seed: UInt64 = 31
        var random = SeededGenerator(seed: seed)
        for convention in Self.all {
            guard let (sequence, isLeftToRight) = Self.sequence(of: convention.name) else { continue }
            let locks: [Double] = sequence.isProper ? [0, .pi] : [.pi / 2, -.pi / 2]
            for lock in locks {
                for offset in Self.offsets {
                    for sign in [1.0, -1.0] {
                        for _ in 0..<(TestEffort.isLong ? 1000 : 5) {
                            let outer = (
                                Double.random(in: -4...4, using: &random), Double.random(in: -4...4, using: &random)
                            )
                            let angles = EulerAngles(first: outer.0, second: lock + sign * offset, third: outer.1)
                            let pose = RigidTransform(rotation: sequence.rotation(angles))
                            let written = pose.written(as: convention)
                            let error = distance(try convention.reading(written.text).pose, pose)
                            let what = "seed \(seed), \(convention.name), lock \(lock), offset \(sign * offset)"
                            if error > 6e-13 { Issue.record("\(what): \(error)") }
                            if offset < 1e-6, written.remarks.isEmpty { Issue.record("\(what): nothing said") }
                            if offset < 1e-14,
                                written.remarks.first != .gimbalLock(zeroed: Self.zeroed(convention.name))
                            {
                                Issue.record("\(what): \(written.remarks) \(isLeftToRight)")
                            }
                        }
                    }
                }
            }
        }
    }

    @Test func quarterTurnsAreWrittenWhole() throws {
        let half = try RigidTransform(parsing: "kuka:{X 600,Y 0,Z 900,A 180,B 0,C 180}")
        #expect(half.formatted(.kuka) == "{X 600,Y 0,Z 900,A 0,B 180,C 0}" || half.formatted(.kuka).contains("180"))
        let lock = try RigidTransform(parsing: "kuka:{X 0.1,Y 0,Z -900,A 30,B 90,C 0}").written(as: .kuka)
        #expect(lock.text == "{X 0.1,Y 0,Z -900,A 30,B 90,C 0}")
        #expect(lock.remarks == [.gimbalLock(zeroed: "C")])
        let doosan = try RigidTransform(parsing: "doosan:posx(0, 0, 0, 10, 0, 20)").written(as: .doosan)
        #expect(doosan.text == "posx(0,0,0,30,0,0)")
        #expect(doosan.remarks == [.gimbalLock(zeroed: "c")])
        let ur = try RigidTransform(parsing: "ur:p[0.1, -0.2, 0.3, 0, -3.141592653589793, 0]").written(as: .ur)
        #expect(ur.text == "p[0.1,-0.2,0.3,0,3.14159265358979,0]")
        #expect(ur.remarks == [.halfTurn])
        let matrix = try RigidTransform(parsing: "fanuc:1000,0,0,90,0,0").formatted(.matrix)
        #expect(matrix == "1 0 0 1 0 0 -1 0 0 1 0 0 0 0 0 1")
    }

    /// The product that a convention's three angles make; `nil` where there are none.
    static func sequence(of name: String) -> (EulerSequence, Bool)? {
        switch name {
        case "kuka", "nachi", "epson": return (.zyx, true)
        case "fanuc", "yaskawa", "mitsubishi", "denso", "techman", "jaka", "xarm", "aubo", "dobot":
            return (.zyx, false)
        case "staubli": return (.xyz, true)
        case "doosan", "kawasaki", "comau": return (.zyz, true)
        default:
            let parts = name.split(separator: ":")
            guard parts.first == "euler" else { return nil }
            let axes = parts[1].utf8.map { Int($0) - Int(UInt8(ascii: "x")) }
            let isIntrinsic = parts[2] == "intrinsic"
            let ordered = isIntrinsic ? axes : axes.reversed()
            return EulerSequence(first: ordered[0], second: ordered[1], third: ordered[2]).map { ($0, isIntrinsic) }
        }
    }

    static func zeroed(_ name: String) -> String {
        switch name {
        case "kuka": "C"
        case "fanuc": "w"
        case "yaskawa", "denso", "techman", "jaka", "aubo", "dobot": "rx"
        case "xarm": "roll"
        case "kawasaki": "t"
        case "comau": "r"
        case "nachi": "y"
        case "epson": "w"
        case "staubli": "rz"
        case "mitsubishi": "a"
        case "doosan": "c"
        default: name.contains("intrinsic") ? "c" : "a"
        }
    }
}
