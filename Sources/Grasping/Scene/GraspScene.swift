public import LinearAlgebra
public import Parallel
public import PointClouds
public import Segmentation
public import Sensing

/// A segmented scan made ready for grasping: what stands on the support, in the support's own frame, and what the
/// sensor could not see.
///
/// In the support frame z is the plane's normal with 0 on the plane, the origin is the foot of the viewpoint, and x
/// leads away from the viewpoint towards the objects: the frame moves with the scene. Where no sensor's place is known,
/// the origin lies under the objects and x is any level direction. Everything inside is given in this frame;
/// ``scanFromSupport`` alone leads out, into the coordinates of the scan's file.
public struct GraspScene: Sendable {
    /// `T_scan_support`: maps the support frame into the coordinates of the scan's file.
    public var scanFromSupport: RigidTransform
    /// Everything that rises from the support, in the support frame.
    public var points: Coordinates
    /// The `SegmentLabel` of each point.
    public var labels: [UInt32]
    /// What can be grasped, by ascending label.
    public var objects: [Object]
    /// The sensor's position in the support frame; `nil` where the scan doesn't say it.
    public var viewpoint: Vector3?
    /// What the objects stand on, in the coordinates of the scan's file.
    public var support: SupportPlane
    /// How far points scatter about the support, in metres: the sensor's noise and the support's bend.
    public var noise: Double
    /// What the sensor saw, for the space that it didn't; `nil` where its place isn't known, so that nothing is known of
    /// the space between the points.
    public var seen: SeenSpace<PlaneGrid>?

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

    /// The scene of a segmented cloud; `nil` without a support.
    ///
    /// - Parameters:
    ///   - cloud: the whole scan; invalid points are passed over.
    ///   - segments: of that cloud, the support's normal away from the ground.
    ///   - footings: `segments.footings(in: cloud)` where they are known already.
    ///   - threads: how many cores to use; the answer doesn't depend on it.
    /// - Precondition: there is a label for each point.
    public init?(
        _ cloud: PointCloud, segments: SegmentedScene, footings: [Footing]? = nil, threads: Int = availableThreads
    ) {
        guard let support = segments.support else { return nil }
        let (points, labels) = (cloud.positions, segments.labels)
        precondition(points.count == labels.count, "a label for each point")
        self.support = support
        noise = max(Self.leastNoise, support.rmse)
        // Positions are worked on as they are stored, near 0, where their digits suffice; the origin, which may lie
        // millions of metres away, enters at the way out alone.
        let sensor = cloud.localSensorPose?.translation
        let localFromSupport = Self.supportFrame(
            of: points, labels: labels, normal: support.normal,
            offset: support.relative(to: cloud.origin).offset, sensor: sensor)
        scanFromSupport = RigidTransform(
            rotation: localFromSupport.rotation, translation: localFromSupport.translation + cloud.origin)
        let supportFromLocal = localFromSupport.inverse
        viewpoint = sensor.map { supportFromLocal * $0 }

        let all = points.mapped(by: supportFromLocal, threads: threads)
        // A pixel hides what is behind its own furthest point alone, so that a silhouette's border doesn't hide what is
        // beside it.
        seen = viewpoint.map { viewpoint in
            let grid = PlaneGrid(
                of: all, where: { labels[$0] != SegmentLabel.unassigned }, from: viewpoint,
                pointsPerPixel: Self.pointsPerPixel)
            return SeenSpace(grid, of: all, labels: labels, from: viewpoint, margin: 0)
        }

        objects = Object.objects(of: all, labels: labels)
        self.points = Coordinates()
        self.labels = []
        for i in all.indices where all.isFinite(at: i) {
            let point = all[i]
            let least = labels[i] == SegmentLabel.support ? Self.supportThickness : Self.groundNoise
            guard point.z > least else { continue }
            self.points.append(point)
            self.labels.append(labels[i])
        }
        if let footings = footings ?? segments.footings(in: cloud, threads: threads) {
            stand(segments.objects, on: footings)
        }
    }

    /// The greatest z, in another frame than the scan's, of the support and of what stands on it; metres. Fewer points
    /// than `Overhead.fewest` are strays.
    ///
    /// - Parameter isOnTheWay: whether a place in the coordinates of the scan's file counts.
    func highest(in otherFromScan: RigidTransform, where isOnTheWay: (Vector3) -> Bool) -> Double {
        let support = (otherFromScan * scanFromSupport.translation).z
        var heights: [Double] = []
        for i in points.indices {
            let place = scanFromSupport * Vector3(points[i])
            let height = (otherFromScan * place).z
            if height > support, isOnTheWay(place) { heights.append(height) }
        }
        guard heights.count >= Overhead.fewest else { return support }
        return heights.sorted(by: >)[Overhead.fewest - 1]
    }

    /// What the sensor knows of a place in the support frame.
    func sight(of place: SIMD3<Float>) -> Sight { seen?.sight(of: place, tolerance: Self.hiddenBehind) ?? .unmeasured }

    /// The scene without the points that a gripper which grasps one of its objects can't meet: an approach in the open
    /// looks at few of a large scan's.
    func cropped(to reach: GripperReach) -> Self {
        let (level, up) = (Float(reach.level), Float(reach.up))
        let low = objects.reduce(SIMD3<Float>(repeating: .infinity)) { pointwiseMin($0, $1.low) } - level
        let high = objects.reduce(SIMD3<Float>(repeating: -.infinity)) { pointwiseMax($0, $1.high) }
        let side = high + level
        var scene = self
        (scene.points, scene.labels) = (Coordinates(), [])
        for i in points.indices {
            let (x, y, z) = (points.x[i], points.y[i], points.z[i])
            guard x > low.x, x < side.x, y > low.y, y < side.y, z < high.z + up else { continue }
            scene.points.append(SIMD3(x, y, z))
            scene.labels.append(labels[i])
        }
        return scene
    }

    private mutating func stand(_ segments: [SegmentedObject], on footings: [Footing]) {
        let footingOf = Dictionary(zip(segments.map(\.id), footings)) { first, _ in first }
        for k in objects.indices {
            guard let footing = footingOf[objects[k].id] else { continue }
            objects[k].standsAt = footing.height
            objects[k].standsOn = footing.carrier.map { segments[$0].id }
        }
    }

    /// Nearer than this under the viewpoint the objects give no direction; metres.
    private static let leastAway = 1e-6

    private static func supportFrame(
        of points: Coordinates, labels: [UInt32], normal: Vector3, offset: Double, sensor: Vector3?
    ) -> RigidTransform {
        var sum = Vector3.zero
        var count = 0.0
        for i in points.indices where SegmentLabel.isObject(labels[i]) && points.isFinite(at: i) {
            sum += Vector3(points[i])
            count += 1
        }
        func foot(of place: Vector3) -> Vector3 { place - normal * (normal.dot(place) - offset) }
        let middle = count > 0 ? sum / count : nil
        let origin = foot(of: sensor ?? middle ?? .zero)
        let away = (middle ?? origin) - origin
        let level = away - normal * normal.dot(away)
        let x = sensor != nil && level.length > leastAway ? level.normalized : normal.anyPerpendicular
        return RigidTransform(rotation: Matrix3(columns: x, normal.cross(x), normal), translation: origin)
    }
}
