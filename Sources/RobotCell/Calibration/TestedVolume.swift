public import LinearAlgebra

/// A box along the base's axes in which a calibration was tested, metres.
///
/// Low residuals say nothing about places where neither board nor tip has been: the error of the camera's orientation
/// grows with the way from there.
public struct TestedVolume: Equatable, Sendable {
    /// The least corner in the base.
    public var min: Vector3
    /// The greatest corner.
    public var max: Vector3
    /// Where the camera was: one on the hand sees one board from many sides, and its box is a point.
    public var mount: CameraMount

    /// A box along the base's axes; metres.
    public init(min: Vector3, max: Vector3, mount: CameraMount = .base) {
        (self.min, self.max, self.mount) = (min, max, mount)
    }

    /// Boards have a size and tips a tool behind them: a work volume may reach further by this share of the box.
    private static let margin = 0.2

    /// Where the cell's work volume lies outside, in words; nil where it doesn't, or where the cell has none.
    public func missing(from cell: CellFile) -> String? {
        guard let corners = cell.workVolumeCorners else { return nil }
        let needed = TestedVolume(corners)
        func range(_ low: Double, _ high: Double) -> String { "\(low.fixed(3)) to \(high.fixed(3))" }
        switch mount {
        case .hand:
            let reach = (needed.max - needed.min) * Self.margin
            if all(min .>= needed.min - reach) && all(max .<= needed.max + reach) { return nil }
            return
                "the board lay outside of the work volume, at \(min.x.fixed(3)) \(min.y.fixed(3)) \(min.z.fixed(3)) m in"
                + " \(cell.base): robots err otherwise elsewhere; put the board where things will be picked"
        case .base:
            let reach = (max - min) * Self.margin
            var outside: [String] = []
            for (axis, name) in ["x", "y", "z"].enumerated() {
                let isLower = needed.min[axis] < min[axis] - reach[axis]
                guard isLower || needed.max[axis] > max[axis] + reach[axis] else { continue }
                outside.append(
                    "\(name) \(range(min[axis], max[axis])) m of \(range(needed.min[axis], needed.max[axis]))")
            }
            guard !outside.isEmpty else { return nil }
            return "the pairs lie in a part of the work volume only (\(outside.joined(separator: ", "))): what the"
                + " residuals say doesn't hold outside; add pairs there"
        }
    }

    /// The eight corners.
    public var corners: [Vector3] {
        (0..<8).map { index in
            Vector3(index & 1 == 0 ? min.x : max.x, index & 2 == 0 ? min.y : max.y, index & 4 == 0 ? min.z : max.z)
        }
    }

    private init(_ points: [Vector3]) {
        self.init(min: points[0], max: points[0])
        for point in points {
            min.replace(with: point, where: point .< min)
            max.replace(with: point, where: point .> max)
        }
    }
}

extension HandEyeCalibration {
    /// Where the board was.
    public var testedVolume: TestedVolume { TestedVolume(min: boardBounds.min, max: boardBounds.max, mount: mount) }
}

extension PointCalibration {
    /// Where the tip was.
    public var testedVolume: TestedVolume { TestedVolume(min: bounds.min, max: bounds.max) }
}

extension CellFile {
    /// The corners of the work volume in the base, metres; nil where there is none, or its frame is known at run time
    /// only.
    public var workVolumeCorners: [Vector3]? {
        guard let volume = workVolume, let baseFromVolume = try? frames.transform(from: volume.frame, to: base).pose
        else { return nil }
        return TestedVolume(min: volume.min, max: volume.max).corners.map { baseFromVolume * $0 }
    }
}

extension PoseCovariance {
    /// The standard deviations of a point that the pose maps to this place, along the axes of the frame it maps into,
    /// metres: `δp = ω × p + υ`.
    public func deviations(at point: Vector3) -> Vector3 {
        let moved = matrix.transported(by: RigidTransform(translation: point * -1))
        return Vector3(moved[3, 3], moved[4, 4], moved[5, 5]).clamped(
            lowerBound: .zero, upperBound: Vector3(repeating: .infinity)
        ).squareRoot()
    }
}
