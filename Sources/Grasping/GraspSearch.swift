public import LinearAlgebra
public import Parallel
public import RobotCell
import Segmentation

/// Finds the best way to hold each object of a scene, best object first.
///
/// Sound grasps come before doubtful ones; a grasp that is unlikely to hold is only given where the scene has no other.
///
///     let scene = GraspScene(cloud, segments: segment(cloud))
///     let found = grasps(in: scene, gripper: .jaw(gripper))
///
/// - Parameters:
///   - scene: the scan, made ready.
///   - gripper: its shape, of whichever kind.
///   - motion: how far the gripper comes straight and how high it lifts what it holds: the way that must be free.
///   - options: the limits that a grasp keeps to.
///   - threads: how many cores to use; the answer doesn't depend on it.
///   - accepts: says which grasp frames may be used at all: those in the work volume, or within a robot's reach. The
///     frame is in the coordinates of the scan's file.
/// - Complexity: O(n · y) for the n points round each object and y closing directions, after O(N) over the scan.
public func grasps(
    in scene: GraspScene, gripper: Gripper, motion: PickMotion = .init(), options: GraspOptions = .init(),
    threads: Int = availableThreads,
    accepting accepts: @escaping @Sendable (_ scanFromGrasp: RigidTransform) -> Bool = { _ in true }
) -> GraspSearchResult {
    let sampler = gripper.sampler(for: GraspTask(motion: motion, options: options, accepts: accepts))
    let scene = scene.cropped(to: sampler.reach)
    let outcomes = parallelMap(0..<scene.objects.count, threads: threads) { index in
        outcome(for: scene.objects[index], in: scene, lift: motion.lift, sampler)
    }
    let leastTrusted: GraspConfidence =
        outcomes.contains { ($0.best?.confidence ?? .unlikely) > .unlikely } ? .doubtful : .unlikely
    var result = GraspSearchResult()
    for (object, outcome) in zip(scene.objects, outcomes) {
        result.tally += outcome.tally
        if let best = outcome.best, best.confidence >= max(leastTrusted, options.minimumConfidence) {
            result.grasps.append(best)
        } else {
            let notGiven = outcome.best.map { GraspMiss(.lessTrusted, confidence: $0.confidence) }
            result.rejected.append(
                RejectedObject(
                    object: object.id, miss: outcome.miss ?? notGiven ?? GraspMiss(.noPlace), tally: outcome.tally))
        }
    }
    result.grasps.sort {
        ($1.confidence, $1.score, $0.object) < ($0.confidence, $0.score, $1.object)
    }
    return result
}

private func outcome(
    for object: GraspScene.Object, in scene: GraspScene, lift: Double, _ sampler: any GraspSampler
) -> GraspOutcome {
    let surroundings = Surroundings(of: object, in: scene, reach: sampler.reach.levelFromAbove)
    let overhead = Overhead(of: surroundings, lift: lift)
    guard !overhead.isInTheWay else {
        return GraspOutcome(
            miss: GraspMiss(
                .covered, measured: Double(overhead.count), limit: 0,
                obstacle: overhead.obstacle.flatMap(SegmentLabel.objectID(of:))))
    }
    return sampler.search(surroundings, in: scene)
}

/// What the search for grasps found, and what it passed over.
public struct GraspSearchResult: Sendable {
    /// The best grasp of each object that has one, best first.
    public var grasps: [Grasp]
    /// Every other object, and why.
    public var rejected: [RejectedObject]
    /// All candidates of all objects, counted.
    public var tally: GraspTally

    /// Nothing found by default.
    public init(grasps: [Grasp] = [], rejected: [RejectedObject] = [], tally: GraspTally = .init()) {
        (self.grasps, self.rejected, self.tally) = (grasps, rejected, tally)
    }
}
