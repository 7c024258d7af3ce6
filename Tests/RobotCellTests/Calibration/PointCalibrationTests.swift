import LinearAlgebra
import RobotCell
import TestSupport
import Testing

@Suite struct PointCalibrationTests {
    private let baseFromCamera = RigidTransform(
        rotation: Matrix3(rotationVector: Vector3(3, 0.2, -0.4)), translation: Vector3(0.6, -0.2, 1.1))

    private func points(_ count: Int, noise: Double, _ random: inout SeededGenerator) -> [PointPair] {
        (0..<count).map { _ in
            let robot =
                Vector3(0.5, 0, 0.2)
                + Vector3(
                    Double.random(in: -0.3...0.3, using: &random), Double.random(in: -0.3...0.3, using: &random),
                    Double.random(in: -0.2...0.2, using: &random))
            return PointPair(robot: robot, camera: baseFromCamera.inverse * robot + random.normalVector() * noise)
        }
    }

    @Test func exactPointsGiveTheCameraExactly() throws {
        var random = SeededGenerator(seed: 1)
        let found = try calibratePoints(points(8, noise: 0, &random))
        let difference = PoseDifference(from: baseFromCamera, to: found.baseFromCamera)
        #expect(difference.angle < 1e-9 && difference.distance < 1e-9)
        #expect(!found.isRefused && found.advice.isEmpty, "\(found.advice)")
    }

    @Test func outliersAreNamedAndTheOrderChangesNoBit() throws {
        for seed in 2..<12 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var pairs = points(20, noise: 1e-3, &random)
            let clean = try calibratePoints(pairs)
            pairs[4].camera += Vector3(0.03, 0, -0.02)
            pairs[15].camera = pairs[14].camera
            let found = try calibratePoints(pairs)
            #expect(Set(found.points.filter { !$0.isUsed }.map(\.index)).isSuperset(of: [4, 15]), "seed \(seed)")
            #expect(PoseDifference(from: clean.baseFromCamera, to: found.baseFromCamera).distance < 0.003)
            let shuffled = try calibratePoints(pairs.shuffled(using: &random))
            #expect(shuffled.baseFromCamera == found.baseFromCamera && shuffled.covariance == found.covariance)
            #expect(shuffled.leaveOneOut == found.leaveOneOut)
        }
    }

    @Test func theTruthLiesInTheEllipsoidAndACornersErrorIsTold() throws {
        var (inside, ratio) = (0, 0.0)
        let sets = 300
        let corner = Vector3(0.9, 0.4, 0)
        for seed in 0..<UInt64(sets) {
            var random = SeededGenerator(seed: 500 + seed)
            let found = try calibratePoints(points(8 + Int(seed % 10), noise: 1e-3, &random))
            let covariance = try #require(found.covariance)
            let error = (baseFromCamera * found.baseFromCamera.inverse).logarithm
            if try error.dot(#require(covariance.matrix.cholesky()).solve(error)) < 12.592 { inside += 1 }
            let off = found.baseFromCamera * (baseFromCamera.inverse * corner) - corner
            ratio += off.squaredLength / covariance.deviations(at: corner).squaredLength / Double(sets)
        }
        #expect((270...298).contains(inside), "\(inside) of \(sets)")
        // The covariance is widened, so that the mean is below 1.
        #expect((0.5...1.1).contains(ratio), "\(ratio)")
    }

    @Test func whatCannotBeUsedIsRefusedWithTheRemedy() throws {
        var random = SeededGenerator(seed: 30)
        let pairs = points(12, noise: 5e-4, &random)
        func refused(_ pairs: [PointPair], _ words: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
            let found = try calibratePoints(pairs)
            #expect(
                found.isRefused && "\(found.advice)".contains(words), "\(found.advice)", sourceLocation: sourceLocation)
        }
        try refused(
            pairs.enumerated().map { index, pair in
                let robot = Vector3(0.4, 0.05 * Double(index), 0.1)
                return PointPair(
                    robot: robot, camera: baseFromCamera.inverse * robot + random.normalVector() * 5e-4)
            }, "on a line along (0.00, 1.00, 0.00)")
        try refused(pairs.map { PointPair(robot: $0.robot, camera: $0.camera * 1000) }, "times 0.001")
        try refused(
            pairs.map { PointPair(robot: Vector3($0.robot.y, $0.robot.x, $0.robot.z), camera: $0.camera) },
            "left-handed")
        try refused(
            zip(pairs, pairs.dropFirst()).map { PointPair(robot: $0.robot, camera: $1.camera) }, "out of step")
        let short = try calibratePoints(pairs.map { PointPair(robot: $0.robot, camera: $0.camera * 0.97) })
        #expect(!short.isRefused && "\(short.advice)".contains("% too short"), "\(short.advice)")
        #expect(throws: CalibrationError.tooFewPairs(2, needed: 3)) { try calibratePoints(Array(pairs.prefix(2))) }
    }

    /// Kabsch without a scale, each point left out in turn: `data/calibration/README.md`.
    @Test(
        .enabled(if: SharedData.isPresent, SharedData.missing),
        arguments: [("points-1", 1.408, 2.660, 1.530), ("points-2", 1.743, 3.126, 1.865)])
    func realPointsLeaveWhatKabschLeaves(name: String, rms: Double, worst: Double, leaveOneOut: Double) throws {
        let read = try CalibrationPoints(contentsOf: SharedData.path("calibration/\(name).yaml"))
        let found = try calibratePoints(read.points)
        #expect(abs(found.rms * 1000 - rms) < 6e-4 && abs(found.leaveOneOut * 1000 - leaveOneOut) < 6e-4)
        #expect(abs((found.points.map(\.distance).max() ?? 0) * 1000 - worst) < 6e-4)
        #expect(found.points.allSatisfy { $0.isUsed } && !found.isRefused, "\(found.advice)")
    }
}
