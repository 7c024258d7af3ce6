public import LinearAlgebra
public import PointClouds

/// The plane `normal · p = offset` on which objects stand, its normal towards the viewpoint.
///
/// Given in the coordinates of the cloud's file. Positions are stored relative to `PointCloud.origin`: for those,
/// ``relative(to:)`` gives the plane.
public struct SupportPlane: Equatable, Sendable {
    /// Of unit length.
    public var normal: Vector3
    /// Metres along the normal from the zero of the coordinates.
    public var offset: Double
    /// How many points lie on it: those labelled as support.
    public var inliers: Int
    /// Root mean square distance of the inliers from the plane, in metres: noise and the surface's bend.
    public var rmse: Double
    /// Standard deviation of the normal's direction caused by the sensor's noise, in radians; 0 where unknown.
    public var normalDeviation = 0.0

    /// A plane with a normal of unit length; lengths in metres.
    public init(normal: Vector3, offset: Double, inliers: Int, rmse: Double) {
        (self.normal, self.offset, self.inliers, self.rmse) = (normal, offset, inliers, rmse)
    }

    /// A plane in the coordinates of the cloud's file from one that holds for the cloud's stored positions; inliers and
    /// rmse are those of the points labelled as support.
    ///
    /// - Parameters:
    ///   - normal: of unit length, towards the viewpoint.
    ///   - localOffset: `normal · p` for positions relative to the cloud's origin, in metres.
    ///   - labels: a ``SegmentLabel`` for each point.
    ///   - cloud: the one that was segmented.
    public init(normal: Vector3, localOffset: Double, labels: [UInt32], of cloud: PointCloud) {
        let local = Self(normal: normal, offset: localOffset, inliers: 0, rmse: 0)
        self = local.moved(by: RigidTransform(translation: cloud.origin))
        var squares = 0.0
        for index in labels.indices where labels[index] == SegmentLabel.support {
            let height = local.height(of: Vector3(cloud.positions[index]))
            squares += height * height
            inliers += 1
        }
        rmse = inliers > 0 ? (squares / Double(inliers)).squareRoot() : 0
    }

    /// Metres above the plane, negative below it.
    public func height(of point: Vector3) -> Double { normal.dot(point) - offset }

    /// The same plane for points that are given relative to `origin`, as a cloud's positions are.
    public func relative(to origin: Vector3) -> Self {
        var relative = self
        relative.offset = offset - normal.dot(origin)
        return relative
    }

    /// The same plane in the frame that `transform` maps to.
    public func moved(by transform: RigidTransform) -> Self {
        var moved = self
        moved.normal = transform.rotation * normal
        moved.offset = offset + moved.normal.dot(transform.translation)
        return moved
    }
}
