import Glibc
import LinearAlgebra
import PointClouds

/// Where poses come from.
extension PoseSearch {
    /// What the proposals rest on, in coarse voxels.
    private enum Reach {
        /// Of a feature around its sample: wide enough to tell an edge from a plane, small enough for common pieces.
        static let feature = 5.0
        /// By which distances between matches that are true together may differ: each sample is off by half a voxel.
        static let consistency = 1.2
    }
    /// The middle of a scan lies behind what it shows of a thing, by these shares of its diagonal: of a flat thing, and
    /// of a solid one.
    private static let depthsBehindSurface = [0.05, 0.25]
    /// One cloud's middle is put on the other's only where neither is so many times as large.
    private static let largestSizeRatio = 2.0

    /// Every pose worth a look, best first: the starts, what crowds or pairs of matching features say, and for clouds of
    /// one size rotations all over.
    func proposals(_ screen: PoseScreen, starts: [RigidTransform]) -> [ScreenedPose] {
        let (s, t, threads) = (coarse.source, coarse.target, options.threads)
        let radius = Reach.feature * voxel
        let matches = matchFeatures(
            SurfaceFeatures(of: s, radius: radius, oriented: coarse.oriented, threads: threads),
            SurfaceFeatures(of: t, radius: radius, oriented: coarse.oriented, threads: threads),
            limit: SearchBudget.matches, threads: threads)
        let consensus = MatchConsensus(
            matches, s, t, tolerance: Reach.consistency * voxel, oriented: coarse.oriented, threads: threads)
        let crowds = consensus.hypotheses(
            seeds: SearchBudget.consensusSeeds, limit: SearchBudget.consensusPoses, threads: threads)
        let pairs = screen.promising(
            consensus.pairPoses(partners: SearchBudget.partners, threads: threads), limit: SearchBudget.pairPoses)
        var found = screen.drawnCloser(starts + crowds.map(\.targetFromSource) + pairs)
        if max(moving.diagonal, fixed.diagonal) < Self.largestSizeRatio * min(moving.diagonal, fixed.diagonal) {
            let shifts = Self.depthsBehindSurface.map { (moving.middle(behind: $0), fixed.middle(behind: $0)) }
            found += screen.fromRotations(
                count: SearchBudget.rotations, shifts: shifts, limit: SearchBudget.rotatedPoses)
        }
        return Array(distinct(found).prefix(SearchBudget.proposals))
    }

    /// Poses that would be as good as `best` if the surfaces were symmetric: quarter turns about their principal axes.
    func symmetricPoses(of best: RigidTransform) -> [RigidTransform] {
        func turn(about axis: Vector3, _ angle: Double, through center: Vector3) -> RigidTransform {
            let r = Quaternion(rotationVector: axis * angle).rotation
            return RigidTransform(rotation: r, translation: center - r * center)
        }
        // The cloud with a full surface has its symmetries about its own axes.
        let isFixedFull = moving.seen != nil && fixed.seen == nil
        let axes = (isFixedFull ? coarse.target : coarse.source).principalAxes
        let toFixed = isFixedFull ? .identity : best
        let center = toFixed * axes.center
        return (0..<3).flatMap { i in
            let axis = toFixed.rotation * axes.axes.column(i)
            return (1...3).map { turn(about: axis, Double($0) * .pi / 2, through: center) * best }
        }
    }
}
