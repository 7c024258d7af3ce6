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
    /// `T_base_scan`, the scan's own coordinates.
    public var baseFromScan: RigidTransform
}

/// One object's pick.
public struct Pick: Sendable {
    /// The grasp in the scan's positions.
    public var grasp: Grasp
    /// Where the gripper goes, in the base.
    public var frames: PickFrames
    /// Of `PickFrames.grasp`, in the base: what the frames on the way from the scan to the base state, and how well
    /// the scan shows the object.
    public var covariance: PoseCovariance

    /// The `SegmentedObject.id`.
    public var object: Int { grasp.object }
}

/// Plans the picks of a segmented scan for a cell.
///
/// Nothing can be picked without a support: the plan is empty then.
///
/// - Throws: `FrameTreeError` where the cell's frames don't lead from the scan to the base.
public func pickPlan(
    for cloud: PointCloud, segments: SegmentedScene, cell: CellFile, options: GraspOptions = .init(),
    threads: Int = availableThreads
) throws(FrameTreeError) -> PickPlan {
    let chain = try cell.baseFromScan()
    let baseFromFile = chain.pose
    let baseFromScan = baseFromFile * RigidTransform(translation: cloud.origin)
    let baseFromPlace = try cell.baseFromPlace()
    var volumeFromScan: (WorkVolume, RigidTransform)?
    if let volume = cell.workVolume {
        volumeFromScan = (
            volume, try cell.frames.transform(from: cell.base, to: volume.frame).pose * baseFromScan
        )
    }
    var options = options
    (options.approach, options.lift) = (cell.approach, cell.lift)
    guard let scene = GraspScene(cloud, segments: segments),
        let support = segments.support?.relative(to: cloud.origin)
    else {
        return PickPlan(
            frame: cell.base, picks: [], rejected: [], tally: .init(), baseFromScan: baseFromFile)
    }
    let reach = volumeFromScan
    let found = grasps(in: scene, gripper: cell.gripper, options: options, threads: threads) { scanFromGrasp in
        reach.map { $0.0.contains($0.1 * scanFromGrasp.translation) } ?? true
    }
    let picks = found.grasps.map { grasp in
        let own = PoseCovariance(grasp.deviations).seen(through: baseFromScan * grasp.scanFromGrasp)
        return Pick(
            grasp: grasp,
            frames: PickFrames(
                of: grasp, baseFromScan: baseFromScan, support: support, approach: cell.approach, lift: cell.lift,
                baseFromPlace: baseFromPlace),
            covariance: chain.covariance.map { $0 + own } ?? own)
    }
    return PickPlan(
        frame: cell.base, picks: picks, rejected: found.rejected, tally: found.tally,
        baseFromScan: baseFromFile)
}

extension PickFrames {
    /// The object is put down as it stood. The point under the grasp of what the object stood on comes to lie on the
    /// place's origin; the place's z points into its surface, as a gripper's from above does, and its y is where the closing
    /// direction goes (level; of a grasp that closes upright, its x goes to the place's x). A place
    /// given as `kuka:{… A 0,B 0,C 180}` is thus a level surface seen from above.
    init(
        of grasp: Grasp, baseFromScan: RigidTransform, support: SupportPlane, approach: Double, lift: Double,
        baseFromPlace: RigidTransform?
    ) {
        func shift(_ v: Vector3) -> RigidTransform { RigidTransform(translation: v) }
        let baseFromGrasp = baseFromScan * grasp.scanFromGrasp
        self.init(
            approach: baseFromGrasp * shift(Vector3(0, 0, -approach)), grasp: baseFromGrasp,
            lift: shift(baseFromScan.rotation * support.normal * lift) * baseFromGrasp)
        guard let baseFromPlace else { return }
        let scanFromFoot = Self.foot(of: grasp.scanFromGrasp, on: support, footing: grasp.footing)
        let place = baseFromPlace * scanFromFoot.inverse * grasp.scanFromGrasp
        self.place = place
        placeApproach = shift(baseFromPlace.rotation * Vector3(0, 0, -lift)) * place
        retreat = place * shift(Vector3(0, 0, -approach))
    }

    /// The place's counterpart on what the object stands on: below the grasp, z into the support.
    static func foot(
        of scanFromGrasp: RigidTransform, on support: SupportPlane, footing: Double
    ) -> RigidTransform {
        let z = support.normal * -1
        let height = support.height(of: scanFromGrasp.translation) - footing
        let origin = scanFromGrasp.translation - support.normal * height
        func level(_ v: Vector3) -> Vector3 { v - z * z.dot(v) }
        let closing = level(scanFromGrasp.rotation.column(1))
        let across = level(scanFromGrasp.rotation.column(0))
        let y = closing.length > 0.5 ? closing.normalized : z.cross(across).normalized
        return RigidTransform(rotation: Matrix3(columns: y.cross(z), y, z), translation: origin)
    }
}

extension PoseCovariance {
    /// Of errors along and about the grasp frame's own axes, seen in that frame.
    fileprivate init(_ deviations: GraspDeviations) {
        self.init(rotation: deviations.rotation, position: deviations.position, of: .identity)
    }
}
