import LinearAlgebra
import Parallel
import PointClouds
import Sensing
import SpatialSearch

/// What the points themselves say about a pose, however it was found.
struct PoseEvidence: Sendable {
    /// One cloud's points under the pose, counted by what the other cloud says to them.
    struct Side: Sendable {
        var total = 0
        /// On the other's surface: within the distance, normals alike.
        var lying = 0
        /// So near a sample of the other that they should be of one surface, lying on it or not.
        var touching = 0
        /// As ``lying``, within twice the distance.
        var near = 0
        /// In space the other's sensor saw to be empty, or that lets through what should have been seen.
        var free = 0
        /// Where the other's sensor measured a surface at that depth, yet not lying on it.
        var beside = 0

        static func += (left: inout Self, right: Self) {
            left.total += right.total
            left.lying += right.lying
            left.touching += right.touching
            left.near += right.near
            left.free += right.free
            left.beside += right.beside
        }
    }
    var source = Side()
    var target = Side()
    /// The distance across the surface within which a point lies on it, in metres.
    var distance = 1.0
    /// Of the lying points, across the surface.
    var squaredResidual = 0.0
    /// The lying points of each cloud, weighted by how closely they lie: 1 on the surface, 0 at the distance. Surfaces
    /// that only cross one another lie at all distances alike, those that are one lie close.
    var closeness = (source: 0.0, target: 0.0)

    var overlap: (source: Double, target: Double) {
        (Double(source.lying) / Double(max(1, source.total)), Double(target.lying) / Double(max(1, target.total)))
    }

    /// Of the points near the other cloud's, the share that is ``Side/near`` its surface.
    var conformity: (source: Double, target: Double) {
        func share(_ side: Side) -> Double { Double(side.near) / Double(side.touching + 1) }
        return (share(source), share(target))
    }

    /// Lying points among all that the other cloud has something to say about.
    var agreement: Double {
        let lying = Double(source.lying + target.lying)
        let against = Double(source.free + target.free)
        return lying + against > 0 ? lying / (lying + against) : 0
    }

    /// Samples of each cloud, of which some or all were asked.
    var sizes = (source: 1, target: 1)

    /// Samples that lie on the other cloud, of all and not only those asked: the fewer of the two clouds'.
    var support: Int {
        Int(min(overlap.source * Double(sizes.source), overlap.target * Double(sizes.target)).rounded())
    }

    /// What lies together, and how closely, less what contradicts, as a share of the smaller cloud: a wrong pose may
    /// bring more together than the right one, but seldom without some of it standing in empty space.
    var closeScore: Double {
        func part(_ close: Double, _ side: Side, _ size: Int) -> Double {
            (close - EmptySpace.judgedPenalty * Double(side.free)) / Double(max(1, side.total)) * Double(size)
        }
        let sum = part(closeness.source, source, sizes.source) + part(closeness.target, target, sizes.target)
        return sum / Double(2 * max(1, min(sizes.source, sizes.target)))
    }

    /// How well the surfaces that meet agree, 0…1: scans of one surface lie as closely as their noise allows, and next to
    /// nothing that both sensors saw is left over; a wrong pose that slides a table along itself misses what stands on it.
    var trust: Double {
        let relative = residual / distance
        // 1 where the surfaces are one, ½ where distances are by chance, with a mean square of ⅓.
        let close = max(0, 1 - 1.5 * relative * relative)
        return close * close * explained * explained
    }

    /// Of the samples of which the other sensor measured the place, the share that lies on its surface: the lower of
    /// the two clouds'.
    var explained: Double {
        func share(_ side: Side) -> Double {
            Double(side.lying) / Double(max(1, side.lying + side.free + side.beside))
        }
        return min(share(source), share(target))
    }

    var residual: Double {
        (squaredResidual / Double(max(1, source.lying + target.lying))).squareRoot()
    }
}

/// Two clouds at one scale, with what was seen of each: ready to judge poses.
struct EvidenceSource: Sendable {
    let source: SurfaceSamples
    let target: SurfaceSamples
    let sourceSeen: SeenSpace<CubeGrid>?
    let targetSeen: SeenSpace<CubeGrid>?
    /// Whether the normals' sides mean something in both clouds.
    let oriented: Bool
    /// When a point of one cloud lies on the other.
    let contact: SurfaceContact
    var threads: Int

    /// The distance across the surface within which a point lies on it, in metres.
    var distance: Double { contact.distance }

    init(
        source: SurfaceSamples, target: SurfaceSamples, sourceSeen: SeenSpace<CubeGrid>?,
        targetSeen: SeenSpace<CubeGrid>?,
        oriented: Bool, distance: Double, threads: Int
    ) {
        (self.source, self.target, self.sourceSeen, self.targetSeen) = (source, target, sourceSeen, targetSeen)
        (self.oriented, self.threads) = (oriented, threads)
        contact = .judged(within: distance, comparesSides: oriented)
    }

    /// - Parameter limit: of each cloud about so many points are asked, fewer than twice as many.
    func evidence(_ targetFromSource: RigidTransform, limit: Int = .max) -> PoseEvidence {
        func every(_ count: Int) -> [Int32] {
            let step = max(1, count / max(1, limit))
            return (0..<count / step).map { Int32($0 * step) }
        }
        return evidence(targetFromSource, of: (every(source.count), every(target.count)))
    }

    /// What these samples of the source and of the target say.
    func evidence(_ targetFromSource: RigidTransform, of asked: (source: [Int32], target: [Int32])) -> PoseEvidence {
        var evidence = PoseEvidence()
        let a = side(source, asked.source, target, targetSeen, targetFromSource)
        let b = side(target, asked.target, source, sourceSeen, targetFromSource.inverse)
        evidence.source = a.side
        evidence.target = b.side
        evidence.squaredResidual = a.squared + b.squared
        evidence.distance = distance
        evidence.closeness = (a.closeness, b.closeness)
        evidence.sizes = (source.count, target.count)
        return evidence
    }

    /// Samples that stand for the surfaces' directions rather than their areas.
    func balanced(limit: Int) -> (source: [Int32], target: [Int32]) {
        (
            BalancedSamples(source, limit: limit, oriented: oriented).indices,
            BalancedSamples(target, limit: limit, oriented: oriented).indices
        )
    }

    private struct Sum {
        var side = PoseEvidence.Side()
        var squared = 0.0
        var closeness = 0.0
    }

    private func side(
        _ cloud: SurfaceSamples, _ asked: [Int32], _ other: SurfaceSamples, _ seen: SeenSpace<CubeGrid>?,
        _ pose: RigidTransform
    ) -> Sum {
        let voxel = max(cloud.voxel, other.voxel)
        let reach = Float(contact.reach(voxel: voxel))
        let twice = Float(2 * distance)
        let emptySpace = EmptySpace.judged(contact: contact, voxel: voxel)
        let inverse = 1 / (distance * distance)
        let rotation = pose.rotation
        return orderedSum(of: asked.count, blockSize: 256, threads: threads, zero: Sum()) { sum, k in
            let i = Int(asked[k])
            let p = SIMD3<Float>(pose * SIMD3<Double>(cloud.points[i]))
            let n = SIMD3<Float>(rotation * SIMD3<Double>(cloud.normals[i]))
            sum.side.total += 1
            if let found = other.tree.nearest(to: p, within: reach) {
                sum.side.touching += 1
                let m = other.normals[found.index]
                let d = p - other.points[found.index]
                let across = abs((d * m).sum())
                if contact.isAlike(n, m) {
                    if across < twice { sum.side.near += 1 }
                    if contact.isNear(across: across) {
                        sum.side.lying += 1
                        sum.squared += Double(across * across)
                        let rest = 1 - Double(across * across) * inverse
                        sum.closeness += rest * rest
                        return
                    }
                }
            }
            // Behind the other's surface, or out of its sight, nothing is known.
            switch seen?.sight(of: p, tolerance: emptySpace.margin) {
            case .empty: sum.side.free += 1
            case .surface: sum.side.beside += 1
            case .hidden, .unmeasured, nil: break
            }
        } combine: {
            $0.side += $1.side
            $0.squared += $1.squared
            $0.closeness += $1.closeness
        }
    }
}
