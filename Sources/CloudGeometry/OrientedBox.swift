public import LinearAlgebra

/// A box of any orientation.
@frozen
public struct OrientedBox: Equatable, Hashable, Sendable {
    /// The box's frame: its centre and, as columns of the rotation, the directions of its edges.
    public var cloudFromBox: RigidTransform
    /// The full lengths of the edges along x, y and z of the box's frame, in metres.
    public var extents: Vector3

    /// A box round the origin of its frame, full lengths in metres.
    public init(cloudFromBox: RigidTransform, extents: Vector3) {
        (self.cloudFromBox, self.extents) = (cloudFromBox, extents)
    }

    /// In the cloud's frame, metres.
    public var center: Vector3 { cloudFromBox.translation }
    /// Cubic metres; 0 of a flat one.
    public var volume: Double { extents.x * extents.y * extents.z }

    /// The eight corners, x changing fastest.
    public var corners: [Vector3] {
        (0..<8).map { corner in
            let half = extents / 2
            return cloudFromBox
                * Vector3(
                    corner & 1 == 0 ? -half.x : half.x, corner & 2 == 0 ? -half.y : half.y,
                    corner & 4 == 0 ? -half.z : half.z)
        }
    }

    /// Whether a point lies inside or on the border, give or take a margin.
    public func contains(_ point: Vector3, margin: Double = 0) -> Bool {
        let local = cloudFromBox.rotation.transposed * (point - center)
        let half = extents / 2
        return abs(local.x) <= half.x + margin && abs(local.y) <= half.y + margin && abs(local.z) <= half.z + margin
    }
}
