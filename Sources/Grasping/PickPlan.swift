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

    /// A plan with all that is said of it.
    public init(
        frame: String, picks: [Pick] = [], rejected: [RejectedObject] = [], tally: GraspTally = .init(),
        baseFromScan: RigidTransform
    ) {
        (self.frame, self.picks, self.rejected, self.tally) = (frame, picks, rejected, tally)
        self.baseFromScan = baseFromScan
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

    /// The `SegmentedObject.id`.
    public var object: Int { grasp.object }

    /// A grasp and where it leads the gripper.
    public init(grasp: Grasp, frames: PickFrames, covariance: PoseCovariance) {
        (self.grasp, self.frames, self.covariance) = (grasp, frames, covariance)
    }
}

/// Plans the picks of a segmented scan for a cell.
///
/// Nothing can be picked without a support: the plan is empty then.
///
///     let plan = try pickPlan(for: scan, segments: segment(scan), cell: cell)
///     for pick in plan.picks { print(pick.object, pick.frames.grasp.formatted(.kuka)) }
///
/// - Parameters:
///   - cloud: the scan.
///   - segments: what was found in it.
///   - cell: the frames, the gripper, how it comes and lifts, and the place.
///   - options: the limits that a grasp keeps to.
///   - footings: `segments.footings(in: cloud)` where they are known already.
///   - threads: how many cores to use; the answer doesn't depend on it.
/// - Throws: `FrameTreeError` where the cell's frames don't lead from the scan to the base.
public func pickPlan(
    for cloud: PointCloud, segments: SegmentedScene, cell: CellFile, options: GraspOptions = .init(),
    footings: [Footing]? = nil, threads: Int = availableThreads
) throws(FrameTreeError) -> PickPlan {
    let chain = try cell.baseFromScan()
    let baseFromScan = chain.pose
    let baseFromPlace = try cell.baseFromPlace()
    var volumeFromScan: (volume: WorkVolume, transform: RigidTransform)?
    if let volume = cell.workVolume {
        volumeFromScan = (volume, try cell.frames.transform(from: cell.base, to: volume.frame).pose * baseFromScan)
    }
    guard let scene = GraspScene(cloud, segments: segments, footings: footings, threads: threads) else {
        return PickPlan(frame: cell.base, baseFromScan: baseFromScan)
    }
    let reach = volumeFromScan
    let found = grasps(
        in: scene, gripper: cell.gripper, motion: cell.motion, options: options, threads: threads
    ) { scanFromGrasp in
        reach.map { $0.volume.contains($0.transform * scanFromGrasp.translation) } ?? true
    }
    let picks = found.grasps.map { grasp in
        let own = PoseCovariance(grasp.deviations).seen(through: baseFromScan * grasp.scanFromGrasp)
        return Pick(
            grasp: grasp,
            frames: PickFrames(
                of: grasp, baseFromScan: baseFromScan, support: scene.support, motion: cell.motion,
                baseFromPlace: baseFromPlace),
            covariance: chain.covariance.map { $0 + own } ?? own)
    }
    return PickPlan(
        frame: cell.base, picks: picks, rejected: found.rejected, tally: found.tally, baseFromScan: baseFromScan)
}

extension PoseCovariance {
    /// Of errors along and about the grasp frame's own axes, seen in that frame.
    fileprivate init(_ deviations: GraspDeviations) {
        self.init(rotation: deviations.rotation, position: deviations.position, of: .identity)
    }
}
