import LinearAlgebra
import PointClouds
import SpatialSearch

/// What the points themselves say about a pose, however it was found.
struct PoseEvidence: Sendable {
    /// One cloud's points under the pose, counted by what the other cloud says to them.
    struct Side: Sendable {
        var total = 0
        /// On the other's surface: within the distance, normals alike.
        var lying = 0
        /// In space the other's sensor saw to be empty, or that lets through what should have been seen.
        var free = 0
        /// Where the other's sensor measured a surface at that depth, yet not lying on it.
        var beside = 0
        /// Behind the other's surface, or out of its sight.
        var unseen = 0

        static func += (left: inout Self, right: Self) {
            left.total += right.total
            left.lying += right.lying
            left.free += right.free
            left.beside += right.beside
            left.unseen += right.unseen
        }
    }
    var source = Side()
    var target = Side()
    /// Of the lying points, across the surface.
    var squaredResidual = 0.0

    var overlap: (source: Double, target: Double) {
        (Double(source.lying) / Double(max(1, source.total)), Double(target.lying) / Double(max(1, target.total)))
    }

    /// Lying points among all that the other cloud has something to say about.
    var agreement: Double {
        let lying = Double(source.lying + target.lying)
        let against = Double(source.free + target.free)
        return lying + against > 0 ? lying / (lying + against) : 0
    }

    /// What lies together less what contradicts, as a share of the smaller cloud.
    var score: Double {
        let lying = Double(source.lying + target.lying) - 8 * Double(source.free + target.free)
        return lying / Double(2 * max(1, min(source.total, target.total)))
    }

    var residual: Double {
        (squaredResidual / Double(max(1, source.lying + target.lying))).squareRoot()
    }
}

/// Two clouds at one scale, with what was seen of each: ready to judge poses.
struct EvidenceSource: Sendable {
    let source: SurfaceSamples
    let target: SurfaceSamples
    let sourceSeen: SeenSpace?
    let targetSeen: SeenSpace?
    /// Whether the normals' sides mean something in both clouds.
    let oriented: Bool
    /// The distance across the surface within which a point lies on it.
    let distance: Double
    let threads: Int

    init(
        source: SurfaceSamples, target: SurfaceSamples, sourceSeen: SeenSpace?, targetSeen: SeenSpace?,
        oriented: Bool, distance: Double, threads: Int
    ) {
        (self.source, self.target, self.sourceSeen, self.targetSeen) = (source, target, sourceSeen, targetSeen)
        (self.oriented, self.distance, self.threads) = (oriented, distance, threads)
    }

    /// - Parameter limit: at most so many points of each cloud are asked.
    func evidence(_ targetFromSource: RigidTransform, limit: Int = .max) -> PoseEvidence {
        var evidence = PoseEvidence()
        let a = side(source, target, targetSeen, targetFromSource, limit)
        let b = side(target, source, sourceSeen, targetFromSource.inverse, limit)
        evidence.source = a.side
        evidence.target = b.side
        evidence.squaredResidual = a.squared + b.squared
        return evidence
    }

    private struct Sum {
        var side = PoseEvidence.Side()
        var squared = 0.0
    }

    private func side(
        _ cloud: SurfaceSamples, _ other: SurfaceSamples, _ seen: SeenSpace?, _ pose: RigidTransform, _ limit: Int
    ) -> (side: PoseEvidence.Side, squared: Double) {
        let step = max(1, cloud.count / max(1, limit))
        let count = cloud.count / step
        // A neighbour may be up to a voxel's diagonal away along the surface.
        let reach = Float(1.6 * max(cloud.voxel, other.voxel) + distance)
        let limit = Float(distance)
        let free = Float(2 * distance + 0.5 * max(cloud.voxel, other.voxel))
        let rotation = pose.rotation
        let sum = orderedSum(of: count, blockSize: 256, threads: threads, zero: Sum()) { sum, k in
            let i = k * step
            let p = SIMD3<Float>(pose * SIMD3<Double>(cloud.points[i]))
            let n = SIMD3<Float>(rotation * SIMD3<Double>(cloud.normals[i]))
            sum.side.total += 1
            if let found = other.tree.nearest(to: p, within: reach) {
                let m = other.normals[found.index]
                let d = p - other.points[found.index]
                let across = abs((d * m).sum())
                let along = oriented ? (n * m).sum() : abs((n * m).sum())
                if across < limit && along > 0.75 {
                    sum.side.lying += 1
                    sum.squared += Double(across * across)
                    return
                }
            }
            switch seen?.place(of: p, tolerance: free) ?? .unknown {
            case .free: sum.side.free += 1
            case .surface: sum.side.beside += 1
            case .hidden, .unknown: sum.side.unseen += 1
            }
        } combine: {
            $0.side += $1.side
            $0.squared += $1.squared
        }
        return (sum.side, sum.squared)
    }
}
