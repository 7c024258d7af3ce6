import LinearAlgebra
import Parallel
import PointClouds
import Sensing

/// Tries poses by the thousand: what lies where is looked up in tables, and what comes near is drawn closer.
struct PoseScreen: Sendable {
    /// Which clouds are screened, and so what a score can say.
    enum Scale {
        /// Samples are far apart, so that only the number of them that lie together says something.
        case coarse
        /// The clouds' own noise is small beside the distance of contact, so that closeness says something, too.
        case fine

        /// Of each cloud, balanced samples by which a pose is scored.
        var probes: Int {
            switch self {
            case .coarse: 256
            case .fine: 512
            }
        }
    }

    private let clouds: EvidenceSource
    private let scale: Scale
    private let moving, fixed: BalancedSamples
    /// Of the fixed cloud with wide and with narrow cells, and of the moving cloud.
    private let wide, narrow, back: SurfaceGrid
    /// When a sample lies on the other cloud at a first look, and when a pose is scored.
    private let sighted, scored: SurfaceContact
    private let paired: SurfaceContact
    private let emptySpace: EmptySpace
    private let threads: Int

    private var voxel: Double { clouds.source.voxel }

    init(_ clouds: EvidenceSource, _ scale: Scale) {
        (self.clouds, self.scale, threads) = (clouds, scale, clouds.threads)
        let (voxel, distance, oriented) = (clouds.source.voxel, clouds.distance, clouds.oriented)
        moving = BalancedSamples(clouds.source, limit: scale.probes, oriented: oriented)
        fixed = BalancedSamples(clouds.target, limit: scale.probes, oriented: oriented)
        wide = SurfaceGrid(clouds.target, cell: 2 * voxel)
        narrow = SurfaceGrid(clouds.target, cell: voxel)
        back = SurfaceGrid(clouds.source, cell: voxel)
        sighted = .sighted(within: 1.5 * voxel, comparesSides: oriented)
        // A coarse table's sample is off by a quarter of a voxel across a curved surface.
        scored = .scored(within: distance + (scale == .fine ? 0 : 0.25) * voxel, comparesSides: oriented)
        paired = .paired(comparesSides: oriented)
        emptySpace = .screened(distance: distance, voxel: voxel)
    }

    /// Samples by which poses are ranked before any is drawn closer.
    private enum Looks {
        /// Enough to tell a pose that touches next to nothing from one that may be right …
        static let first = 32
        /// … and to put those that are left in order.
        static let second = 128
        /// After the first look so many times the poses that are wanted are left, and at least this part of all.
        static let keptOfLimit = 8
        static let keptPart = 8
    }

    /// A few steps of ICP with balanced samples and one table.
    private struct Draw {
        let samples: Int
        let steps: Int

        /// From a rotation out of a grid, some 20° off: few samples, since most such poses are far from right.
        static let fromAfar = Draw(samples: 80, steps: 4)
        /// With wide cells, which reach some voxels far …
        static let wide = Draw(samples: 200, steps: 5)
        /// … and with narrow ones, which are more exact.
        static let narrow = Draw(samples: 256, steps: 4)
    }

    /// The `limit` best of `poses` as they are, in their order, of those that are much the same one.
    func promising(_ poses: [RigidTransform], limit: Int) -> [RigidTransform] {
        // A first look at a few samples leaves most of them behind.
        var order = ranked(Array(poses.indices), poses, samples: Looks.first)
            .prefix(max(Looks.keptOfLimit * limit, poses.count / Looks.keptPart))
        order = ranked(Array(order), poses, samples: Looks.second)[...]
        var taken: Set<Neighborhood> = []
        var result: [RigidTransform] = []
        for i in order where result.count < limit {
            if taken.insert(Neighborhood(poses[i], distance: Neighborhood.voxels * voxel)).inserted {
                result.append(poses[i])
            }
        }
        return result
    }

    /// `candidates` among the poses, most hits first.
    private func ranked(_ candidates: [Int], _ poses: [RigidTransform], samples: Int) -> [Int] {
        let hits = parallelMap(candidates.indices, blockSize: 64, threads: threads) {
            self.hits(poses[candidates[$0]], first: samples)
        }
        return candidates.indices.sorted { (hits[$1], $0) < (hits[$0], $1) }.map { candidates[$0] }
    }

    /// Poses within some 20° and `distance` of one another are mostly of one neighbourhood.
    private struct Neighborhood: Hashable {
        /// The distance in coarse voxels, about as far as poses are drawn.
        static let voxels = 3.0
        /// Steps of a quaternion's entries, 1/6 each: an angle of some 20°.
        private static let stepsPerUnit = 6.0
        let rotation: SIMD4<Int8>
        let translation: SIMD3<Int32>

        init(_ pose: RigidTransform, distance: Double) {
            let q = Quaternion(rotation: pose.rotation)
            let sign = q.w < 0 ? -1.0 : 1
            rotation = SIMD4<Int8>((SIMD4(q.x, q.y, q.z, q.w) * (sign * Self.stepsPerUnit)).rounded(.toNearestOrEven))
            let t = SIMD3<Double>(pose.translation) / distance
            translation = SIMD3<Int32>(
                t.clamped(lowerBound: .init(repeating: -1e9), upperBound: .init(repeating: 1e9)).rounded(.down))
        }
    }

    /// The poses drawn closer, each with its score.
    func drawnCloser(_ poses: [RigidTransform]) -> [ScreenedPose] {
        parallelMap(poses.indices, blockSize: 4, threads: threads) { i in
            let pose = closer(closer(poses[i], wide, .wide), narrow, .narrow)
            return ScreenedPose(pose: pose, score: score(pose))
        }
    }

    /// Poses from rotations all over the sphere, one cloud's middle on the other's: for clouds that are about one thing
    /// of much the same size.
    func fromRotations(count: Int, shifts: [(moving: Vector3, fixed: Vector3)], limit: Int) -> [ScreenedPose] {
        let turns = (0..<count).map { Quaternion(spiral: $0, of: count).rotation }
        let poses = shifts.flatMap { shift in
            turns.map { RigidTransform(rotation: $0, translation: shift.fixed - $0 * shift.moving) }
        }
        let near = parallelMap(poses.indices, blockSize: 16, threads: threads) {
            closer(poses[$0], wide, .fromAfar)
        }
        return drawnCloser(promising(near, limit: limit))
    }

    /// How many of the moving cloud's first balanced samples lie near the fixed cloud, normals alike.
    private func hits(_ pose: RigidTransform, first count: Int) -> Int {
        let turn = Turn(pose)
        var hits = 0
        for i in 0..<min(count, moving.count) {
            let p = turn * moving.points[i]
            guard let (q, m) = wide.sample(near: p) else { continue }
            let across = abs(((p - q) * m).sum())
            if sighted.isNear(across: across) && sighted.isAlike(turn.rotated(moving.normals[i]), m) { hits += 1 }
        }
        return hits
    }

    /// How much an error along the surface weighs beside one across it: enough to keep plain surfaces from running away.
    private static let along = 0.1
    /// Fewer pairs don't fix six motions.
    private static let leastPairs = 6
    /// Only for motions that nothing holds.
    private static let damping = 1e-6
    /// A smaller step changes no neighbour in a table, in coarse voxels and radians.
    private static let settled = (voxels: 0.02, angle: 2e-3)

    /// A few steps of ICP with the table's neighbours.
    private func closer(_ start: RigidTransform, _ grid: SurfaceGrid, _ draw: Draw) -> RigidTransform {
        var pose = start
        for _ in 0..<draw.steps {
            let turn = Turn(pose)
            var equations = NormalEquations()
            for i in 0..<min(draw.samples, moving.count) {
                let p = turn * moving.points[i]
                guard let (q, m) = grid.sample(near: p) else { continue }
                guard paired.isAlike(turn.rotated(moving.normals[i]), m) else { continue }
                let n = Vector3(m)
                // Across the surface, and a little along it, which keeps plain surfaces from running away.
                var information = SymmetricMatrix3(outer: n)
                information.xx += Self.along
                information.yy += Self.along
                information.zz += Self.along
                let d = p - q
                // Distant neighbours are often none.
                let scale = Float(grid.cell)
                let weight = Double(1 / (1 + (d * d).sum() / (scale * scale)))
                equations.add(Vector3(p), residual: Vector3(d), information: information, weight: weight)
                equations.pairs += 1
            }
            guard equations.pairs >= Self.leastPairs, let step = equations.step(damping: Self.damping) else { break }
            pose = pose.moved(by: step)
            if step.translation.length < Self.settled.voxels * voxel && step.rotation.length < Self.settled.angle {
                break
            }
        }
        return pose
    }

    /// What lies together less what contradicts, as a share of the smaller cloud, on the balanced samples.
    private func score(_ pose: RigidTransform) -> Double {
        let (a, b) = (Double(clouds.source.count), Double(clouds.target.count))
        let forward = share(moving, narrow, clouds.targetSeen, pose)
        let backward = share(fixed, back, clouds.sourceSeen, pose.inverse)
        return (forward * a + backward * b) / (2 * max(1, min(a, b)))
    }

    private func share(
        _ samples: BalancedSamples, _ grid: SurfaceGrid, _ seen: SeenSpace<CubeGrid>?, _ pose: RigidTransform
    ) -> Double {
        let turn = Turn(pose)
        let reach = Float(scored.distance)
        var (lying, against, beside) = (0, 0, 0)
        var close: Float = 0
        let inverse = 1 / (reach * reach)
        for i in 0..<samples.count {
            let p = turn * samples.points[i]
            if let (q, m) = grid.sample(near: p) {
                let across = ((p - q) * m).sum()
                if scored.isNear(across: abs(across)) && scored.isAlike(turn.rotated(samples.normals[i]), m) {
                    lying += 1
                    close += 1 - across * across * inverse
                    continue
                }
            }
            switch seen?.sight(of: p, tolerance: emptySpace.margin) {
            case .empty: against += 1
            case .surface: beside += 1
            case .hidden, .unmeasured, nil: break
            }
        }
        let explained = Double(lying + 1) / Double(lying + beside + against + 1)
        var trust = explained
        if scale == .fine {
            // 1 − d² is 2/3 on average where distances are by chance, and 1 where surfaces are one.
            let closeness = lying > 0 ? max(0, 1.5 * Double(close) / Double(lying) - 0.5) : 1
            trust = explained * explained * closeness * closeness
        }
        return (Double(close) * trust - EmptySpace.screenedPenalty * Double(against)) / Double(max(1, samples.count))
    }
}

/// A pose in single precision, for points by the million.
private struct Turn {
    let x, y, z, translation: SIMD3<Float>

    init(_ pose: RigidTransform) {
        x = SIMD3<Float>(pose.rotation.columns.x)
        y = SIMD3<Float>(pose.rotation.columns.y)
        z = SIMD3<Float>(pose.rotation.columns.z)
        translation = SIMD3<Float>(pose.translation)
    }

    @inline(__always)
    func rotated(_ v: SIMD3<Float>) -> SIMD3<Float> { x * v.x + y * v.y + z * v.z }

    @inline(__always)
    static func * (turn: Self, p: SIMD3<Float>) -> SIMD3<Float> { turn.rotated(p) + turn.translation }
}
