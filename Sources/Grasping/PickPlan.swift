public import LinearAlgebra
public import Parallel
public import PointClouds
public import RobotCell
public import Segmentation

/// Pick and place for each object of a scan that can be picked, best first, in the robot's base.
public struct PickPlan: Sendable {
    /// The frame that all poses are given in.
    public var frame: String
    /// Best first.
    public var picks: [Pick]
    /// The objects without a pick, and why.
    public var rejected: [RejectedObject]
    /// Candidates looked at, and rejected by reason.
    public var tally: GraspTally
    /// `T_base_scan`: maps the coordinates of the scan's file into the base.
    public var baseFromScan: RigidTransform
    /// What the objects stand on; `nil` where the scan shows nothing of the kind, and nothing can be picked.
    public var support: PlannedSupport?

    /// A plan with all that is said of it.
    public init(
        frame: String, picks: [Pick] = [], rejected: [RejectedObject] = [], tally: GraspTally = .init(),
        baseFromScan: RigidTransform, support: PlannedSupport? = nil
    ) {
        (self.frame, self.picks, self.rejected, self.tally) = (frame, picks, rejected, tally)
        (self.baseFromScan, self.support) = (baseFromScan, support)
    }
}

/// One object's pick.
public struct Pick: Sendable {
    /// The grasp in the coordinates of the scan's file.
    public var grasp: Grasp
    /// Where the gripper goes, in the base: `PickFrames.grasp` is `plan.baseFromScan * grasp.scanFromGrasp`.
    public var frames: PickFrames
    /// Of `PickFrames.grasp`, in the base: what the frames on the way from the scan to the base state, and how well
    /// the scan shows the object.
    public var covariance: PoseCovariance
    /// How far the support leans, radians, where that is more than a sound grasp may be trusted with.
    public var supportLean: Double?

    /// The `SegmentedObject.id`.
    public var object: Int { grasp.object }

    /// What speaks for the pick and against it, in words and numbers, for people.
    public var reasons: [String] {
        grasp.reasons
            + (supportLean.map { ["the support leans by \($0.asDegrees), so that its pose may be wrong"] } ?? [])
    }

    /// A grasp and where it leads the gripper; the lean in radians.
    public init(
        grasp: Grasp, frames: PickFrames, covariance: PoseCovariance, supportLean: Double? = nil
    ) {
        (self.grasp, self.frames, self.covariance) = (grasp, frames, covariance)
        self.supportLean = supportLean
    }
}

/// Plans the picks of a segmented scan for a cell.
///
/// Nothing can be picked without a support: the plan is empty then.
///
///     let plan = try pickPlan(for: scan, segments: segment(scan), cell: cell)
///     for pick in plan.picks { print(pick.object, pick.frames.grasp.formatted(.kuka)) }
///
/// Where the support leans more than the cell allows no pick is sound. A gripper that could be set comes fully open where
/// the cell's file says that it is worked by an output, which only opens and closes it.
///
/// - Parameters:
///   - cloud: the scan.
///   - segments: what was found in it.
///   - cell: the frames, the gripper, how it comes and lifts, the place, and where the support is.
///   - options: the limits that a grasp keeps to.
///   - footings: `segments.footings(in: cloud)` where they are known already.
///   - threads: how many cores to use; the answer doesn't depend on it.
/// - Throws: where the cell's frames don't lead from the scan to the base, and where the scan shows the support elsewhere
///   than the cell expects it.
public func pickPlan(
    for cloud: PointCloud, segments: SegmentedScene, cell: CellFile, options: GraspOptions = .init(),
    footings: [Footing]? = nil, threads: Int = availableThreads
) throws(PickPlanError) -> PickPlan {
    let ways: CellWays
    do throws(FrameTreeError) { ways = try CellWays(cell) } catch { throw .frames(error) }
    let baseFromScan = ways.chain.pose
    guard let scene = GraspScene(cloud, segments: segments, footings: footings, threads: threads) else {
        return PickPlan(frame: cell.base, baseFromScan: baseFromScan)
    }
    let support: PlannedSupport
    do throws(FrameTreeError) {
        support = try PlannedSupport(of: scene, baseFromScan: baseFromScan, cell: cell)
    } catch {
        throw .frames(error)
    }
    guard !support.disagrees else {
        throw .supportElsewhere(support, scan: cell.scan, cell: cell.place(ofKey: "support"))
    }
    let (reach, gripper) = (ways.volumeFromScan, cell.plannedGripper)
    let found = grasps(
        in: scene, gripper: gripper, motion: cell.motion, options: options, threads: threads
    ) { scanFromGrasp in
        reach.map { $0.volume.contains($0.transform * scanFromGrasp.translation) } ?? true
    }
    let transit = cell.program.transit.map {
        $0 + ways.highest(in: scene, for: gripper.reach(motion: cell.motion, options))
    }
    var plan = PickPlan(
        frame: cell.base, rejected: found.rejected, tally: found.tally, baseFromScan: baseFromScan, support: support)
    for grasp in found.grasps {
        let grasp = support.leansTooMuch ? grasp.trusted(atMost: .doubtful) : grasp
        guard grasp.confidence >= options.minimumConfidence else {
            let miss = GraspMiss(.lessTrusted, confidence: grasp.confidence)
            plan.rejected.append(RejectedObject(object: grasp.object, miss: miss))
            continue
        }
        let own = PoseCovariance(grasp.deviations).seen(through: baseFromScan * grasp.scanFromGrasp)
        var frames = PickFrames(
            of: grasp, baseFromScan: baseFromScan, support: scene.support, motion: cell.motion,
            baseFromPlace: ways.baseFromPlace)
        if let transit {
            let hanging = scene.support.height(of: grasp.scanFromGrasp.translation) - grasp.standsAt
            frames = frames.passing(over: transit, hanging: hanging)
        }
        plan.picks.append(
            Pick(
                grasp: grasp, frames: frames, covariance: ways.chain.covariance.map { $0 + own } ?? own,
                supportLean: support.leansTooMuch ? support.lean : nil))
    }
    return plan
}

/// Where the cell's frames lead from the scan.
private struct CellWays {
    var chain: NamedTransform
    var baseFromPlace: RigidTransform?
    var volumeFromScan: (volume: WorkVolume, transform: RigidTransform)?

    init(_ cell: CellFile) throws(FrameTreeError) {
        chain = try cell.baseFromScan()
        baseFromPlace = try cell.baseFromPlace()
        if let volume = cell.workVolume {
            volumeFromScan = (volume, try cell.frames.transform(from: cell.base, to: volume.frame).pose * chain.pose)
        }
    }

    /// The height in the base that nothing on a gripper's way is above of: of what stands over or under the work volume,
    /// and beside it as far as the gripper reaches.
    func highest(in scene: GraspScene, for gripper: GripperReach) -> Double {
        scene.highest(in: chain.pose) { place in
            volumeFromScan.map { $0.volume.isAboveOrBelow($0.transform * place, within: gripper.level) } ?? true
        }
    }
}

extension Grasp {
    /// The same for a reason outside the grasp: the quality of its margins counts as at the lower confidence.
    fileprivate func trusted(atMost most: GraspConfidence) -> Grasp {
        guard confidence > most else { return self }
        var grasp = self
        grasp.score = most.score(ofQuality: confidence.quality(ofScore: score))
        grasp.confidence = most
        return grasp
    }
}

extension PoseCovariance {
    /// Of errors along and about the grasp frame's own axes, seen in that frame.
    fileprivate init(_ deviations: GraspDeviations) {
        self.init(rotation: deviations.rotation, position: deviations.position, of: .identity)
    }
}
