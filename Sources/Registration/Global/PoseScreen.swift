import LinearAlgebra
import PointClouds

/// Tries poses by the thousand: what lies where is looked up, and what comes near is drawn closer.
struct PoseScreen: Sendable {
    private let coarse: EvidenceSource
    private let moving, fixed: BalancedSamples
    /// Of the fixed cloud with wide and with narrow cells, and of the moving cloud.
    private let wide, narrow, back: SurfaceGrid
    private let threads: Int

    private var voxel: Double { coarse.source.voxel }

    init(_ coarse: EvidenceSource) {
        self.coarse = coarse
        threads = coarse.threads
        moving = BalancedSamples(coarse.source, limit: 256, oriented: coarse.oriented)
        fixed = BalancedSamples(coarse.target, limit: 256, oriented: coarse.oriented)
        wide = SurfaceGrid(coarse.target, cell: 2 * coarse.source.voxel)
        narrow = SurfaceGrid(coarse.target, cell: coarse.source.voxel)
        back = SurfaceGrid(coarse.source, cell: coarse.source.voxel)
    }

    /// The `limit` best of `poses` as they are, in their order.
    func promising(_ poses: [RigidTransform], limit: Int) -> [RigidTransform] {
        var hits = [Int32](repeating: 0, count: poses.count)
        fill(&hits, size: 64) { Int32(self.hits(poses[$0], first: 128)) }
        return poses.indices.sorted { (hits[$1], $0) < (hits[$0], $1) }.prefix(limit).map { poses[$0] }
    }

    /// The poses drawn closer, each with its score.
    func drawnCloser(_ poses: [RigidTransform]) -> [Candidate] {
        var result = [Candidate](repeating: Candidate(pose: .identity), count: poses.count)
        fill(&result, size: 4) { i in
            let pose = closer(closer(poses[i], wide, first: 200, steps: 5), narrow, first: 256, steps: 4)
            var candidate = Candidate(pose: pose, origin: "screen")
            candidate.screening = score(pose)
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

    /// How many of the moving cloud's first balanced samples lie near the fixed cloud, normals alike; those that hit
    /// next to nothing aren't followed to the end.
    private func hits(_ pose: RigidTransform, first count: Int) -> Int {
        let turn = Turn(pose)
        let reach = Float(1.5 * voxel)
        var hits = 0
        for i in 0..<min(count, moving.count) {
            if i == 32 && hits < 4 { break }
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
            guard equations.pairs >= 6, let step = equations.step(damping: 1e-6, locks: []) else { break }
            pose = pose.moved(by: step)
            if step.translation.length < 0.02 * voxel && step.rotation.length < 2e-3 { break }
        }
        return pose
    }

    /// As ``PoseEvidence/score``, on the balanced samples.
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
        let reach = Float(coarse.distance + 0.25 * voxel)
        let free = Float(2 * coarse.distance + 0.75 * voxel)
        var (lying, against) = (0, 0)
        for i in 0..<samples.count {
            let p = turn * samples.points[i]
            if let (q, m) = grid.sample(near: p) {
                let across = abs(((p - q) * m).sum())
                let along = (turn.rotated(samples.normals[i]) * m).sum()
                if across < reach && (coarse.oriented ? along : abs(along)) > 0.7 {
                    lying += 1
                    continue
                }
            }
            if case .free? = seen?.place(of: p, tolerance: free) { against += 1 }
        }
        return Double(lying - 8 * against) / Double(max(1, samples.count))
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
