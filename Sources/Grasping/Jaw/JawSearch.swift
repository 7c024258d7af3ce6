import Glibc
import LinearAlgebra
import RobotCell
import Segmentation

/// The search for one object: straight down first, then from the sides that the sensor saw, then leaning along the
/// object's own faces; what keeps too small a margin is tried when nothing keeps them all.
struct JawSearch {
    let sampler: JawSampler
    let scene: GraspScene
    let object: GraspScene.Object
    private(set) var outcome = GraspOutcome()
    private var nearest: Attempt?
    private var doubtful: [Attempt] = []

    /// A candidate and the approach that it belongs to.
    private struct Attempt {
        var direction: ApproachDirection
        var candidate: JawCandidate
    }

    /// Candidates whose sides are asked how the gripper should be turned, best first; and how many turns are tried.
    private static let refinedFrom = 24
    private static let refinements = 4
    /// Turns that differ by less than 1.7° are one; radians.
    private static let sameYaw = 0.03
    /// Why an object can't be taken from above is the better answer, so that a miss from a side counts as far off, and
    /// one of an approach that leans as farther.
    private static let costOfSide = 100.0
    private static let costOfLeaning = 200.0

    private var gripper: JawGripper { sampler.gripper }
    private var options: GraspOptions { sampler.task.options }
    private var best: Grasp? { outcome.best }

    init(sampler: JawSampler, scene: GraspScene, object: GraspScene.Object) {
        (self.sampler, self.scene, self.object) = (sampler, scene, object)
    }

    /// - Parameter above: the surroundings as far as a gripper from above reaches.
    mutating func run(_ above: Surroundings) {
        var surroundings = above
        let turns = (0..<Int((Double.pi / options.jaw.yawStep).rounded())).map { Double($0) * options.jaw.yawStep }
        search(surroundings, .down(yaws: turns), refines: true)
        if best == nil, options.maximumTilt > 0 {
            surroundings = Surroundings(of: object, in: scene, reach: sampler.reachFromSide)
            for direction in ApproachDirection.level where options.maximumTilt >= .pi / 2 {
                search(surroundings, direction)
            }
            if best == nil {
                for direction in ApproachDirection.leaning(
                    alongAxes: surroundings.principalAxes, maximumTilt: options.maximumTilt)
                {
                    search(surroundings, direction)
                }
            }
        }
        if best == nil { tryDoubtful(surroundings) }
        if best == nil || best?.confidence == .unlikely {
            outcome.miss =
                nearestMiss(surroundings)
                ?? GraspMiss(best == nil ? .contactThin : .lastResort, confidence: best?.confidence)
        }
    }

    private func viewSearch(_ view: ApproachView) -> JawViewSearch {
        JawViewSearch(view: view, gripper: gripper, motion: sampler.task.motion, options: options)
    }

    private func test(_ direction: ApproachDirection) -> JawTest {
        JawTest(task: sampler.task, scene: scene, gripper: gripper, leans: direction.leans)
    }

    private mutating func search(
        _ surroundings: Surroundings, _ direction: ApproachDirection, refines: Bool = false
    ) {
        var yaws = direction.yaws
        if !refines {
            yaws = yawsThatMayFit(surroundings, direction)
            guard !yaws.isEmpty else { return }
        }
        let view = ApproachView(of: surroundings, approach: direction.approach)
        var search = viewSearch(view)
        var candidates: [JawCandidate] = []
        for yaw in yaws { candidates += search.candidates(yaw: yaw) }
        func sort() { candidates.sort { ($1.confidence, $1.quality) < ($0.confidence, $0.quality) } }
        sort()
        if refines {
            // The sides that were met say how to turn the gripper so that it meets them squarely.
            var refined: [Double] = []
            for candidate in candidates.prefix(Self.refinedFrom) {
                let yaw = candidate.yaw + candidate.turns.sum() / 2
                if !refined.contains(where: { abs($0 - yaw) < Self.sameYaw }) && refined.count < Self.refinements {
                    refined.append(yaw)
                }
            }
            for yaw in refined { candidates += search.candidates(yaw: yaw) }
            sort()
        }
        keep(search, direction)
        let sound = candidates.prefix { $0.confidence == .sound }
        for candidate in sound.prefix(options.jaw.candidatesTested) { test(candidate, in: view, direction) }
        if best == nil {
            let least: GraspConfidence = refines ? .unlikely : .doubtful
            doubtful += candidates[sound.count...].prefix(options.jaw.candidatesTested)
                .filter { $0.confidence >= least }
                .map { Attempt(direction: direction, candidate: $0) }
        }
    }

    /// The object alone is soon looked at: where it doesn't fit between the fingers, its neighbours don't matter.
    private mutating func yawsThatMayFit(_ surroundings: Surroundings, _ direction: ApproachDirection) -> [Double] {
        let view = ApproachView(of: surroundings, approach: direction.approach, ownOnly: true)
        let asked = direction.yaws.isEmpty ? [view.yaw(closingAlong: direction.closing)] : direction.yaws
        return asked.filter { yaw in
            var search = viewSearch(view)
            // A pinch across a corner is only thought of from above.
            if search.candidates(yaw: yaw).contains(where: { $0.confidence > .unlikely }) { return true }
            keep(search, direction)
            return false
        }
    }

    private mutating func keep(_ search: JawViewSearch, _ direction: ApproachDirection) {
        outcome.tally += search.tally
        if let candidate = search.nearest { keepNearest(candidate, direction) }
    }

    private mutating func keepNearest(_ candidate: JawCandidate, _ direction: ApproachDirection) {
        var candidate = candidate
        candidate.trial.cost += direction.leans ? Self.costOfLeaning : direction.isDown ? 0 : Self.costOfSide
        if candidate.trial.cost < nearest?.candidate.trial.cost ?? .infinity {
            nearest = Attempt(direction: direction, candidate: candidate)
        }
    }

    /// A sound grasp at once becomes the best; one that only now shows a small margin is kept for later.
    private mutating func test(_ candidate: JawCandidate, in view: ApproachView, _ direction: ApproachDirection) {
        let (grasp, tested) = test(direction).grasp(candidate, in: view)
        guard let grasp else {
            outcome.tally.reject(tested.trial.rejection ?? .tooUncertain)
            keepNearest(tested, direction)
            return
        }
        if grasp.confidence == .sound {
            keepBest(grasp)
        } else {
            doubtful.append(Attempt(direction: direction, candidate: candidate))
        }
    }

    private mutating func keepBest(_ grasp: Grasp) {
        if (grasp.confidence, grasp.score) > (best?.confidence ?? .unlikely, best?.score ?? 0) { outcome.best = grasp }
    }

    private mutating func tryDoubtful(_ surroundings: Surroundings) {
        let order = doubtful.indices.sorted {
            let (a, b) = (doubtful[$0].candidate, doubtful[$1].candidate)
            return (b.confidence, b.quality, $0) < (a.confidence, a.quality, $1)
        }
        var views: [(approach: Vector3, view: ApproachView)] = []
        for index in order.prefix(options.jaw.candidatesTested) {
            let attempt = doubtful[index]
            guard attempt.candidate.confidence >= best?.confidence ?? .unlikely else { break }
            let approach = attempt.direction.approach
            let known = views.first { $0.approach == approach }?.view
            let view = known ?? ApproachView(of: surroundings, approach: approach)
            if known == nil { views.append((approach, view)) }
            let (grasp, tested) = test(attempt.direction).grasp(attempt.candidate, in: view)
            if let grasp {
                keepBest(grasp)
            } else {
                outcome.tally.reject(tested.trial.rejection ?? .tooUncertain)
                keepNearest(tested, attempt.direction)
            }
        }
    }

    private func nearestMiss(_ surroundings: Surroundings) -> GraspMiss? {
        guard let nearest, var miss = nearest.candidate.trial.miss else { return nil }
        let view = ApproachView(of: surroundings, approach: nearest.direction.approach)
        let label = JawObstacle.label(
            inTheWayOf: nearest.candidate, reason: miss.reason, in: view, gripper: gripper, options: options)
        miss.obstacle = label.flatMap(SegmentLabel.objectID(of:))
        return miss
    }
}
