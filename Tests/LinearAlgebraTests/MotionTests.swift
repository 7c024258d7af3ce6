import Glibc
import LinearAlgebra
import TestSupport
import Testing

@Suite("Rotations and rigid motions")
struct MotionTests {
    static func motion(_ generator: inout SeededGenerator) -> RigidTransform {
        RigidTransform(
            rotation: AdversarialMatrices.rotation(using: &generator),
            translation: Vector3(generator.normal(), generator.normal(), generator.normal()))
    }

    /// exp of a 4×4 by its power series with scaling and squaring: slow and plain.
    static func seriesExponential(_ twist: Twist) -> [[Double]] {
        let w = Matrix3(skew: twist.rotation)
        func multiply(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
            (0..<4).map { i in (0..<4).map { j in (0..<4).reduce(0) { $0 + a[i][$1] * b[$1][j] } } }
        }
        let squarings = 8
        let scale = 1 / pow(2, Double(squarings))
        var generator = (0..<3).map { i in
            (0..<3).map { w[i, $0] * scale } + [twist.translation[i] * scale]
        }
        generator.append([0, 0, 0, 0])
        let identity = (0..<4).map { i in (0..<4).map { i == $0 ? 1.0 : 0 } }
        var (sum, term) = (identity, identity)
        for k in 1..<16 {
            term = multiply(term, generator).map { $0.map { $0 / Double(k) } }
            sum = zip(sum, term).map { zip($0, $1).map(+) }
        }
        for _ in 0..<squarings { sum = multiply(sum, sum) }
        return sum
    }

    @Test func exponentialAgreesWithItsSeries() {
        var generator = SeededGenerator(seed: 1)
        for trial in 0..<500 {
            let axis = Vector3(generator.normal(), generator.normal(), generator.normal()).normalized
            let angle = trial % 5 == 0 ? pow(10, Double(-trial % 17)) : Double.random(in: 0...6, using: &generator)
            let twist = Twist(
                rotation: axis * angle,
                translation: Vector3(generator.normal(), generator.normal(), generator.normal()))
            let (fast, slow) = (RigidTransform(exponential: twist).rows, Self.seriesExponential(twist))
            for i in 0..<4 { for j in 0..<4 { #expect(abs(fast[i][j] - slow[i][j]) < 2e-13, "\(twist)") } }
        }
    }

    @Test func logarithmUndoesTheExponential() {
        var generator = SeededGenerator(seed: 2)
        for trial in 0..<2000 {
            let axis = Vector3(generator.normal(), generator.normal(), generator.normal()).normalized
            let angle =
                trial % 3 == 0
                ? pow(10, -Double(trial % 16))
                : trial % 3 == 1 ? Double.pi - pow(10, -Double(trial % 16)) : Double(trial % 314) / 100
            let twist = Twist(rotation: axis * min(angle, .pi), translation: Vector3(1, -2, 0.5))
            let motion = RigidTransform(exponential: twist)
            let again = RigidTransform(exponential: motion.logarithm)
            #expect((again.rotation - motion.rotation).frobeniusNorm < 1e-14)
            #expect((again.translation - motion.translation).length < 1e-13, "\(twist)")
            if angle < 3.1 {
                #expect((motion.logarithm.rotation - twist.rotation).length < 1e-14 + 1e-15 * angle)
                #expect((motion.logarithm.translation - twist.translation).length < 1e-13)
            }
        }
        #expect(RigidTransform.identity.logarithm == .zero)
        let half = Matrix3(diagonal: Vector3(-1, 1, -1)).rotationVector
        #expect((half - Vector3(0, Double.pi, 0)).length < 1e-15)
    }

    @Test func rotationVectorsKeepTinyAngles() {
        for exponent in 1...300 {
            let vector = Vector3(0.6, 0, 0.8) * pow(10, -Double(exponent))
            let back = Quaternion(rotationVector: vector).rotationVector
            #expect((back - vector).length <= 4e-16 * vector.length)
        }
    }

    @Test func interpolationStartsEndsAndHalves() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            let (a, b) = (Self.motion(&generator), Self.motion(&generator))
            #expect((a.interpolated(to: b, at: 0).rotation - a.rotation).frobeniusNorm < 1e-14)
            #expect((a.interpolated(to: b, at: 1).translation - b.translation).length < 1e-12)
            #expect((a.interpolated(to: b, at: 1).rotation - b.rotation).frobeniusNorm < 1e-13)
            let middle = a.interpolated(to: b, at: 0.5)
            let (first, second) = ((a.inverse * middle).logarithm, (middle.inverse * b).logarithm)
            #expect((first.rotation - second.rotation).length < 1e-12)
            #expect((first.translation - second.translation).length < 1e-11)
            // The rotation's share is the slerp.
            let slerp = Quaternion(rotation: a.rotation).slerp(to: Quaternion(rotation: b.rotation), at: 0.5)
            #expect((slerp.rotation - middle.rotation).frobeniusNorm < 1e-12)
        }
    }

    @Test func slerpTakesTheShortWayAndKeepsUnitLength() {
        let a = Quaternion(x: 0, y: 0, z: 0, w: 1)
        let b = Quaternion(x: 0, y: 0, z: -sin(0.1), w: -cos(0.1))
        let middle = a.slerp(to: b, at: 0.25)
        #expect(abs(middle.length - 1) < 1e-15)
        #expect((middle.rotationVector - Vector3(0, 0, 0.05)).length < 1e-15)
        let near = a.slerp(to: Quaternion(x: 1e-9, y: 0, z: 0, w: 1), at: 0.5)
        #expect(abs(near.x - 5e-10) < 1e-24)
    }

    @Test func matricesAreCheckedForRigidity() throws {
        var generator = SeededGenerator(seed: 4)
        let motion = Self.motion(&generator)
        let exact = try RigidTransform.checked(rows: motion.rows)
        #expect(!exact.wasAdjusted && exact.deviation < 1e-14)
        #expect(try RigidTransform.checked(rows: Array(motion.rows.prefix(3))).transform == exact.transform)

        var scaled = motion.rows
        for i in 0..<3 { for j in 0..<3 { scaled[i][j] *= 1.0005 } }
        let adjusted = try RigidTransform.checked(rows: scaled)
        #expect(adjusted.wasAdjusted && abs(adjusted.deviation - 0.0005) < 1e-12)
        #expect((adjusted.transform.rotation - motion.rotation).frobeniusNorm < 1e-14)

        for i in 0..<3 { for j in 0..<3 { scaled[i][j] *= 1.01 } }
        #expect(throws: RigidityError.self) { try RigidTransform.checked(rows: scaled) }
        #expect(throws: RigidityError.mirrored) {
            try RigidTransform.checked(rows: [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, -1, 0], [0, 0, 0, 1]])
        }
        #expect(throws: RigidityError.lastRow([0, 0, 0, 2])) {
            try RigidTransform.checked(rows: [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 2]])
        }
        #expect(throws: RigidityError.notFinite(row: 1, column: 3)) {
            try RigidTransform.checked(rows: [[1, 0, 0, 0], [0, 1, 0, .nan], [0, 0, 1, 0], [0, 0, 0, 1]])
        }
        #expect(throws: RigidityError.wrongShape) { try RigidTransform.checked(rows: [[1, 2]]) }
    }

    @Test func choleskySolvesAndInverts() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            var root = Matrix6.zero
            for i in 0..<6 { for j in 0..<6 { root[i, j] = generator.normal() * (i < 3 ? 1 : 1000) } }
            let matrix = root * root.transposed
            let cholesky = try #require(matrix.cholesky())
            let rebuilt = cholesky.factor * cholesky.factor.transposed
            var x = Twist.zero
            for k in 0..<6 { x[k] = generator.normal() }
            let solved = cholesky.solve(matrix * x)
            let inverse = cholesky.inverse
            let unit = inverse * matrix
            // The condition number of such a square is often 1e10 and more.
            for i in 0..<6 {
                for j in 0..<6 {
                    let size = (matrix[i, i] * matrix[j, j]).squareRoot()
                    #expect(abs(rebuilt[i, j] - matrix[i, j]) < 1e-14 * size)
                    #expect(inverse[i, j] == inverse[j, i])
                    #expect(abs(unit[i, j] - (i == j ? 1 : 0)) < 1e-2)
                }
                #expect(abs(solved[i] - x[i]) < 1e-2)
            }
        }
        var singular = Matrix6.identity
        singular[5, 5] = 0
        #expect(singular.cholesky() == nil)
        singular[5, 5] = .nan
        #expect(singular.cholesky() == nil)
        singular[5, 5] = -1
        #expect(singular.cholesky() == nil)
    }
}
