public import LinearAlgebra
public import Parallel
public import PointClouds

/// Where an object is and how it lies: centroid, principal axes, box along them, and how far each of these is certain.
///
/// x is the direction of the largest variance, y of the middle, z of the smallest; right-handed. z points towards the
/// viewpoint when there is one outside the object, else to the side of the positive third moment; x to that side too;
/// y = z × x.
public struct ObjectPose: Equatable, Sendable {
    /// Points that took part.
    public var count: Int
    /// Points passed over, because one of their coordinates isn't a finite number.
    public var invalidCount: Int
    /// The mean of the valid points, metres.
    public var centroid: Vector3
    /// The mean of (p - centroid)(p - centroid)ᵀ along the axes of the points' coordinates, in m².
    public var covariance: SymmetricMatrix3
    /// Variances along x, y, z in m², descending; 0 where the object is flat to the rounding of its coordinates.
    public var eigenvalues: Vector3
    /// The object's frame: at the centroid, along the principal axes.
    public var cloudFromObject: RigidTransform
    /// The smallest box along these axes round all points.
    public var box: OrientedBox
    /// Standard deviation of the directions of x, y and z over repeated scans of the object, in radians.
    ///
    /// The root of the mean square angle between an axis and its place in the mean; 52° for an axis that may lie
    /// anywhere in a plane, 61° for one that may point anywhere. Scans are taken to differ in their noise and in the
    /// spots that their points fall on: how much the latter matters is told from how evenly the points lie, drawn one by
    /// one or on a camera's pixel grid. Where nothing but noise differs, axes differ by a half to a fifth of this.
    public var axisStandardDeviation: Vector3
    /// Which turns the axes can't tell apart, because eigenvalues are equal within their uncertainty.
    public var symmetry: Symmetry
    /// Signs that the data don't fix.
    public var ambiguousSigns: Set<Axis>

    /// The lengths of the box along x, y, z in metres.
    public var extents: Vector3 { box.extents }
    /// Axes that the data don't tell from others.
    public var ambiguousAxes: Set<Axis> { symmetry.ambiguousAxes }

    /// What a pose may be told beside the points.
    public struct Options: Equatable, Sendable {
        /// Where the sensor stood, in the coordinates of the points.
        public var viewpoint: Vector3?
        /// Among poses that the data don't tell apart the nearest to this one is given.
        public var reference: RigidTransform?
        /// Whether points are taken as drawn each for itself, however evenly they lie: of points that a program spread
        /// over a mesh the evenness says nothing of what a scan would tell. Otherwise it is measured.
        public var assumesIndependentPoints = false
        /// How many cores to use; the result doesn't depend on it.
        public var threads = availableThreads

        /// The viewpoint and the reference are in the frame of the points.
        public init(
            viewpoint: Vector3? = nil, reference: RigidTransform? = nil, assumesIndependentPoints: Bool = false,
            threads: Int = availableThreads
        ) {
            (self.viewpoint, self.reference, self.threads) = (viewpoint, reference, threads)
            self.assumesIndependentPoints = assumesIndependentPoints
        }
    }

    /// An object without variance along an axis, and less extended there than this share of its length, is flat: what is
    /// left is the rounding of Float32 coordinates.
    private static let flatShare = 1e-5

    /// The pose of one object from its points.
    ///
    /// - Complexity: O(n); the same bits for any number of threads.
    /// - Throws: ``CloudGeometryError/noValidPoints(of:)``
    public init(of points: Coordinates, options: Options = Options()) throws(CloudGeometryError) {
        let moments = Moments(points, threads: options.threads)
        guard moments.count > 0 else { throw .noValidPoints(of: points.count) }
        let toViewpoint = options.viewpoint.map { $0 - moments.mean }
        let principal = PrincipalAxes(
            of: moments, up: toViewpoint.flatMap { $0.length > 0 ? $0 : nil } ?? Vector3(0, 0, 1))
        let frame = FrameMoments(points, axes: principal.axes, origin: moments.mean, threads: options.threads)
        let sample = InfluenceSample(points, axes: principal.axes, origin: moments.mean)
        // A sensor doesn't stand inside what it sees: a viewpoint there is the zero of a model's file.
        let outside = toViewpoint.flatMap { direction in
            let seen = principal.axes.transposed * direction
            let isInside = all(seen .>= frame.lower) && all(seen .<= frame.upper)
            return isInside ? nil : direction
        }
        // Without a sensor even points are no pixels, but thinned on a grid that lies otherwise next time.
        let sampling =
            options.assumesIndependentPoints || outside == nil
            ? SamplingModel.independent
            : SamplingModel.measured(
                points, axes: principal.axes, origin: moments.mean, threads: options.threads)
        let uncertainty = AxisUncertainty(principal, frame, sample, sampling)
        let signs = AxisSigns(axes: principal.axes, toViewpoint: outside, frame: frame, uncertainty: uncertainty)

        count = moments.count
        invalidCount = moments.invalidCount
        centroid = moments.mean
        covariance = moments.covariance
        eigenvalues = principal.eigenvalues
        axisStandardDeviation = uncertainty.standardDeviation
        symmetry = Symmetry(equal: uncertainty.isEqual)
        ambiguousSigns = signs.ambiguous
        var axes = Matrix3(
            columns: principal.axes.columns.x * signs.signs.x, principal.axes.columns.y * signs.signs.y,
            principal.axes.columns.z * signs.signs.z)
        var bounds = frame
        if let reference = options.reference {
            axes = nearestEquivalent(
                of: axes, symmetry: symmetry, ambiguousSigns: ambiguousSigns, to: reference.rotation)
        }
        if axes != principal.axes {
            bounds = FrameMoments(points, axes: axes, origin: moments.mean, threads: options.threads)
        }
        cloudFromObject = RigidTransform(rotation: axes, translation: centroid)
        let middle = (bounds.lower + bounds.upper) / 2
        var extents = bounds.upper - bounds.lower
        for k in 0..<3 where eigenvalues[k] == 0 && extents[k] < Self.flatShare * extents.max() { extents[k] = 0 }
        box = OrientedBox(
            cloudFromBox: RigidTransform(rotation: axes, translation: centroid + axes * middle), extents: extents)
    }
}

extension PointCloud {
    /// The pose of the one object that the cloud shows, in the coordinates of its file.
    ///
    /// - Parameters:
    ///   - reference: among poses that the data don't tell apart the nearest to this one is given.
    ///   - assumingIndependentPoints: see ``ObjectPose/Options/assumesIndependentPoints``.
    ///   - threads: how many cores to use; the result doesn't depend on it.
    /// - Throws: ``CloudGeometryError/noValidPoints(of:)``
    public func estimatedPose(
        reference: RigidTransform? = nil, assumingIndependentPoints: Bool = false, threads: Int = availableThreads
    ) throws(CloudGeometryError) -> ObjectPose {
        try estimatedPose(
            of: positions, reference: reference, assumingIndependentPoints: assumingIndependentPoints, threads: threads)
    }

    /// The pose of the object that the points at `indices` belong to, in the coordinates of the cloud's file.
    ///
    /// - Precondition: the indices are those of points.
    /// - Throws: ``CloudGeometryError/noValidPoints(of:)``
    public func estimatedPose(
        of indices: some Collection<Int>, reference: RigidTransform? = nil, threads: Int = availableThreads
    ) throws(CloudGeometryError) -> ObjectPose {
        try estimatedPose(of: positions[indices], reference: reference, threads: threads)
    }

    private func estimatedPose(
        of points: Coordinates, reference: RigidTransform?, assumingIndependentPoints: Bool = false, threads: Int
    ) throws(CloudGeometryError) -> ObjectPose {
        // Positions count from the origin shift, file coordinates don't.
        let local = reference.map { RigidTransform(rotation: $0.rotation, translation: $0.translation - origin) }
        return try ObjectPose(
            of: points,
            options: .init(
                viewpoint: localViewpoint.translation, reference: local,
                assumesIndependentPoints: assumingIndependentPoints, threads: threads)
        ).moved(by: origin)
    }
}

extension ObjectPose {
    /// The same object with its coordinates given in another frame.
    public func moved(by otherFromCloud: RigidTransform) -> Self {
        var moved = self
        moved.centroid = otherFromCloud * centroid
        moved.covariance = covariance.rotated(by: otherFromCloud.rotation)
        moved.cloudFromObject = otherFromCloud * cloudFromObject
        moved.box.cloudFromBox = otherFromCloud * box.cloudFromBox
        return moved
    }

    func moved(by shift: Vector3) -> Self {
        moved(by: RigidTransform(rotation: .identity, translation: shift))
    }
}
