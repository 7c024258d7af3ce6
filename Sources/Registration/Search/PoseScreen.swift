import LinearAlgebra
import Parallel
import PointClouds

/// Tries poses by the thousand: what lies where is looked up, and what comes near is drawn closer.
struct PoseScreen: Sendable {
    private let coarse: EvidenceSource
    private let moving, fixed: BalancedSamples
    /// Of the fixed cloud with wide and with narrow cells, and of the moving cloud.
    private let wide, narrow, back: SurfaceGrid
    private let threads: Int
    /// Whether the clouds' own noise is small beside the distance, so that closeness says something.
    private let isFine: Bool

    private var voxel: Double { coarse.source.voxel }

    /// - Parameter samples: of each cloud, by which a pose is judged.
    init(_ coarse: EvidenceSource, samples: Int, isFine: Bool = false) {
        self.isFine = isFine
        self.coarse = coarse
        threads = coarse.threads
        moving = BalancedSamples(coarse.source, limit: samples, oriented: coarse.oriented)
        fixed = BalancedSamples(coarse.target, limit: samples, oriented: coarse.oriented)
        wide = SurfaceGrid(coarse.target, cell: 2 * coarse.source.voxel)
        narrow = SurfaceGrid(coarse.target, cell: coarse.source.voxel)
        back = SurfaceGrid(coarse.source, cell: coarse.source.voxel)
    }

    /// The `limit` best of `poses` as they are, in their order, of those that are much the same one.
    func promising(_ poses: [RigidTransform], limit: Int) -> [RigidTransform] {
        // A first look at a few samples leaves most of them behind.
        var order = ranked(Array(poses.indices), poses, samples: 32).prefix(max(8 * limit, poses.count / 8))
        order = ranked(Array(order), poses, samples: 128)[...]
        var taken: Set<Neighborhood> = []
        var result: [RigidTransform] = []
        for i in order where result.count < limit {
            if taken.insert(Neighborhood(poses[i], distance: 3 * voxel)).inserted { result.append(poses[i]) }
        }
        return result
    }

    /// `candidates` among the poses, most hits first.
    private func ranked(_ candidates: [Int], _ poses: [RigidTransform], samples: Int) -> [Int] {
        var hits = [Int32](repeating: 0, count: candidates.count)
        fill(&hits, size: 64) { Int32(self.hits(poses[candidates[$0]], first: samples)) }
        return candidates.indices.sorted { (hits[$1], $0) < (hits[$0], $1) }.map { candidates[$0] }
    }

    /// Poses within some 20° and `distance` of one another are mostly of one neighbourhood.
    private struct Neighborhood: Hashable {
        let rotation: SIMD4<Int8>
        let translation: SIMD3<Int32>

        init(_ pose: RigidTransform, distance: Double) {
            let q = Quaternion(rotation: pose.rotation)
            let sign = q.w < 0 ? -1.0 : 1
            rotation = SIMD4<Int8>((SIMD4(q.x, q.y, q.z, q.w) * (sign * 6)).rounded(.toNearestOrEven))
            let t = SIMD3<Double>(pose.translation) / distance
            translation = SIMD3<Int32>(
                t.clamped(lowerBound: .init(repeating: -1e9), upperBound: .init(repeating: 1e9)).rounded(.down))
        }
    }

    /// The poses drawn closer, each with its score.
    func drawnCloser(_ poses: [RigidTransform]) -> [Candidate] {
        var result = [Candidate](repeating: Candidate(pose: .identity), count: poses.count)
        fill(&result, size: 4) { i in
            let pose = closer(closer(poses[i], wide, first: 200, steps: 5), narrow, first: 256, steps: 4)
            var candidate = Candidate(pose: pose)
            candidate.worth = score(pose)
            return candidate
        }
        return result
    }

    /// Poses from rotations all over the sphere, one cloud's middle on the other's: for clouds that are about one thing
    /// of much the same size.
    func fromRotations(count: Int, shifts: [(moving: Vector3, fixed: Vector3)], limit: Int) -> [Candidate] {
        let turns = (0..<count).map { Quaternion(spiral: $0, of: count).rotation }
        let poses = shifts.flatMap { shift in
            turns.map { RigidTransform(rotation: $0, translation: shift.fixed - $0 * shift.moving) }
        }
        var near = [RigidTransform](repeating: .identity, count: poses.count)
        fill(&near, size: 16) { closer(poses[$0], wide, first: 80, steps: 4) }
        return drawnCloser(promising(near, limit: limit))
    }

    private func fill<Value: Sendable>(_ values: inout [Value], size: Int, _ value: (Int) -> Value) {
        let count = values.count
        values.withUnsafeMutableBufferPointer { values in
            nonisolated(unsafe) let values = values
            forEachBlock(of: count, size: size, threads: threads) { _, range in
                for i in range { values[i] = value(i) }
            }
        }
    }

    /// How many of the moving cloud's first balanced samples lie near the fixed cloud, normals alike.
    private func hits(_ pose: RigidTransform, first count: Int) -> Int {
        let turn = Turn(pose)
        let reach = Float(1.5 * voxel)
        var hits = 0
        for i in 0..<min(count, moving.count) {
            let p = turn * moving.points[i]
            guard let (q, m) = wide.sample(near: p) else { continue }
            let across = abs(((p - q) * m).sum())
            let along = (turn.rotated(moving.normals[i]) * m).sum()
            if across < reach && (coarse.oriented ? along : abs(along)) > 0.6 { hits += 1 }
        }
        return hits
    }

    /// A few steps of ICP with the table's neighbours.
    private func closer(_ start: RigidTransform, _ grid: SurfaceGrid, first count: Int, steps: Int) -> RigidTransform {
        var pose = start
        for _ in 0..<steps {
            let turn = Turn(pose)
            var equations = NormalEquations()
            for i in 0..<min(count, moving.count) {
                let p = turn * moving.points[i]
                guard let (q, m) = grid.sample(near: p) else { continue }
                let along = (turn.rotated(moving.normals[i]) * m).sum()
                guard (coarse.oriented ? along : abs(along)) > 0.5 else { continue }
                let n = Vector3(m)
                // Across the surface, and a little along it, which keeps plain surfaces from running away.
                var information = SymmetricMatrix3(outer: n)
                information.xx += 0.1
                information.yy += 0.1
                information.zz += 0.1
                let d = p - q
                // Distant neighbours are often none.
                let scale = Float(grid.cell)
                let weight = Double(1 / (1 + (d * d).sum() / (scale * scale)))
                equations.add(Vector3(p), residual: Vector3(d), information: information, weight: weight)
                equations.pairs += 1
            }
            guard equations.pairs >= 6, let step = equations.step(damping: 1e-6) else { break }
            pose = pose.moved(by: step)
            if step.translation.length < 0.02 * voxel && step.rotation.length < 2e-3 { break }
        }
        return pose
    }

    /// What lies together less what contradicts, as a share of the smaller cloud, on the balanced samples.
    private func score(_ pose: RigidTransform) -> Double {
        let (a, b) = (Double(coarse.source.count), Double(coarse.target.count))
        let forward = share(moving, narrow, coarse.targetSeen, pose)
        let backward = share(fixed, back, coarse.sourceSeen, pose.inverse)
        return (forward * a + backward * b) / (2 * max(1, min(a, b)))
    }

    private func share(
        _ samples: BalancedSamples, _ grid: SurfaceGrid, _ seen: SeenSpace?, _ pose: RigidTransform
    ) -> Double {
        let turn = Turn(pose)
        let reach = Float(coarse.distance + (isFine ? 0 : 0.25) * voxel)
        let free = Float(2 * coarse.distance + 0.75 * voxel)
        var (lying, against, beside) = (0, 0, 0)
        var close: Float = 0
        let inverse = 1 / (reach * reach)
        for i in 0..<samples.count {
            let p = turn * samples.points[i]
            if let (q, m) = grid.sample(near: p) {
                let across = ((p - q) * m).sum()
                let along = (turn.rotated(samples.normals[i]) * m).sum()
                if abs(across) < reach && (coarse.oriented ? along : abs(along)) > 0.7 {
                    lying += 1
                    close += 1 - across * across * inverse
                    continue
                }
            }
            guard let sight = seen?.sight(of: p) else { continue }
            if sight.before > free {
                against += 1
            } else if sight.behind <= free {
                beside += 1
            }
        }
        let explained = Double(lying + 1) / Double(lying + beside + against + 1)
        // The share of 1 − d² is 2/3 where distances are by chance.
        let closeness = isFine && lying > 0 ? max(0, 1.5 * Double(close) / Double(lying) - 0.5) : 1
        let trust = isFine ? explained * explained * closeness * closeness : explained
        return (Double(close) * trust - 8 * Double(against)) / Double(max(1, samples.count))
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
