import PointClouds
import SpatialSearch

/// Two clouds at the scales that a search goes through, with the samples that are asked at each.
struct SearchScales: Sendable {
    /// Where candidates come from.
    let coarse: EvidenceSource
    /// Half as large voxels: where poses are judged.
    var medium: EvidenceSource
    /// The finest that spacing and noise allow; as little as the noise allows counts as lying on the other cloud.
    var fine: EvidenceSource
    /// Of the moving cloud: coarse and medium samples over the surfaces' areas, and medium ones by their directions.
    let coarseSubset, mediumSubset, mediumBalancedSubset: SurfaceSamples
    /// Medium samples that stand for the surfaces' directions rather than their areas; so does every prefix.
    let mediumBalanced: (source: [Int32], target: [Int32])

    /// The edge of the coarse voxels, in metres.
    var voxel: Double { coarse.source.voxel }

    /// - Parameter samples: see ``coarseSamples(of:_:threads:)``.
    init(
        _ moving: PreparedCloud, _ fixed: PreparedCloud,
        coarse samples: (source: SurfaceSamples, target: SurfaceSamples),
        _ options: AlignmentOptions
    ) throws(VoxelGridError) {
        let threads = options.threads
        let noise = max(moving.noise, fixed.noise)
        let voxel = samples.source.voxel
        func evidence(_ source: SurfaceSamples, _ target: SurfaceSamples, _ distance: Double) -> EvidenceSource {
            EvidenceSource(
                source: source, target: target, sourceSeen: moving.seen, targetSeen: fixed.seen,
                oriented: moving.isOriented && fixed.isOriented,
                distance: Rules.contactDistance(distance, noise: noise), threads: threads)
        }
        coarse = evidence(samples.source, samples.target, voxel / 2)
        medium = evidence(
            try moving.samples(voxel: voxel / 2, threads: threads),
            try fixed.samples(voxel: voxel / 2, threads: threads), voxel / 4)
        let finest = try Self.finest(moving, fixed, coarse: voxel, options)
        fine = evidence(finest.source, finest.target, finest.source.voxel / 4)
        coarseSubset = coarse.source.thinned(to: Subsets.coarse, threads: threads)
        mediumSubset = medium.source.thinned(to: Subsets.medium, threads: threads)
        mediumBalanced = medium.balanced(limit: Subsets.balanced)
        mediumBalancedSubset = medium.source.chosen(
            mediumBalanced.source.prefix(Subsets.balancedForICP), threads: threads)
    }

    /// How many samples the stages of a search ask.
    private enum Subsets {
        /// Of the moving cloud, for ICP.
        static let coarse = 1000
        static let medium = 1500
        static let balancedForICP = 400
        /// Of each cloud, balanced over the surfaces' directions, for judging.
        static let balanced = 2000
    }

    /// How the scales follow from the clouds.
    enum Rules {
        /// The edge of coarse voxels: several points in each, not so many that a search takes long, and the surface
        /// flat within one, as far as noise allows.
        static func coarseVoxel(spacing: Double, size: Double, noise: Double) -> Double {
            max(2 * spacing, size / 60, 4 * noise)
        }

        /// The distance across the surface within which samples lie on it: of 2.5 standard deviations of noise, 99 % do.
        static func contactDistance(_ distance: Double, noise: Double) -> Double { max(distance, 2.5 * noise) }

        /// Neighbours of a normal on the coarse and the finest scale: as many as reach across a lidar's rings.
        static let neighbors = 20
        /// Coarse samples of either cloud: more make a search slow. But a part in a large scene needs voxels of about
        /// this part of its own size, so that from there on more samples are taken rather than larger voxels.
        static let coarseSamples = 9000
        static let sceneSamples = 40_000
        static let sceneVoxelsAcross = 30.0
        static let coarseGrowth = 1.25
        /// Samples of either cloud at the finest scale.
        static let fineSamples = 100_000
        static let fineGrowth = 1.5
    }

    static func coarseSamples(
        of source: PreparedCloud, _ target: PreparedCloud, threads: Int
    ) throws(VoxelGridError) -> (source: SurfaceSamples, target: SurfaceSamples) {
        let smaller = min(source.diagonal, target.diagonal)
        var voxel = Rules.coarseVoxel(
            spacing: max(source.spacing, target.spacing), size: smaller, noise: max(source.noise, target.noise))
        func samples(_ cloud: PreparedCloud) throws(VoxelGridError) -> SurfaceSamples {
            try cloud.samples(voxel: voxel, neighbors: Rules.neighbors, threads: threads)
        }
        var (s, t) = (try samples(source), try samples(target))
        while max(s.count, t.count)
            > (voxel < smaller / Rules.sceneVoxelsAcross ? Rules.coarseSamples : Rules.sceneSamples)
        {
            voxel *= Rules.coarseGrowth
            if s.count > Rules.coarseSamples { s = try samples(source) }
            if t.count > Rules.coarseSamples { t = try samples(target) }
        }
        return (s, t)
    }

    /// Both clouds at the finest scale that spacing, noise and `options.voxel` allow.
    private static func finest(
        _ moving: PreparedCloud, _ fixed: PreparedCloud, coarse: Double, _ options: AlignmentOptions
    ) throws(VoxelGridError) -> (source: SurfaceSamples, target: SurfaceSamples) {
        let spacing = max(moving.spacing, fixed.spacing)
        var size = options.voxel.map { min($0, coarse / 2) } ?? max(min(2 * spacing, coarse / 2), coarse / 4)
        while true {
            let clouds = (
                source: try moving.samples(voxel: size, neighbors: Rules.neighbors, threads: options.threads),
                target: try fixed.samples(voxel: size, neighbors: Rules.neighbors, threads: options.threads)
            )
            if options.voxel != nil || max(clouds.source.count, clouds.target.count) <= Rules.fineSamples {
                return clouds
            }
            size *= Rules.fineGrowth
        }
    }
}
