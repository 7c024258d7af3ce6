import Glibc
import LinearAlgebra
import TestSupport
import Testing

@testable import Registration

@Suite struct PoseGraphTests {
    /// 0.1° and 1 mm.
    private static let deviation = (rotation: 0.0017, translation: 0.001)

    private static var covariance: Matrix6 {
        var result = Matrix6.zero
        for i in 0..<3 {
            result[i, i] = deviation.rotation * deviation.rotation
            result[i + 3, i + 3] = deviation.translation * deviation.translation
        }
        return result
    }

    private static func pose(_ random: inout SeededGenerator, reach: Double = 1) -> RigidTransform {
        let q = Quaternion(x: random.normal(), y: random.normal(), z: random.normal(), w: random.normal())
        return RigidTransform(
            rotation: q.normalized.rotation,
            translation: random.normalVector() * reach)
    }

    private static func noise(_ random: inout SeededGenerator) -> RigidTransform {
        let (r, t) = (deviation.rotation, deviation.translation)
        return RigidTransform(
            exponential: Twist(
                rotation: random.normalVector() * r,
                translation: random.normalVector() * t))
    }

    /// What an exact measurement of frame `a` in frame `b` gives, moved by `error` in the frame of `b`.
    private static func edge(
        _ a: Int, _ b: Int, _ truth: [RigidTransform], error: RigidTransform = .identity, evidence: Double = 1
    ) -> PoseGraph.Edge {
        PoseGraph.Edge(
            from: a, to: b, targetFromSource: error * (truth[b].inverse * truth[a]), covariance: covariance,
            evidence: evidence)!
    }

    /// A square on the floor, each frame turned by 90° from the last.
    private static let square: [RigidTransform] = [(0, 0), (1, 0), (1, 1), (0, 1)].enumerated().map { i, place in
        RigidTransform(
            rotation: Quaternion(rotationVector: Vector3(0, 0, Double(i) * .pi / 2)).rotation,
            translation: Vector3(place.0, place.1, 0))
    }

    private static func graph(_ count: Int, _ edges: [PoseGraph.Edge]) -> PoseGraph {
        var graph = PoseGraph(count: count)
        for edge in edges { graph.add(edge) }
        return graph
    }

    private static func difference(_ a: RigidTransform, _ b: RigidTransform) -> Double {
        let e = (a.inverse * b).logarithm
        return max(e.rotation.length, e.translation.length)
    }

    private static let wrong = RigidTransform(
        rotation: Quaternion(rotationVector: Vector3(0.1, 0.4, -0.9)).rotation, translation: Vector3(0.3, 0, 0.2))

    @Test func aWrongDiagonalOfASquareIsDroppedAndThePosesAreExact() {
        let sides = (0..<4).map { Self.edge(($0 + 1) % 4, $0, Self.square) }
        let solution = Self.graph(4, sides + [Self.edge(2, 0, Self.square, error: Self.wrong)]).optimized()
        #expect(solution.outcomes == [.kept, .kept, .kept, .kept, .outvoted])
        for (found, exact) in zip(solution.poses, Self.square) { #expect(Self.difference(found, exact) < 1e-12) }
        #expect(solution.squaredErrors[4] > 1000)
    }

    /// Both diagonals speak against a wrong side: the cut round its end has two edges.
    @Test(arguments: 0..<6) func anyOneWrongEdgeAmongFourFramesIsDropped(number: Int) {
        let pairs = [(1, 0), (2, 1), (3, 2), (0, 3), (2, 0), (3, 1)]
        let edges = pairs.enumerated().map { i, pair in
            Self.edge(pair.0, pair.1, Self.square, error: i == number ? Self.wrong : .identity)
        }
        let solution = Self.graph(4, edges).optimized()
        #expect(solution.outcomes.indices.filter { solution.outcomes[$0] != .kept } == [number])
        #expect(solution.outcomes[number] == .outvoted)
        for (found, exact) in zip(solution.poses, Self.square) { #expect(Self.difference(found, exact) < 1e-12) }
    }

    /// In a loop without diagonals any edge may be the wrong one: to say which would be a guess.
    @Test func aLoopThatDoesNotCloseIsUndecided() throws {
        let sides = (0..<4).map { i in
            Self.edge((i + 1) % 4, i, Self.square, error: i == 2 ? Self.wrong : .identity)
        }
        let solution = Self.graph(4, sides).optimized()
        let dropped = solution.outcomes.indices.filter { solution.outcomes[$0] != .kept }
        #expect(dropped.count == 1)
        guard case .undecided(let against) = solution.outcomes[try #require(dropped.first)] else {
            Issue.record("\(solution.outcomes)")
            return
        }
        #expect(against.count == 1 && !dropped.contains(against[0]))
    }

    @Test func oneAgainstOneTheFarBetterFoundedStays() {
        let sides = (0..<3).map { i in
            Self.edge(
                (i + 1) % 3, i, Self.square, error: i == 1 ? Self.wrong : .identity, evidence: i == 1 ? 0.2 : 0.5)
        }
        #expect(Self.graph(3, sides).optimized().outcomes == [.kept, .outvoted, .kept])
    }

    /// Each of eight edges off by a little: the loop's error is shared out, and less than any single chain's.
    @Test func aLoopSharesItsErrorOut() {
        var random = SeededGenerator(seed: 3)
        let truth = (0..<8).map { i in
            RigidTransform(
                rotation: Quaternion(rotationVector: Vector3(0, 0, Double(i) * .pi / 4)).rotation,
                translation: Vector3(Double(i), 0, 0))
        }
        let chain = (0..<7).map { Self.edge($0 + 1, $0, truth, error: Self.noise(&random)) }
        let closing = Self.edge(0, 7, truth, error: Self.noise(&random))
        let loop = Self.graph(8, chain + [closing]).optimized()
        #expect(loop.outcomes.allSatisfy { $0 == .kept })
        // Equal covariances: Σ e² is least where all errors are alike, so none is above the closing edge's alone.
        let open = Self.graph(8, chain).optimized()
        #expect(loop.squaredErrors.max()! < closing.squaredError(open.poses, \.information))
        #expect(open.squaredErrors.max()! < 1e-12)
    }

    /// No single frame's move makes what was measured more likely.
    @Test func thePosesAreTheMostLikely() {
        var random = SeededGenerator(seed: 5)
        let truth = (0..<6).map { _ in Self.pose(&random) }
        var edges: [PoseGraph.Edge] = []
        for a in 1..<6 { for b in 0..<a { edges.append(Self.edge(a, b, truth, error: Self.noise(&random))) } }
        let graph = Self.graph(6, edges)
        let solution = graph.optimized()
        #expect(solution.outcomes.allSatisfy { $0 == .kept })
        func cost(_ poses: [RigidTransform]) -> Double {
            graph.edges.reduce(0) { $0 + log(1 + $1.squaredError(poses, \.information) / 4) }
        }
        let least = cost(solution.poses)
        for frame in 1..<6 {
            for axis in 0..<6 {
                for step in [-1e-4, 1e-4] {
                    var twist = Twist.zero
                    twist[axis] = step
                    var moved = solution.poses
                    moved[frame] = moved[frame] * RigidTransform(exponential: twist)
                    #expect(cost(moved) > least, "frame \(frame), axis \(axis)")
                }
            }
        }
    }

    /// Random graphs, some edges altogether wrong: those and no others are left out, and the poses are right.
    @Test(arguments: 1...UInt64(12)) func wrongEdgesOfRandomGraphsAreDropped(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 5...8, using: &random)
        let truth = (0..<count).map { _ in Self.pose(&random) }
        var (edges, isWrong): ([PoseGraph.Edge], [Bool]) = ([], [])
        var right = [Int](repeating: 0, count: count)
        for a in 1..<count {
            for b in 0..<a {
                // Three right edges at each frame at least, so that two wrong ones can't outvote them.
                let mayBeWrong = right[a] >= 3 && right[b] >= 3
                let wrong = mayBeWrong && Double.random(in: 0...1, using: &random) < 0.4
                if !wrong {
                    right[a] += 1
                    right[b] += 1
                }
                let error = wrong ? Self.pose(&random) : Self.noise(&random)
                edges.append(Self.edge(a, b, truth, error: error))
                isWrong.append(wrong)
            }
        }
        let solution = Self.graph(count, edges).optimized()
        for i in edges.indices {
            #expect((solution.outcomes[i] == .kept) != isWrong[i], "seed \(seed), edge \(i): \(solution.outcomes[i])")
        }
        for (frame, pose) in solution.poses.enumerated() {
            let error = Self.difference(pose, truth[0].inverse * truth[frame])
            #expect(error < 0.01, "seed \(seed), frame \(frame): off by \(error)")
        }
    }

    @Test func framesThatNothingJoinsHaveGroupsOfTheirOwn() {
        let truth = Self.square + Self.square
        let solution = Self.graph(6, [Self.edge(2, 0, truth), Self.edge(5, 3, truth)]).optimized()
        #expect(solution.first == [0, 1, 0, 3, 4, 3])
        #expect(Self.difference(solution.poses[5], truth[3].inverse * truth[5]) < 1e-12)
        #expect(solution.poses[4] == .identity)
    }

    @Test func noFramesAndNoEdgesAreNoTrouble() {
        #expect(PoseGraph(count: 0).optimized().poses.isEmpty)
        #expect(PoseGraph(count: 2).optimized().first == [0, 1])
        let flat = PoseGraph.Edge(from: 0, to: 1, targetFromSource: .identity, covariance: .zero)
        #expect(flat == nil)
    }
}
