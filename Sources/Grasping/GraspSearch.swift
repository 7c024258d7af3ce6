public import LinearAlgebra
public import Parallel
import PointClouds
public import RobotCell

/// Finds the best way to hold each object of a scene, best object first.
///
/// Sound grasps come before doubtful ones; a grasp that is unlikely to hold is only given where the scene has no other.
///
/// - Parameters:
///   - scene: the objects on their support.
///   - gripper: what they are to be held with.
///   - options: the limits of a grasp.
///   - threads: how many cores to use; the result doesn't depend on it.
///   - accepts: says which grasp frames may be used at all: those in the work volume, or within a robot's reach.
/// - Complexity: O(n · y) for the n points round each object and y closing directions, after O(N) over the scan.
public func grasps(
    in scene: GraspScene, gripper: JawGripper, options: GraspOptions = .init(), threads: Int = availableThreads,
    accepting accepts: @escaping @Sendable (_ scanFromGrasp: RigidTransform) -> Bool = { _ in true }
) -> GraspSearchResult {
    var outcomes = [ObjectSearch?](repeating: nil, count: scene.objects.count)
    outcomes.withUnsafeMutableBufferPointer { outcomes in
        nonisolated(unsafe) let outcomes = outcomes
        forEachBlock(of: scene.objects.count, size: 1, threads: threads) { index, _ in
            var search = ObjectSearch(
                of: scene.objects[index], in: scene, gripper: gripper, options: options, accepts: accepts)
            search.run()
            outcomes[index] = search
        }
    }
    let searches = outcomes.compactMap { $0 }
    let leastTrusted: GraspConfidence =
        searches.contains { ($0.best?.confidence ?? .unlikely) > .unlikely } ? .doubtful : .unlikely
    var result = GraspSearchResult()
    for search in searches {
        result.tally += search.tally
        if let best = search.best, best.confidence >= max(leastTrusted, options.minimumConfidence) {
            result.grasps.append(best)
        } else {
            let miss = search.best.map { _ in GraspMiss(.lastResort) }
            result.rejected.append(
                RejectedObject(
                    object: search.object.id, miss: search.miss ?? miss ?? GraspMiss(.contactThin), tally: search.tally)
            )
        }
    }
    result.grasps.sort {
        ($1.confidence, $1.score, $0.object) < ($0.confidence, $0.score, $1.object)
    }
    return result
}
