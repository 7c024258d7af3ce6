public import LinearAlgebra

/// Points with their positions, the fields a file gave them, and the pose of the sensor that saw them.
///
/// An *organised* cloud is an image: `height` rows of `width` points, invalid points (NaN) kept in place. An
/// unorganised one has `height` 1.
public struct PointCloud: Sendable {
    /// Metres, relative to ``origin``. Another number of positions is no image any more: the cloud gets unorganised.
    /// The ``fields`` stay as they are; ``selecting(_:)`` takes points out of both.
    public var positions: Coordinates {
        didSet {
            if positions.count != width * height { (width, height) = (positions.count, 1) }
        }
    }

    /// What is added to ``positions`` to get the file's coordinates, in metres; zero unless the cloud lies so far out
    /// (UTM) that Float32 would lose what Float64 coordinates say.
    public var origin: Vector3 = .zero

    /// Every field but the position, in the file's order and under its names.
    public var fields: [Field] = []

    /// Columns of an organised cloud; of an unorganised one, its points.
    public private(set) var width: Int
    /// Rows of an organised cloud, one after the other in ``positions``; 1 of an unorganised one.
    public private(set) var height: Int

    /// cloudFromSensor: where the sensor stood and how it was turned (PCD's VIEWPOINT).
    public var viewpoint: RigidTransform = .identity

    /// The ``viewpoint`` in the coordinates that ``positions`` have, those relative to ``origin``.
    public var localViewpoint: RigidTransform {
        RigidTransform(rotation: viewpoint.rotation, translation: viewpoint.translation - origin)
    }

    /// How the file it was read from laid it out; writing gives that back. `nil` for a cloud made in memory.
    public var layout: FileLayout?

    /// An unorganised cloud.
    public init(positions: Coordinates) {
        self.positions = positions
        (width, height) = (positions.count, 1)
    }

    /// An organised cloud, rows one after the other.
    ///
    /// - Precondition: `positions` has `width × height` entries.
    public init(positions: Coordinates, width: Int, height: Int) {
        precondition(width * height == positions.count, "\(positions.count) points don't fill \(width) × \(height)")
        self.positions = positions
        (self.width, self.height) = (width, height)
    }

    /// The points, valid or not.
    public var count: Int { positions.count }
    /// Whether the points lie in the rows of an image.
    public var isOrganized: Bool { height > 1 }
}
