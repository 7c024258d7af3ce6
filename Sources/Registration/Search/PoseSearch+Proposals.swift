import LinearAlgebra
import PointClouds

/// Where poses come from.
extension PoseSearch {
    /// The identity, as the coordinates stand, and the guess.
    var starts: [Candidate] {
        var result = [Candidate(pose: RigidTransform(translation: moving.center - fixed.center))]
        if options.initial != nil { result.append(Candidate(pose: start)) }
        return result
    }

    /// Every pose worth a look at the coarse scale, best first.
    func proposals(_ screen: PoseScreen) -> [Candidate] {
        let (s, t) = (coarse.source, coarse.target)
        let radius = 5 * voxel
        let threads = options.threads
        let a = SurfaceFeatures(of: s, radius: radius, oriented: coarse.oriented, threads: threads)
        let b = SurfaceFeatures(of: t, radius: radius, oriented: coarse.oriented, threads: threads)
        let matches = matchFeatures(a, b, limit: 2400, threads: threads)
        let consensus = MatchConsensus(
            matches, s, t, tolerance: 1.2 * voxel, oriented: coarse.oriented, threads: threads)
        let crowds = consensus.hypotheses(seeds: 160, limit: 60, threads: threads).map(\.targetFromSource)
        let pairs = screen.promising(consensus.pairPoses(partners: 16, threads: threads), limit: 600)
        var found = screen.drawnCloser(starts.map(\.pose) + crowds + pairs)
        if max(moving.diagonal, fixed.diagonal) < 2 * min(moving.diagonal, fixed.diagonal) {
            let shifts = [0.05, 0.25].map { (moving.middle(behind: $0), fixed.middle(behind: $0)) }
            found += screen.fromRotations(count: 600, shifts: shifts, limit: 200)
        }
        return Array(distinct(found, angle: 0.1, distance: voxel).prefix(150))
    }

    /// Poses that would be as good as `best` if the surfaces were symmetric or left a direction free.
    func rivals(of best: Candidate) -> [RigidTransform] {
        var result: [RigidTransform] = []
        func turn(about axis: Vector3, _ angle: Double, through center: Vector3) -> RigidTransform {
            let r = Quaternion(rotationVector: axis * angle).rotation
            return RigidTransform(rotation: r, translation: center - r * center)
        }
        // The cloud with a full surface has its symmetries about its own axes.
        let isFixedFull = moving.seen != nil && fixed.seen == nil
        let axes = (isFixedFull ? coarse.target : coarse.source).principalAxes
        let toTarget = isFixedFull ? .identity : best.pose
        let center = toTarget * axes.center
        for i in 0..<3 {
            let axis = toTarget.rotation * axes.axes.column(i)
            for quarter in 1...3 {
                result.append(turn(about: axis, Double(quarter) * .pi / 2, through: center) * best.pose)
            }
        }
        return result
    }
}
