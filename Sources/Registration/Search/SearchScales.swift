import PointClouds
import SpatialSearch

/// Two clouds at the scales a search goes through, with the samples that are asked at each.
struct SearchScales: Sendable {
    /// Where candidates come from: voxels of twice the larger spacing or a sixtieth of the smaller cloud.
    let coarse: EvidenceSource
    /// Half as large: where poses are judged.
    var medium: EvidenceSource
    /// The finest that spacing and noise allow; as little as the noise allows counts as lying on the other cloud.
    var sharp: EvidenceSource
    /// Of the moving cloud: coarse ones; medium ones by areas, and a few by the surfaces' directions.
    let thin, many, some: SurfaceSamples
    /// Medium samples that stand for the surfaces' directions rather than their areas; so does every prefix.
    let even: (source: [Int32], target: [Int32])

    /// - Parameter coarse: see ``coarseSamples(of:_:threads:)``.
    init(
        _ moving: PreparedCloud, _ fixed: PreparedCloud, coarse: (source: SurfaceSamples, target: SurfaceSamples),
        _ options: AlignmentOptions
    ) throws(VoxelGridError) {
        let threads = options.threads
        let noise = max(moving.noise, fixed.noise)
        let voxel = coarse.source.voxel
        func evidence(_ source: SurfaceSamples, _ target: SurfaceSamples, _ distance: Double) -> EvidenceSource {
            EvidenceSource(
                source: source, target: target, sourceSeen: moving.seen, targetSeen: fixed.seen,
                oriented: moving.isOriented && fixed.isOriented, distance: max(distance, 2.5 * noise), threads: threads)
        }
        self.coarse = evidence(coarse.source, coarse.target, voxel / 2)
        medium = evidence(
            try moving.samples(voxel: voxel / 2, threads: threads),
            try fixed.samples(voxel: voxel / 2, threads: threads), voxel / 4)
        let fine = try Self.finest(moving, fixed, coarse: voxel, options)
        sharp = evidence(fine.source, fine.target, fine.source.voxel / 4)
        thin = coarse.source.thinned(to: 1000, threads: threads)
        many = medium.source.thinned(to: 1500, threads: threads)
        even = medium.balanced(limit: 2000)
        some = medium.source.chosen(even.source.prefix(400), threads: threads)
    }

    static func coarseSamples(
        of source: PreparedCloud, _ target: PreparedCloud, threads: Int
    ) throws(VoxelGridError) -> (source: SurfaceSamples, target: SurfaceSamples) {
        let noise = max(source.noise, target.noise)
        let smaller = min(source.diagonal, target.diagonal)
        var voxel = max(2 * max(source.spacing, target.spacing), smaller / 60, 4 * noise)
        var (s, t) = (
            try source.samples(voxel: voxel, neighbors: 20, threads: threads),
            try target.samples(voxel: voxel, neighbors: 20, threads: threads)
        )
        // A part in a large scene keeps its own scale, as far as the scene's samples can be borne.
        while max(s.count, t.count) > (voxel < smaller / 30 ? 9000 : 40_000) {
            voxel *= 1.25
            if s.count > 9000 { s = try source.samples(voxel: voxel, neighbors: 20, threads: threads) }
            if t.count > 9000 { t = try target.samples(voxel: voxel, neighbors: 20, threads: threads) }
        }
        return (s, t)
    }

    /// Both clouds at the finest scale that spacing, noise and `options.voxel` allow, at most some 100 000 samples.
    private static func finest(
        _ moving: PreparedCloud, _ fixed: PreparedCloud, coarse: Double, _ options: AlignmentOptions
    ) throws(VoxelGridError) -> (source: SurfaceSamples, target: SurfaceSamples) {
        let spacing = max(moving.spacing, fixed.spacing)
        var size = options.voxel.map { min($0, coarse / 2) } ?? max(min(2 * spacing, coarse / 2), coarse / 4)
        while true {
            // As many neighbours as reach across a lidar's rings.
            let clouds = (
                source: try moving.samples(voxel: size, neighbors: 20, threads: options.threads),
                target: try fixed.samples(voxel: size, neighbors: 20, threads: options.threads)
            )
            if options.voxel != nil || max(clouds.source.count, clouds.target.count) <= 100_000 { return clouds }
            size *= 1.5
        }
    }
}
