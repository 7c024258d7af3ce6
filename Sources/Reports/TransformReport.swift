public import LinearAlgebra
public import RobotCell

/// A pose in the frames and conventions asked for: `pickpose.transform/1`.
public struct TransformReport: Report {
    public static let schema = "pickpose.transform/1"

    /// A pose as one convention writes it.
    public struct Formatted: Equatable, Sendable {
        /// The convention's name.
        public var convention: String
        public var text: String

        public init(convention: String, text: String) {
            (self.convention, self.text) = (convention, text)
        }
    }

    /// Maps coordinates given in ``from`` into ``to``, metres.
    public var pose: RigidTransform
    public var formatted: [Formatted]
    /// The frame that the pose was given in; `nil` where nobody named one.
    public var from: String?
    /// The frame that the pose is given in.
    public var to: String?
    /// The frames passed on the way.
    public var path: [String]
    /// In the frame ``to``; `nil` where nothing is said about it.
    public var covariance: PoseCovariance?
    /// How the pose differs from a second one.
    public var difference: PoseDifference?
    /// The cloud that was moved.
    public var cloud: String?
    /// The points that were moved, metres.
    public var points: [Vector3]
    /// The unit that the points are shown in to people.
    public var unit: LengthUnit

    public init(
        pose: RigidTransform, formatted: [Formatted] = [], from: String? = nil, to: String? = nil, path: [String] = [],
        covariance: PoseCovariance? = nil, difference: PoseDifference? = nil, cloud: String? = nil,
        points: [Vector3] = [], unit: LengthUnit = .meters
    ) {
        (self.pose, self.formatted, self.from, self.to, self.path) = (pose, formatted, from, to, path)
        (self.covariance, self.difference, self.cloud, self.points) = (covariance, difference, cloud, points)
        self.unit = unit
    }

    public var status: String { "ok" }

    public var members: KeyValuePairs<String, JSON> {
        [
            "pose": JSON(pose: pose), "formatted": .object(formatted.map { ($0.convention, JSON($0.text)) }),
            "from": JSON(name: from), "to": JSON(name: to), "path": JSON(path),
            "covariance": covariance.map { JSON($0.matrix) } ?? .null,
            "standard_deviations": covariance.map { JSON($0, of: pose) } ?? .null,
            "difference": difference.map { JSON($0) } ?? .null,
            "cloud": JSON(name: cloud),
            "points": JSON(points.map { JSON($0) }),
        ]
    }

    /// The difference where one was asked for, else the points, else the pose in each convention.
    public var text: String {
        if let difference { return Self.text(of: difference) }
        if !points.isEmpty { return points.map { text(of: $0) }.joined(separator: "\n") }
        return formatted.map { $0.convention == MatrixConvention().name ? pose.rowsAsText : $0.text }
            .joined(separator: "\n")
    }

    /// A point as it was given: in ``unit``.
    private func text(of point: Vector3) -> String {
        var text = PoseWriter()
        for axis in 0..<3 {
            if axis > 0 { text.append(" ") }
            switch unit {
            case .millimeters: text.append(millimeters: point[axis])
            case .meters: text.append(plain: point[axis])
            }
        }
        return text.text
    }

    private static func text(of difference: PoseDifference) -> String {
        func rounded(_ value: Double) -> Double { value.rounded(to: 6) }
        func list(_ v: Vector3) -> String { [v.x, v.y, v.z].map { "\(rounded($0))" }.joined(separator: " ") }
        let screw = difference.point.map {
            "axis \(list(difference.axis)) through \(list($0)), advance \(rounded(difference.advance)) m"
        }
        return """
            angle     \(difference.angle.degrees(rounded: 6)) deg
            distance  \(rounded(difference.distance)) m
            screw     \(screw ?? "no turn; direction \(list(difference.axis))")
            """
    }
}

extension RigidTransform {
    /// Four rows, as NumPy's `loadtxt` reads them.
    fileprivate var rowsAsText: String {
        let numbers = formatted(.matrix).split(separator: " ")
        return stride(from: 0, to: 16, by: 4).map { numbers[$0..<$0 + 4].joined(separator: " ") }.joined(
            separator: "\n")
    }
}
