public import LinearAlgebra
public import Parallel
public import PointClouds

/// A plane that an object stands on, and how the object's box is laid out on it.
public struct Standing: Equatable, Sendable {
    /// The plane's normal, out of the plane and into the object; its length has no say.
    public var normal: Vector3
    /// `normal · p` of the plane that the box reaches down to; nil for the object's own lowest point.
    public var floor: Double?
    /// How uncertain the normal's direction is: a standard deviation in radians.
    public var normalDeviation = 0.0
    /// Up to this share of the points, 0 to 0.5, may be left out of the footprint as strays.
    public var trim = 0.0

    /// A plane in the frame of the points: metres, radians.
    public init(normal: Vector3, floor: Double? = nil, normalDeviation: Double = 0, trim: Double = 0) {
        (self.normal, self.floor, self.normalDeviation, self.trim) = (normal, floor, normalDeviation, trim)
    }
}

extension Standing {
    fileprivate func check() throws(CloudGeometryError) {
        guard normal.isFinite, normal.length.isNormal else {
            throw .unusableStanding(reason: "its normal is \(normal.x), \(normal.y), \(normal.z); give a direction")
        }
        guard (0...0.5).contains(trim) else {
            throw .unusableStanding(reason: "its trim is \(trim); give a share of the points from 0 to 0.5")
        }
        guard floor?.isFinite ?? true, normalDeviation.isFinite, normalDeviation >= 0 else {
            throw .unusableStanding(
                reason: "its floor (\(floor ?? 0)) or normalDeviation (\(normalDeviation)) is no length or angle")
        }
    }
}

extension ObjectPose {
    /// The pose of an object that stands on a plane.
    ///
    /// z is the plane's normal, x the long side of the smallest rectangle round the footprint, towards the positive
    /// third moment; y = z × x. Centroid, covariance and eigenvalues are those of the points. `options.viewpoint` has
    /// no say.
    ///
    /// - Complexity: O(n log n)
    /// - Throws: ``CloudGeometryError/noValidPoints(of:)``, ``CloudGeometryError/unusableStanding(reason:)``
    public init(
        of points: Coordinates, standingOn support: Standing, options: Options = Options()
    ) throws(CloudGeometryError) {
        try support.check()
        let moments = Moments(points, threads: options.threads)
        guard moments.count > 0 else { throw .noValidPoints(of: points.count) }
        let z = support.normal.normalized
        let u = (abs(z.x) < 0.9 ? Vector3(1, 0, 0) : Vector3(0, 1, 0))
        let across = z.cross(u).normalized
        let along = across.cross(z)
        let center = moments.mean
        let flat: [SIMD2<Double>] = points.indices.compactMap { index in
            guard points.isFinite(at: index) else { return nil }
            let d = Vector3(points[index]) - center
            return SIMD2(d.dot(along), d.dot(across))
        }
        let footprint = Footprint(of: flat, trim: support.trim)
        let rectangle = footprint.rectangle

        var x = along * rectangle.direction.x + across * rectangle.direction.y
        let frame = FrameMoments(
            points, axes: Matrix3(columns: x, z.cross(x), z), origin: center, threads: options.threads)
        let score = AxisUncertainty.skewnessScore(
            alongX: frame, InfluenceSample(points, axes: Matrix3(columns: x, z.cross(x), z), origin: center),
            .independent)
        ambiguousSigns = score > AxisUncertainty.significance ? [] : [.x, .y]
        if frame.cubes.x < 0 { x = x * -1 }
        symmetry = footprint.isAmbiguous ? .planar : .none

        var axes = Matrix3(columns: x, z.cross(x), z)
        if let reference = options.reference {
            axes = Self.nearestStanding(
                axes, isOpen: !ambiguousSigns.isEmpty, isSquare: footprint.isAmbiguous, to: reference.rotation)
        }
        count = moments.count
        invalidCount = moments.invalidCount
        centroid = center
        covariance = moments.covariance
        eigenvalues = pointwiseMax(moments.covariance.eigen().values, .zero)
        cloudFromObject = RigidTransform(rotation: axes, translation: center)

        let (turn, tilt) = (footprint.angleDeviation, support.normalDeviation)
        let edge = (turn * turn + tilt * tilt / 2).squareRoot()
        axisStandardDeviation = Vector3(edge, edge, tilt)

        let height = z.dot(center)
        let bottom = support.floor.map { $0 - height } ?? frame.lower.z
        // What lies wholly below the floor has no height above it.
        let top = max(frame.upper.z, bottom)
        let middle = along * rectangle.center.x + across * rectangle.center.y + z * ((bottom + top) / 2)
        let isTurned = abs(axes.columns.x.dot(x)) < 0.5
        box = OrientedBox(
            cloudFromBox: RigidTransform(rotation: axes, translation: center + middle),
            extents: isTurned
                ? Vector3(rectangle.sides.y, rectangle.sides.x, top - bottom)
                : Vector3(rectangle.sides.x, rectangle.sides.y, top - bottom))
    }

    /// Of the frames that the footprint leaves open the one nearest to the reference: x turned round where its sign is
    /// open, by quarter turns where the sides are equal.
    private static func nearestStanding(
        _ axes: Matrix3, isOpen: Bool, isSquare: Bool, to reference: Matrix3
    ) -> Matrix3 {
        let (x, y, z) = axes.columns
        var candidates = [axes]
        if isOpen || isSquare {
            candidates.append(Matrix3(columns: x * -1, y * -1, z))
        }
        if isSquare {
            candidates += [Matrix3(columns: y, x * -1, z), Matrix3(columns: y * -1, x, z)]
        }
        return candidates.max {
            ($0.transposed * reference).trace < ($1.transposed * reference).trace
        } ?? axes
    }
}

extension PointCloud {
    /// The pose of an object on a plane from its points, in the coordinates of the cloud's file, as `support` is.
    ///
    /// - Precondition: the indices are those of points.
    /// - Throws: ``CloudGeometryError/noValidPoints(of:)``, ``CloudGeometryError/unusableStanding(reason:)``
    @specialized(where Indices == [Int])
    public func estimatedPose<Indices: Collection<Int>>(
        of indices: Indices, standingOn support: Standing, reference: RigidTransform? = nil,
        threads: Int = availableThreads
    ) throws(CloudGeometryError) -> ObjectPose {
        var local = support
        local.floor = support.floor.map { $0 - support.normal.dot(origin) }
        return try ObjectPose(
            of: positions[indices], standingOn: local, options: .init(reference: reference, threads: threads)
        ).moved(by: origin)
    }
}
