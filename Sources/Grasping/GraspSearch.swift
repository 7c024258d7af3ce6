import Glibc
public import LinearAlgebra
public import PointClouds
public import RobotCell

/// Finds the best way to hold each object of a scene, best object first.
///
/// - Parameter accepts: says which grasp frames may be used at all: those in the work volume, or within a robot's reach.
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
    var result = GraspSearchResult()
    for outcome in outcomes.compactMap({ $0 }) {
        result.tally += outcome.tally
        if let best = outcome.best {
            result.grasps.append(best)
        } else {
            result.rejected.append((outcome.object.id, outcome.tally.commonest ?? .contactThin))
        }
    }
    result.grasps.sort { ($1.score, $0.object) < ($0.score, $1.object) }
    return result
}

/// The search for one object.
struct ObjectSearch {
    let object: GraspScene.Object
    let scene: GraspScene
    let gripper: JawGripper
    let options: GraspOptions
    let accepts: @Sendable (RigidTransform) -> Bool
    var tally = GraspTally()
    var best: Grasp?

    init(
        of object: GraspScene.Object, in scene: GraspScene, gripper: JawGripper, options: GraspOptions,
        accepts: @escaping @Sendable (RigidTransform) -> Bool
    ) {
        (self.object, self.scene, self.gripper, self.options) = (object, scene, gripper, options)
        self.accepts = accepts
    }

    mutating func run() {
        let turns = (0..<Int((Double.pi / options.yawStep).rounded())).map { Double($0) * options.yawStep }
        search(approach: Vector3(0, 0, -1), yaws: turns)
        guard best == nil, options.maximumTilt >= .pi / 2 else { return }
        // From the sides that the sensor saw, closing up and down or level.
        for azimuth in stride(from: -60.0, through: 60.0, by: 30) {
            let angle = azimuth * .pi / 180
            search(approach: Vector3(cos(angle), sin(angle), 0), yaws: [0, .pi / 2])
        }
    }

    private mutating func search(approach: Vector3, yaws: [Double]) {
        let fromAbove = approach.z < -0.999
        let across = max(gripper.palm.thickness, gripper.palm.width, gripper.opening.upperBound) / 2 + 0.05
        let along = gripper.fingers.length + gripper.palm.length + options.approach
        let reach = fromAbove ? across : max(across, along)
        let view = ApproachView(of: object, in: scene, approach: approach, reach: reach)
        var search = JawSearch(view: view, gripper: gripper, options: options)
        var candidates: [JawCandidate] = []
        for yaw in yaws { candidates += search.candidates(yaw: yaw) }
        candidates.sort { $0.promise > $1.promise }
        // The sides that were met say how to turn the gripper so that it meets them squarely.
        var refined: [Double] = []
        for candidate in candidates.prefix(24) {
            let yaw = candidate.yaw + candidate.turns.sum() / 2
            if !refined.contains(where: { abs($0 - yaw) < 0.03 }) && refined.count < 4 { refined.append(yaw) }
        }
        for yaw in fromAbove ? refined : [] { candidates += search.candidates(yaw: yaw) }
        candidates.sort { $0.promise > $1.promise }
        tally += search.tally
        for candidate in candidates.prefix(options.candidatesTested) {
            switch test(candidate, in: view) {
            case .success(let grasp): if grasp.score > best?.score ?? 0 { best = grasp }
            case .failure(let reason): tally.reject(reason.reason)
            }
        }
    }

    private struct Failure: Error { var reason: GraspRejection }

    private func test(_ candidate: JawCandidate, in view: ApproachView) -> Result<Grasp, Failure> {
        var candidate = candidate
        let first = GripperSweep(candidate, in: view, gripper: gripper, options: options)
        guard first.high > first.low else { return .failure(Failure(reason: .contactThin)) }
        // The points give the width that the cells gave to a cell's size.
        let width = Double(first.high - first.low)
        candidate.y += Double(first.high + first.low) / 2
        candidate.opening = min(
            gripper.opening.upperBound, max(gripper.opening.lowerBound, candidate.opening + width - candidate.width))
        candidate.width = width
        guard width + 2 * options.fingerClearance <= gripper.opening.upperBound else {
            return .failure(Failure(reason: .tooWide))
        }
        var sweep = GripperSweep(candidate, in: view, gripper: gripper, options: options)
        guard sweep.fingerHits == 0, sweep.palmHits == 0 else { return .failure(Failure(reason: .gripperBlocked)) }
        let scanFromGrasp = scanFromGrasp(candidate, in: view)
        guard accepts(scanFromGrasp) else { return .failure(Failure(reason: .outsideWorkVolume)) }
        guard sweep.ownShare >= options.minimumOwnShare else { return .failure(Failure(reason: .notOneObject)) }
        guard sweep.between >= 40 else { return .failure(Failure(reason: .contactThin)) }
        sweep.look(candidate, in: view, scene: scene, gripper: gripper)
        guard sweep.hiddenByOther <= options.maximumHiddenShare else { return .failure(Failure(reason: .hidden)) }
        let fromAbove = view.supportFromView.rotation[2, 2] > 0.999
        // From a side the near face must have been seen, or a top seen edge-on would pass for a thin plate.
        if !fromAbove {
            guard width >= 0.012, sweep.seenShare >= 0.6 else { return .failure(Failure(reason: .contactThin)) }
            // Two things one on the other meet in a crease.
            guard sweep.valley <= options.maximumValley else { return .failure(Failure(reason: .notOneObject)) }
            guard sweep.fingerBehindOwn <= 0.75 else { return .failure(Failure(reason: .hidden)) }
        }
        let margins = GraspMargins(
            pointsBetween: sweep.between, ownShare: sweep.ownShare, room: candidate.room,
            contactAngle: candidate.contactAngle,
            contact: candidate.contact, seenShare: sweep.seenShare, offCentre: candidate.offCentre,
            hiddenByObject: sweep.hiddenByOwn,
            hiddenByOthers: sweep.hiddenByOther, unmeasured: sweep.unmeasured)
        let score =
            (fromAbove ? 1 : 0.6) * candidate.promise * (1 - sweep.hiddenByOther) * (1 - 0.5 * sweep.hiddenByOwn)
        guard score >= options.minimumScore else { return .failure(Failure(reason: .tooUncertain)) }
        return .success(
            Grasp(
                object: object.id, scanFromGrasp: scanFromGrasp, opening: candidate.opening,
                width: candidate.width, gripDepth: candidate.gripDepth, score: score, margins: margins))
    }

    private func scanFromGrasp(_ candidate: JawCandidate, in view: ApproachView) -> RigidTransform {
        let (c, s) = (candidate.cosine, candidate.sine)
        let closing = Vector3(-s, c, 0)
        let approach = Vector3(0, 0, -1)
        let origin = Vector3(
            c * candidate.x - s * candidate.y, s * candidate.x + c * candidate.y, candidate.tip)
        let viewFromGrasp = RigidTransform(
            rotation: Matrix3(columns: closing.cross(approach), closing, approach), translation: origin)
        return scene.scanFromSupport * view.supportFromView * viewFromGrasp
    }
}
