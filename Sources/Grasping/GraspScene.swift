import Glibc
public import LinearAlgebra
public import Parallel
public import PointClouds
public import Segmentation

/// A segmented scan made ready for grasping: what stands on the support, in the support's own frame, and what the
/// sensor could not see.
///
/// In the support frame z is the plane's normal with 0 on the plane, the origin is the foot of the viewpoint, and x
/// leads away from the viewpoint towards the objects: the frame moves with the scene.
public struct GraspScene: Sendable {
    /// An object to be grasped.
    public struct Object: Sendable {
        /// As in `SegmentedObject.id`.
        public var id: Int
        /// Its number among the scan's labels, from 2.
        public var label: UInt32
        /// Mean of its points in the support frame.
        public var centroid: Vector3
        /// Of its points in the support frame.
        public var low: SIMD3<Float>
        /// The greatest x, y and z of its points in the support frame, metres.
        public var high: SIMD3<Float>
        /// How many valid points it has.
        public var points: Int
        /// The height over the support of what it stands on, in metres.
        public var footing = 0.0
        /// The ``id`` of the object that it stands on; `nil` for the support.
        public var standsOn: Int?
    }

    /// `T_scan_support`: maps the support frame into that of the scan's positions.
    public var scanFromSupport: RigidTransform
    /// Everything on and near the support, in the support frame.
    public var points: Coordinates
    /// The segment of each point: 0 unassigned, 1 support, 2… objects.
    public var labels: [UInt32]
    /// What can be grasped, by ascending label.
    public var objects: [Object]
    /// The sensor's position in the support frame.
    public var viewpoint: Vector3
    /// How far points scatter about the support, in metres: the sensor's noise and the support's bend.
    public var noise = 0.001
    /// What the sensor saw, for the space that it didn't.
    public var visibility: VisibilityMap

    /// - Parameters:
    ///   - points: the whole scan; invalid points are passed over.
    ///   - labels: the segment of each point: 0 unassigned, 1 support, 2… objects.
    ///   - normal: the support's, of unit length, away from the ground.
    ///   - offset: `normal · p` of the support's points.
    ///   - viewpoint: where the sensor stood, in the scan's frame.
    ///   - reach: points further than this from every object (metres, over the support) can't be in the gripper's way.
    ///   - threads: how many cores to use; the result doesn't depend on it.
    /// - Precondition: there is a label for each point.
    public init(
        points: Coordinates, labels: [UInt32], normal: Vector3, offset: Double, viewpoint: Vector3,
        reach: Double = 0.25, threads: Int = availableThreads
    ) {
        precondition(points.count == labels.count, "a label for each point")
        let scanFromSupport = Self.supportFrame(
            of: points, labels: labels, normal: normal, offset: offset, viewpoint: viewpoint)
        let supportFromScan = scanFromSupport.inverse
        self.scanFromSupport = scanFromSupport
        self.viewpoint = supportFromScan * viewpoint

        let all = points.mapped(by: supportFromScan, threads: threads)
        self.visibility = VisibilityMap(points: all, labels: labels, viewpoint: self.viewpoint)

        objects = Self.objects(of: all, labels: labels)
        let margin = Float(reach)
        let low = objects.reduce(SIMD3<Float>(repeating: .infinity)) { pointwiseMin($0, $1.low) } - margin
        let high = objects.reduce(SIMD3<Float>(repeating: -.infinity)) { pointwiseMax($0, $1.high) } + margin
        self.points = Coordinates()
        self.labels = []
        for i in all.indices {
            let (x, y, z) = (all.x[i], all.y[i], all.z[i])
            // The support itself is a plane to the gripper, so its points are not kept: their noise is no obstacle.
            guard x > low.x, x < high.x, y > low.y, y < high.y, z < high.z + 0.3 else { continue }
            guard labels[i] != 1 || z > 0.012, z > 0.003 else { continue }
            self.points.append(SIMD3(x, y, z))
            self.labels.append(labels[i])
        }
        var own = [[SIMD3<Float>]](repeating: [], count: objects.count)
        let place = Dictionary(uniqueKeysWithValues: objects.indices.map { (objects[$0].label, $0) })
        for (i, label) in self.labels.enumerated() {
            if let k = place[label] { own[k].append(self.points[i]) }
        }
        for (k, footing) in Footing.footings(of: own).enumerated() {
            (objects[k].footing, objects[k].standsOn) = (footing.height, footing.carrier.map { objects[$0].id })
        }
    }

    /// The scene of a segmented cloud; `nil` without a support. Frames are those of the cloud's positions.
    public init?(_ cloud: PointCloud, segments: SegmentedScene) {
        guard let support = segments.support?.relative(to: cloud.origin) else { return nil }
        self.init(
            points: cloud.positions, labels: segments.labels, normal: support.normal, offset: support.offset,
            viewpoint: cloud.localViewpoint.translation)
        if support.rmse > noise { noise = support.rmse }
    }

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
        let x = level.length > 1e-6 ? level.normalized : normal.anyPerpendicular
        return RigidTransform(rotation: Matrix3(columns: x, normal.cross(x), normal), translation: foot)
    }

    /// What carries a label from 2 on and has a valid point, by ascending label. Any number may be a label: what is
    /// stored goes by how many there are.
    private static func objects(of points: Coordinates, labels: [UInt32]) -> [Object] {
        var objects: [Object] = []
        var place: [UInt32: Int] = [:]
        // Neighbouring points mostly carry one label: the dictionary is asked where it changes.
        var last: (label: UInt32, place: Int) = (0, 0)
        for i in points.indices where labels[i] >= 2 && points.isFinite(at: i) {
            let label = labels[i]
            if label != last.label {
                last = (label, place[label] ?? objects.count)
                if last.place == objects.count {
                    place[label] = last.place
                    objects.append(
                        Object(
                            id: SegmentLabel.objectID(of: label)!, label: label, centroid: .zero,
                            low: SIMD3(repeating: .infinity),
                            high: SIMD3(repeating: -.infinity), points: 0))
                }
            }
            let point = points[i]
            objects[last.place].centroid += Vector3(point)
            objects[last.place].low = pointwiseMin(objects[last.place].low, point)
            objects[last.place].high = pointwiseMax(objects[last.place].high, point)
            objects[last.place].points += 1
        }
        for k in objects.indices { objects[k].centroid /= Double(objects[k].points) }
        return objects.sorted { $0.label < $1.label }
    }
}
