import Glibc
import LinearAlgebra
import RobotCell

/// The search for one object: straight down first, then from the sides that the sensor saw, then leaning along the
/// object's own faces; what keeps too small a margin is tried when nothing keeps them all.
struct ObjectSearch {
    let object: GraspScene.Object
    let scene: GraspScene
    let gripper: JawGripper
    let options: GraspOptions
    let accepts: @Sendable (RigidTransform) -> Bool
    var tally = GraspTally()
    private(set) var best: Grasp?
    /// What stopped the candidate that came nearest to being accepted.
    private(set) var miss: GraspMiss?
    private var nearest: Attempt?
    private var doubtful: [Attempt] = []

    /// A candidate and the approach that it belongs to.
    private struct Attempt {
        var direction: ApproachDirection
        var candidate: JawCandidate
    }

    init(
        of object: GraspScene.Object, in scene: GraspScene, gripper: JawGripper, options: GraspOptions,
        accepts: @escaping @Sendable (RigidTransform) -> Bool
    ) {
        (self.object, self.scene, self.gripper, self.options) = (object, scene, gripper, options)
        self.accepts = accepts
    }

    mutating func run() {
        let across = max(gripper.palm.thickness, gripper.palm.width, gripper.opening.upperBound) / 2 + 0.05
        let along = gripper.fingers.length + gripper.palm.length + options.approach
        let turns = (0..<Int((Double.pi / options.yawStep).rounded())).map { Double($0) * options.yawStep }
        var surroundings = Surroundings(of: object, in: scene, reach: across)
        let overhead = Overhead(of: surroundings, lift: options.lift)
        guard !overhead.isInTheWay else {
            miss = GraspMiss(
                .covered, measured: Double(overhead.count), limit: 0, obstacle: overhead.obstacle.map { Int($0) - 2 })
            return
        }
        search(surroundings, ApproachDirection(approach: Vector3(0, 0, -1), yaws: turns), refines: true)
        if best == nil, options.maximumTilt > 0 {
            surroundings = Surroundings(of: object, in: scene, reach: max(across, along))
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
        if best == nil || best?.confidence == .unlikely { miss = nearestMiss(surroundings) }
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
        var search = JawSearch(view: view, gripper: gripper, options: options)
        var candidates: [JawCandidate] = []
        for yaw in yaws { candidates += search.candidates(yaw: yaw) }
        func sort() { candidates.sort { ($1.confidence, $1.promise) < ($0.confidence, $0.promise) } }
        sort()
        if refines {
            // The sides that were met say how to turn the gripper so that it meets them squarely.
            var refined: [Double] = []
            for candidate in candidates.prefix(24) {
                let yaw = candidate.yaw + candidate.turns.sum() / 2
                if !refined.contains(where: { abs($0 - yaw) < 0.03 }) && refined.count < 4 { refined.append(yaw) }
            }
            for yaw in refined { candidates += search.candidates(yaw: yaw) }
            sort()
        }
        keep(search, direction)
        let sound = candidates.prefix { $0.confidence == .sound }
        for candidate in sound.prefix(options.candidatesTested) { test(candidate, in: view, direction) }
        if best == nil {
            let least: GraspConfidence = refines ? .unlikely : .doubtful
            doubtful += candidates[sound.count...].prefix(options.candidatesTested)
                .filter { $0.confidence >= least }
                .map { Attempt(direction: direction, candidate: $0) }
        }
    }

    /// The object alone is soon looked at: where it doesn't fit between the fingers, its neighbours don't matter.
    private mutating func yawsThatMayFit(_ surroundings: Surroundings, _ direction: ApproachDirection) -> [Double] {
        let view = ApproachView(of: surroundings, approach: direction.approach, ownOnly: true)
        let asked = direction.yaws.isEmpty ? [view.yaw(closingAlong: direction.closing)] : direction.yaws
        return asked.filter { yaw in
            var search = JawSearch(view: view, gripper: gripper, options: options)
            // A pinch across a corner is only thought of from above.
            if search.candidates(yaw: yaw).contains(where: { $0.confidence > .unlikely }) { return true }
            keep(search, direction)
            return false
        }
    }

    private mutating func keep(_ search: JawSearch, _ direction: ApproachDirection) {
        tally += search.tally
        if let candidate = search.nearest { keepNearest(candidate, direction) }
    }

    private mutating func keepNearest(_ candidate: JawCandidate, _ direction: ApproachDirection) {
        // Why it can't be taken from above is the better answer.
        var candidate = candidate
        candidate.trial.cost += direction.leans ? 200 : direction.approach.z > -0.999 ? 100 : 0
        if candidate.trial.cost < nearest?.candidate.trial.cost ?? .infinity {
            nearest = Attempt(direction: direction, candidate: candidate)
        }
    }

    /// A sound grasp at once becomes the best; one that only now shows a small margin is kept for later.
    private mutating func test(_ candidate: JawCandidate, in view: ApproachView, _ direction: ApproachDirection) {
        let (grasp, tested) = GraspTest(
            scene: scene, gripper: gripper, options: options, leans: direction.leans, accepts: accepts
        ).grasp(candidate, in: view)
        guard let grasp else {
            tally.reject(tested.trial.rejection ?? .tooUncertain)
            keepNearest(tested, direction)
            return
        }
        if grasp.confidence == .sound {
            if (grasp.confidence, grasp.score) > (best?.confidence ?? .unlikely, best?.score ?? 0) { best = grasp }
        } else {
            doubtful.append(Attempt(direction: direction, candidate: candidate))
        }
    }

    private mutating func tryDoubtful(_ surroundings: Surroundings) {
        let order = doubtful.indices.sorted {
            let (a, b) = (doubtful[$0].candidate, doubtful[$1].candidate)
            return (b.confidence, b.promise, $0) < (a.confidence, a.promise, $1)
        }
        var views: [(approach: Vector3, view: ApproachView)] = []
        for index in order.prefix(options.candidatesTested) {
            let attempt = doubtful[index]
            guard attempt.candidate.confidence >= best?.confidence ?? .unlikely else { break }
            let approach = attempt.direction.approach
            let known = views.first { $0.approach == approach }?.view
            let view = known ?? ApproachView(of: surroundings, approach: approach)
            if known == nil { views.append((approach, view)) }
            let (grasp, tested) = GraspTest(
                scene: scene, gripper: gripper, options: options, leans: attempt.direction.leans, accepts: accepts
            ).grasp(attempt.candidate, in: view)
            if let grasp {
                if (grasp.confidence, grasp.score) > (best?.confidence ?? .unlikely, best?.score ?? 0) { best = grasp }
            } else {
                tally.reject(tested.trial.rejection ?? .tooUncertain)
                keepNearest(tested, attempt.direction)
            }
        }
    }

    private func nearestMiss(_ surroundings: Surroundings) -> GraspMiss? {
        guard let nearest, var miss = nearest.candidate.trial.miss else { return nil }
        let view = ApproachView(of: surroundings, approach: nearest.direction.approach)
        let place = GripperSweep.obstacle(
            to: nearest.candidate, reason: miss.reason, in: view, gripper: gripper, options: options)
        miss.obstacle = place.map { Int($0) - 2 }
        return miss
    }
}
