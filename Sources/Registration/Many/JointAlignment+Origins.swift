import LinearAlgebra

extension JointAlignment {
    /// The same in the coordinates of the scans' files, of poses between coordinates that count from each scan's own
    /// origin.
    func from(_ origins: [Vector3], _ clouds: [PreparedCloud]) -> JointAlignment {
        guard origins.contains(where: { $0 != .zero }) else { return self }
        var result = self
        for (scan, pose) in poses.enumerated() where scan != frame {
            result.poses[scan] = pose?.between(source: origins[scan], target: origins[frame])
        }
        for i in pairs.indices {
            let (source, target) = (pairs[i].source, pairs[i].target)
            result.pairs[i].alignment = pairs[i].alignment?.between(
                source: origins[source], target: origins[target], sourceCenter: clouds[source].center)
        }
        return result
    }
}

extension Alignment {
    /// The same between coordinates that count from elsewhere.
    ///
    /// - Parameters:
    ///   - source: what is added to the source's coordinates, in metres, and `target` to the target's.
    ///   - sourceCenter: amid the source, in the coordinates before.
    fileprivate func between(source: Vector3, target: Vector3, sourceCenter: Vector3) -> Alignment {
        var result = self
        result.targetFromSource = targetFromSource.between(source: source, target: target)
        result.covariance = covariance?.transported(by: RigidTransform(translation: target))
        result.degenerateDirections = degenerateDirections.map {
            DegenerateDirection(rotation: $0.rotation, translation: $0.translation, center: $0.center + target)
        }
        result.centroidShift = (targetFromSource * sourceCenter - sourceCenter + (target - source)).length
        result.runnerUps = runnerUps.map { $0.between(source: source, target: target) }
        result.candidates = candidates.map {
            AlignmentCandidate(
                targetFromSource: $0.targetFromSource.between(source: source, target: target),
                plausibility: $0.plausibility)
        }
        return result
    }
}

extension RigidTransform {
    fileprivate func between(source: Vector3, target: Vector3) -> RigidTransform {
        RigidTransform(translation: target) * self * RigidTransform(translation: source * -1)
    }
}
