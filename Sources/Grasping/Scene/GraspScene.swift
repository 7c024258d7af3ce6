public import LinearAlgebra
public import Parallel
public import PointClouds
public import Segmentation
public import Sensing

/// A segmented scan made ready for grasping: what stands on the support, in the support's own frame, and what the
/// sensor could not see.
///
/// In the support frame z is the plane's normal with 0 on the plane, the origin is the foot of the viewpoint, and x
/// leads away from the viewpoint towards the objects: the frame moves with the scene. Everything inside is given in it;
/// ``scanFromSupport`` alone leads out, into the coordinates of the scan's file.
public struct GraspScene: Sendable {
    /// `T_scan_support`: maps the support frame into the coordinates of the scan's file.
    public var scanFromSupport: RigidTransform
    /// Everything on and near the support, in the support frame.
    public var points: Coordinates
    /// The segment of each point: 0 unassigned, 1 support, 2… objects.
    public var labels: [UInt32]
    /// What can be grasped, by ascending label.
    public var objects: [Object]
    /// The sensor's position in the support frame.
    public var viewpoint: Vector3
    /// What the objects stand on, in the coordinates of the scan's file.
    public var support: SupportPlane
    /// How far points scatter about the support, in metres: the sensor's noise and the support's bend.
    public var noise: Double
    /// What the sensor saw, for the space that it didn't.
    public var seen: SeenSpace<PlaneGrid>

    /// Things further than this from every object, level, can't be in the gripper's way: a palm and an approach of usual
    /// size; metres.
    public static let usualReach = 0.25
    /// What is higher than this over the highest object, no gripper over an object meets; metres.
    private static let headroom: Float = 0.3
    /// The support itself is a plane to the gripper, so its points are no obstacle, unless they lie this high: they
    /// belong to a thing then that the segmentation took for the support; metres.
    private static let supportThickness: Float = 0.012
    /// What lies lower than this is the support's noise whatever its label; metres.
    private static let groundNoise: Float = 0.003
    /// How far behind the seen surface counts as hidden: more than its noise and its slope within a pixel; metres.
    private static let hiddenBehind: Float = 0.012
    /// Points of the scan in a pixel of what was seen: few pixels on a surface are empty then.
    private static let pointsPerPixel = 4
    /// No sensor is better, and a support of a few points seems so; metres.
    private static let leastNoise = 0.001

    /// - Parameters:
    ///   - cloud: the whole scan; invalid points are passed over.
    ///   - labels: the segment of each point: 0 unassigned, 1 support, 2… objects.
    ///   - support: in the coordinates of the cloud's file, its normal away from the ground.
    ///   - reach: points further than this from every object (metres, over the support) can't be in the gripper's way.
    ///   - threads: how many cores to use; the answer doesn't depend on it.
    /// - Precondition: there is a label for each point.
    public init(
        _ cloud: PointCloud, labels: [UInt32], support: SupportPlane, reach: Double = usualReach,
        threads: Int = availableThreads
    ) {
        let points = cloud.positions
        precondition(points.count == labels.count, "a label for each point")
        self.support = support
        noise = max(Self.leastNoise, support.rmse)
        // Positions are worked on as they are stored, near 0, where their digits suffice; the origin, which may lie
        // millions of metres away, enters at the way out alone.
        let viewpoint = cloud.localViewpoint.translation
        let localFromSupport = Self.supportFrame(
            of: points, labels: labels, normal: support.normal,
            offset: support.relative(to: cloud.origin).offset, viewpoint: viewpoint)
        scanFromSupport = RigidTransform(
            rotation: localFromSupport.rotation, translation: localFromSupport.translation + cloud.origin)
        let supportFromLocal = localFromSupport.inverse
        self.viewpoint = supportFromLocal * viewpoint

        let all = points.mapped(by: supportFromLocal, threads: threads)
        // A pixel hides what is behind its own furthest point alone, so that a silhouette's border doesn't hide what is
        // beside it.
        let grid = PlaneGrid(
            of: all, where: { labels[$0] > 0 }, from: self.viewpoint, pointsPerPixel: Self.pointsPerPixel)
        seen = SeenSpace(grid, of: all, labels: labels, from: self.viewpoint, margin: 0)

        objects = Object.objects(of: all, labels: labels)
        let margin = Float(reach)
        let low = objects.reduce(SIMD3<Float>(repeating: .infinity)) { pointwiseMin($0, $1.low) } - margin
        let high = objects.reduce(SIMD3<Float>(repeating: -.infinity)) { pointwiseMax($0, $1.high) } + margin
        self.points = Coordinates()
        self.labels = []
        for i in all.indices {
            let (x, y, z) = (all.x[i], all.y[i], all.z[i])
            guard x > low.x, x < high.x, y > low.y, y < high.y, z < high.z + Self.headroom else { continue }
            guard labels[i] != 1 || z > Self.supportThickness, z > Self.groundNoise else { continue }
            self.points.append(SIMD3(x, y, z))
            self.labels.append(labels[i])
        }
        setFootings()
    }

    /// The scene of a segmented cloud; `nil` without a support.
    public init?(_ cloud: PointCloud, segments: SegmentedScene, threads: Int = availableThreads) {
        guard let support = segments.support else { return nil }
        self.init(cloud, labels: segments.labels, support: support, threads: threads)
    }

    /// What the sensor knows of a place in the support frame.
    func sight(of place: SIMD3<Float>) -> Sight { seen.sight(of: place, tolerance: Self.hiddenBehind) }

    private mutating func setFootings() {
        var own = [[SIMD3<Float>]](repeating: [], count: objects.count)
        let place = Dictionary(uniqueKeysWithValues: objects.indices.map { (objects[$0].label, $0) })
        for (i, label) in labels.enumerated() {
            if let k = place[label] { own[k].append(points[i]) }
        }
        for (k, footing) in Footing.footings(of: own).enumerated() {
            (objects[k].standsAt, objects[k].standsOn) = (footing.height, footing.carrier.map { objects[$0].id })
        }
    }

    /// Nearer than this under the viewpoint the objects give no direction; metres.
    private static let leastAway = 1e-6

    private static func supportFrame(
        of points: Coordinates, labels: [UInt32], normal: Vector3, offset: Double, viewpoint: Vector3
    ) -> RigidTransform {
        let foot = viewpoint - normal * (normal.dot(viewpoint) - offset)
        var sum = Vector3.zero
        var count = 0.0
        for i in points.indices where labels[i] >= 2 && points.isFinite(at: i) {
            sum += Vector3(points[i])
            count += 1
        }
        let away = (count > 0 ? sum / count : foot) - foot
        let level = away - normal * normal.dot(away)
        let x = level.length > leastAway ? level.normalized : normal.anyPerpendicular
        return RigidTransform(rotation: Matrix3(columns: x, normal.cross(x), normal), translation: foot)
    }
}
