import LinearAlgebra
import Parallel
import PointClouds

/// What the scans themselves say to the joint poses.
///
/// A wrong pair that no loop checks puts all scans behind it in the wrong place. Where the sensors' places are known,
/// some of them then stand in space that others saw to be empty.
extension JointSearch {
    /// Fewer samples that say anything are too few.
    private static let leastSamples = 20
    /// Of each scan about so many samples are asked.
    private static let askedSamples = 4000

    /// For each pair in one group, of the samples of either scan that lie on the other or in its empty space, the share
    /// that lies on it; nil where there are too few.
    func agreements(_ pairs: [JointAlignment.Pair], _ poses: [RigidTransform], _ first: [Int]) -> [Double?] {
        parallelMap(pairs.indices, threads: options.threads) { i in
            let pair = pairs[i]
            guard first[pair.source] == first[pair.target], let source = scans[pair.source],
                let target = scans[pair.target]
            else { return nil }
            let (s, t) = (source.cloud, target.cloud)
            guard s.seen != nil || t.seen != nil else { return nil }
            let pose =
                RigidTransform(translation: t.center * -1) * poses[pair.target].inverse * poses[pair.source]
                * RigidTransform(translation: s.center)
            let evidence = EvidenceSource(
                source: source.samples, target: target.samples, sourceSeen: s.seen, targetSeen: t.seen,
                oriented: s.isOriented && t.isOriented,
                distance: SearchScales.Rules.contactDistance(
                    0.5 * source.samples.voxel, noise: max(s.noise, t.noise)),
                threads: 1
            ).evidence(pose, limit: Self.askedSamples)
            let asked = [evidence.source, evidence.target].reduce(0) { $0 + $1.lying + $1.free }
            return asked < Self.leastSamples ? nil : evidence.agreement
        }
    }
}
