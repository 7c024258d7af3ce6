import Glibc
import LinearAlgebra
import RobotCell
import TestSupport
import Testing

/// Pairs of a made cell whose camera is known.
struct MadeCalibration {
    var mount: CameraMount
    var parentFromCamera: RigidTransform
    var holderFromBoard: RigidTransform
    var pairs: [HandEyePair] = []

    /// - Parameters:
    ///   - turn: the largest turn of the flange between stops, radians.
    ///   - axis: the one axis of all turns; any where nil.
    init(
        count: Int, mount: CameraMount, turn: Double = 0.6, axis: Vector3? = nil,
        noise: (angle: Double, length: Double) = (0, 0),
        generator: inout SeededGenerator
    ) {
        func number() -> Double { Double.random(in: -1...1, using: &generator) }
        func vector(_ size: Double) -> Vector3 { Vector3(number(), number(), number()) * size }
        func normal() -> Double {
            (-2 * log(Double.random(in: 1e-12...1, using: &generator))).squareRoot()
                * cos(2 * .pi * Double.random(in: 0...1, using: &generator))
        }
        self.mount = mount
        let down = Matrix3(rotationVector: Vector3(.pi, 0, 0))
        if mount == .hand {
            parentFromCamera = RigidTransform(
                rotation: Matrix3(rotationVector: vector(0.3)), translation: Vector3(0.05, -0.02, 0.08))
            holderFromBoard = RigidTransform(
                rotation: Matrix3(rotationVector: vector(0.1)), translation: Vector3(0.5, 0.1, 0.0))
        } else {
            parentFromCamera = RigidTransform(
                rotation: down * Matrix3(rotationVector: vector(0.2)), translation: Vector3(0.6, -0.2, 1.1))
            holderFromBoard = RigidTransform(
                rotation: Matrix3(rotationVector: vector(0.1)), translation: Vector3(0.03, 0.02, 0.1))
        }
        for _ in 0..<count {
            let rotation = axis.map { $0 * (turn * number()) } ?? vector(turn)
            let height = mount == .hand ? 0.6 : 0.3
            let flange = RigidTransform(
                rotation: (mount == .hand ? down : .identity) * Matrix3(rotationVector: rotation),
                translation: Vector3(0.5, 0, height) + vector(0.15))
            let exact =
                mount == .hand
                ? (flange * parentFromCamera).inverse * holderFromBoard
                : parentFromCamera.inverse * flange * holderFromBoard
            let error = RigidTransform(
                rotation: Matrix3(rotationVector: Vector3(normal(), normal(), normal()) * noise.angle))
            var board = RigidTransform(rotation: error.rotation * exact.rotation, translation: exact.translation)
            board.translation += Vector3(normal(), normal(), 2 * normal()) * noise.length
            pairs.append(HandEyePair(baseFromFlange: flange, cameraFromBoard: board))
        }
    }
}

@Suite struct HandEyeTests {
    @Test(arguments: CameraMount.allCases)
    func exactPairsGiveTheCameraExactly(mount: CameraMount) throws {
        var generator = SeededGenerator(seed: 1)
        let made = MadeCalibration(count: 12, mount: mount, generator: &generator)
        let found = try calibrateHandEye(made.pairs, mount: mount)
        let difference = PoseDifference(from: made.parentFromCamera, to: found.parentFromCamera)
        #expect(difference.angle < 1e-9 && difference.distance < 1e-9, "\(difference) \(found.advice)")
        #expect(!found.isRefused && found.advice.isEmpty, "\(found.advice)")
        #expect(found.pairs.allSatisfy { $0.isUsed })
    }

    @Test(arguments: CameraMount.allCases)
    func theOrderOfThePairsChangesNoBit(mount: CameraMount) throws {
        var generator = SeededGenerator(seed: 2)
        let made = MadeCalibration(count: 15, mount: mount, noise: (1e-3, 5e-4), generator: &generator)
        let first = try calibrateHandEye(made.pairs, mount: mount)
        for _ in 0..<5 {
            let shuffled = made.pairs.shuffled(using: &generator)
            let other = try calibrateHandEye(shuffled, mount: mount)
            #expect(other.parentFromCamera == first.parentFromCamera)
            #expect(other.holderFromBoard == first.holderFromBoard)
            #expect(other.covariance == first.covariance)
            #expect(other.leaveOneOut == first.leaveOneOut)
        }
    }

    @Test(arguments: CameraMount.allCases)
    func grossOutliersAreNamedAndDoNoHarm(mount: CameraMount) throws {
        for seed in 10..<16 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var made = MadeCalibration(count: 20, mount: mount, noise: (1e-3, 5e-4), generator: &generator)
            let clean = try calibrateHandEye(made.pairs, mount: mount)
            made.pairs[3].cameraFromBoard.translation += Vector3(0.05, -0.03, 0.1)
            made.pairs[11].cameraFromBoard = made.pairs[12].cameraFromBoard
            let found = try calibrateHandEye(made.pairs, mount: mount)
            #expect(found.pairs.filter { !$0.isUsed }.map(\.index).contains([3, 11]), "seed \(seed)")
            let (a, b) = (
                PoseDifference(from: made.parentFromCamera, to: clean.parentFromCamera),
                PoseDifference(from: made.parentFromCamera, to: found.parentFromCamera)
            )
            #expect(b.distance < a.distance + 0.002 && b.angle < a.angle + 0.003, "seed \(seed): \(a) \(b)")
        }
    }

    @Test func theTruthLiesInTheEllipsoid() throws {
        var inside = 0
        // In a debug build a set takes a second; Tests/Benchmarks draws a thousand.
        let sets = TestEffort.isLong ? 200 : 20
        for seed in 0..<UInt64(sets) {
            var generator = SeededGenerator(seed: 1000 + seed)
            let made = MadeCalibration(
                count: 12 + Int(seed % 14), mount: seed % 2 == 0 ? .hand : .base, noise: (2e-3, 5e-4),
                generator: &generator)
            let found = try calibrateHandEye(made.pairs, mount: made.mount)
            let error = (made.parentFromCamera * found.parentFromCamera.inverse).logarithm
            let covariance = try #require(found.covariance)
            let solved = try #require(covariance.matrix.cholesky()).solve(error)
            if error.dot(solved) < 12.592 { inside += 1 }
        }
        // At 95 %, and three and a half standard deviations of the count.
        let expected = 0.95 * Double(sets)
        #expect(abs(Double(inside) - expected) < 3.5 * (0.05 * expected).squareRoot(), "\(inside) of \(sets)")
    }

    @Test(arguments: CameraMount.allCases)
    func aFourAxisArmLeavesTheHeightFree(mount: CameraMount) throws {
        var generator = SeededGenerator(seed: 5)
        let made = MadeCalibration(
            count: 15, mount: mount, turn: 1.5, axis: Vector3(0, 0, 1), noise: (5e-4, 3e-4), generator: &generator)
        let found = try calibrateHandEye(made.pairs, mount: mount)
        #expect(found.freeDirections.count == 1 && found.covariance == nil, "\(found.freeDirections) \(found.advice)")
        #expect(!found.isRefused)
        let way = try #require(found.freeDirections.first)
        #expect(way.rotation.length < 1e-3 && abs(way.translation.z) > 0.999, "\(way)")
        let difference = made.parentFromCamera.translation - found.parentFromCamera.translation
        #expect((difference - way.translation * way.translation.dot(difference)).length < 0.003)
        let known = try calibrateHandEye(
            made.pairs, mount: mount,
            options: HandEyeOptions(knownCoordinate: (2, made.parentFromCamera.translation.z)))
        #expect(PoseDifference(from: made.parentFromCamera, to: known.parentFromCamera).distance < 0.003)
    }

    @Test func whatCannotBeUsedIsRefusedWithTheRemedy() throws {
        var generator = SeededGenerator(seed: 6)
        let still = MadeCalibration(count: 10, mount: .hand, turn: 0, noise: (1e-3, 5e-4), generator: &generator)
        let slight = MadeCalibration(count: 10, mount: .hand, turn: 0.017, noise: (1e-3, 5e-4), generator: &generator)
        for made in [still, slight] {
            let found = try calibrateHandEye(made.pairs, mount: .hand)
            #expect(found.isRefused)
            #expect("\(found.advice)".contains("turn"), "\(found.advice)")
        }
        let made = MadeCalibration(count: 15, mount: .hand, noise: (1e-3, 5e-4), generator: &generator)
        let inverted = made.pairs.map {
            HandEyePair(baseFromFlange: $0.baseFromFlange, cameraFromBoard: $0.cameraFromBoard.inverse)
        }
        let other = try calibrateHandEye(inverted, mount: .hand)
        #expect(other.isRefused && "\(other.advice)".contains("inverted"), "\(other.advice)")
        let millimetres = made.pairs.map { pair in
            var pair = pair
            pair.cameraFromBoard.translation *= 1000
            return pair
        }
        let scaled = try calibrateHandEye(millimetres, mount: .hand)
        #expect(scaled.isRefused && "\(scaled.advice)".contains("unit"), "\(scaled.advice)")
        let late = zip(made.pairs, made.pairs.dropFirst()).map {
            HandEyePair(baseFromFlange: $0.baseFromFlange, cameraFromBoard: $1.cameraFromBoard)
        }
        let shifted = try calibrateHandEye(late, mount: .hand)
        #expect(shifted.isRefused && "\(shifted.advice)".contains("step"), "\(shifted.advice)")
        let larger = made.pairs.map { pair in
            var pair = pair
            pair.cameraFromBoard.translation *= 0.97
            return pair
        }
        let board = try calibrateHandEye(larger, mount: .hand)
        #expect(!board.isRefused && "\(board.advice)".contains("3.1 % larger"), "\(board.advice)")
        #expect(throws: CalibrationError.tooFewPairs(2, needed: 3)) {
            try calibrateHandEye(Array(made.pairs.prefix(2)), mount: .hand)
        }
        let same = try calibrateHandEye(Array(repeating: made.pairs[0], count: 5), mount: .hand)
        #expect(same.isRefused && same.advice == [.tooLittleRotation(degrees: 0)], "\(same.advice)")
        let far = (0..<5).map { made.pairs[$0] }.map { pair in
            HandEyePair(
                baseFromFlange: RigidTransform(
                    rotation: pair.baseFromFlange.rotation, translation: Vector3(repeating: 1e300)),
                cameraFromBoard: pair.cameraFromBoard)
        }
        #expect(throws: CalibrationError.noPose) { try calibrateHandEye(far, mount: .hand) }
    }

    /// A robot that moves on while the board is looked at: each board belongs three tenths of the way to the next stop.
    @Test func boardsSeenOnTheWayAreNoticed() throws {
        var generator = SeededGenerator(seed: 7)
        var made = MadeCalibration(count: 24, mount: .base, noise: (3e-4, 1e-4), generator: &generator)
        // A smooth way from one random stop to another.
        let (start, end) = (made.pairs[0].baseFromFlange, made.pairs[1].baseFromFlange)
        let side = made.pairs[2].baseFromFlange
        func flange(_ t: Double) -> RigidTransform {
            start.interpolated(to: end, at: t / 23).interpolated(to: side, at: 0.5 + 0.5 * sin(t / 3))
        }
        for lag in [0.0, 0.3] {
            for index in made.pairs.indices {
                let error = made.pairs[index].baseFromFlange
                let exact = made.parentFromCamera.inverse * flange(Double(index) + lag) * made.holderFromBoard
                let noise = (made.parentFromCamera.inverse * error * made.holderFromBoard).inverse
                made.pairs[index] = HandEyePair(
                    baseFromFlange: flange(Double(index)),
                    cameraFromBoard: exact * noise * made.pairs[index].cameraFromBoard)
            }
            let found = try calibrateHandEye(made.pairs, mount: .base)
            let said = found.advice.compactMap { advice -> Double? in
                if case .timeOffset(let stops) = advice { stops } else { nil }
            }
            if lag == 0 {
                #expect(said.isEmpty, "\(found.advice)")
            } else {
                #expect(said.count == 1 && abs((said.first ?? 0) - lag) < 0.1, "\(found.advice)")
            }
            // The next round measures anew.
            var again = SeededGenerator(seed: 7)
            made = MadeCalibration(count: 24, mount: .base, noise: (3e-4, 1e-4), generator: &again)
        }
    }

    /// Both sides inverted fit as well: camera and board change places, and what the flange carries is far from it.
    @Test func bothSidesInvertedAreNoticedByTheDistance() throws {
        var generator = SeededGenerator(seed: 8)
        let made = MadeCalibration(count: 15, mount: .base, noise: (1e-3, 5e-4), generator: &generator)
        let found = try calibrateHandEye(
            made.pairs.map {
                HandEyePair(baseFromFlange: $0.baseFromFlange.inverse, cameraFromBoard: $0.cameraFromBoard.inverse)
            }, mount: .base)
        #expect("\(found.advice)".contains("board would be 1.2"), "\(found.advice)")
    }

    @Test(arguments: CameraMount.allCases)
    func aWorkVolumeElsewhereIsNamed(mount: CameraMount) throws {
        var generator = SeededGenerator(seed: 9)
        let made = MadeCalibration(count: 15, mount: mount, noise: (1e-3, 5e-4), generator: &generator)
        let found = try calibrateHandEye(made.pairs, mount: mount)
        func cell(_ volume: String) throws -> CellFile {
            try CellFile(
                yaml: "version: 1\nunit: mm\nframes:\n  camera: {parent: base, pose: runtime}\n"
                    + "  rack: {parent: base, pose: \"kuka:{X 1000,Y 0,Z 0,A 90,B 0,C 0}\"}\n\(gripperSection)\n"
                    + "work_volume: \(volume)\n")
        }
        let near = try cell("{min: [450, -50, -50], max: [600, 200, 100]}")
        let far = try cell("{min: [900, -50, -50], max: [1200, 200, 100]}")
        let turned = try cell("{frame: rack, min: [-50, 400, -50], max: [200, 550, 100]}")
        let volume = found.testedVolume
        if mount == .hand {
            #expect(volume.missing(from: near) == nil && volume.missing(from: turned) == nil)
        }
        #expect(volume.missing(from: far)?.contains(mount == .hand ? "the board lay outside" : "x 0.") == true)
    }

    /// The stops proposed shrink what is known worst by more than as many like the others, and the board stays in view.
    @Test(arguments: CameraMount.allCases)
    func suggestedStopsShrinkTheWorstDirection(mount: CameraMount) throws {
        var generator = SeededGenerator(seed: 10)
        let axis = Vector3(0, 0, 1)
        // Ten stops about one axis and two that lean a little: a weak set.
        var made = MadeCalibration(
            count: 10, mount: mount, turn: 0.6, axis: axis, noise: (1e-3, 5e-4), generator: &generator)
        let leaning = MadeCalibration(count: 4, mount: mount, turn: 0.1, noise: (1e-3, 5e-4), generator: &generator)
        let camera = made.parentFromCamera
        func pair(_ flange: RigidTransform) -> HandEyePair {
            HandEyePair(
                baseFromFlange: flange,
                cameraFromBoard: mount == .hand
                    ? (flange * camera).inverse * made.holderFromBoard : camera.inverse * flange * made.holderFromBoard)
        }
        made.pairs += leaning.pairs.map { pair($0.baseFromFlange) }
        let suggested = try suggestedStops(for: made.pairs, mount: mount, count: 3)
        #expect(suggested.stops.count == 3 && suggested.advice.isEmpty, "\(suggested.advice)")
        let ours = made.pairs + suggested.stops.map { pair($0.baseFromFlange) }
        let same = made.pairs + leaning.pairs.prefix(3).map { pair($0.baseFromFlange) }
        func deviation(_ pairs: [HandEyePair]) throws -> Double {
            let found = try calibrateHandEye(pairs, mount: mount)
            guard let covariance = found.covariance else { return .infinity }
            return covariance.deviations(of: found.parentFromCamera).position.length
        }
        let (a, b) = (try deviation(ours), try deviation(same))
        #expect(a < 0.7 * b, "\(a) \(b)")
        for stop in suggested.stops {
            let seen = pair(stop.baseFromFlange).cameraFromBoard
            #expect(PoseDifference(from: seen, to: stop.cameraFromBoard).distance < 0.02)
        }
    }
}
