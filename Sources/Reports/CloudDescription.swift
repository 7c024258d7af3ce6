public import LinearAlgebra
public import PointClouds

/// What one file of points holds.
public struct CloudDescription: Sendable {
    /// A column of the file: `count` numbers of `type` a point; 0 where the lengths differ.
    public struct Column: Equatable, Sendable {
        public var name: String
        public var type: ScalarType
        public var count: Int

        public init(name: String, type: ScalarType, count: Int) {
            (self.name, self.type, self.count) = (name, type, count)
        }
    }

    /// Other rows than points that the file holds, such as faces.
    public struct Element: Equatable, Sendable {
        public var name: String
        public var rows: Int

        public init(name: String, rows: Int) {
            (self.name, self.rows) = (name, rows)
        }
    }

    public var path: String
    /// Such as `pcd`, `ply`, `stl`.
    public var format: String
    /// `nil` where the format has but one, or doesn't say.
    public var encoding: String?
    /// In the file's order, coordinates among them.
    public var columns: [Column]
    /// Valid or not.
    public var pointCount: Int
    /// Of points whose three coordinates are finite.
    public var validCount: Int
    /// Of points at exactly 0 0 0, which some programs write for invalid ones.
    public var zeroCount: Int
    public var width: Int
    /// Above 1 for organised clouds.
    public var height: Int
    public var isOrganized: Bool
    /// The sensor's pose in the file's frame, metres.
    public var viewpoint: RigidTransform
    /// Corners of the box round the valid points, metres in the file's frame; `nil` without any.
    public var bounds: (min: Vector3, max: Vector3)?
    /// The median distance from a point to its nearest neighbour, metres; `nil` with fewer than two.
    public var spacing: Float?
    public var otherElements: [Element]

    public init(
        path: String, format: String, encoding: String? = nil, columns: [Column], pointCount: Int, validCount: Int,
        zeroCount: Int, width: Int, height: Int, isOrganized: Bool, viewpoint: RigidTransform,
        bounds: (min: Vector3, max: Vector3)?, spacing: Float?, otherElements: [Element] = []
    ) {
        (self.path, self.format, self.encoding, self.columns) = (path, format, encoding, columns)
        (self.pointCount, self.validCount, self.zeroCount) = (pointCount, validCount, zeroCount)
        (self.width, self.height, self.isOrganized, self.viewpoint) = (width, height, isOrganized, viewpoint)
        (self.bounds, self.spacing, self.otherElements) = (bounds, spacing, otherElements)
    }
}

extension CloudDescription {
    var json: JSON {
        [
            "path": JSON(path), "format": JSON(format), "encoding": encoding.map { JSON($0) } ?? nil,
            "fields": JSON(
                columns.map { column -> JSON in
                    // A list has no count of its own: null.
                    [
                        "name": JSON(column.name), "type": JSON(column.type.rawValue),
                        "count": column.count == 0 ? nil : JSON(column.count),
                    ]
                }),
            "points": JSON(pointCount), "valid_points": JSON(validCount), "zero_points": JSON(zeroCount),
            "width": JSON(width), "height": JSON(height), "viewpoint": JSON(pose: viewpoint),
            "bounds": bounds.map { ["min": JSON($0.min), "max": JSON($0.max)] } ?? nil,
            "spacing": spacing.map { JSON($0) } ?? nil,
        ]
    }

    var text: String {
        // To a tenth of a micrometre: differences of Float32 coordinates carry noise behind it.
        func row(_ v: Vector3) -> String {
            [v.x, v.y, v.z].map { "\($0.rounded(to: 7))" }.joined(separator: " ")
        }
        var lines = [path.withoutControls, "  format     \(format)\(encoding.map { " \($0)" } ?? "")"]
        lines.append(
            "  fields     "
                + columns.map { column in
                    "\(column.name):\(column.type.rawValue)"
                        + (column.count == 1 ? "" : column.count == 0 ? "[…]" : "[\(column.count)]")
                }.joined(separator: " "))
        var counts = "  points     \(pointCount), \(validCount) valid"
        if zeroCount > 0 { counts += ", \(zeroCount) at exactly 0 0 0" }
        lines.append(counts)
        if isOrganized { lines.append("  organised  \(width) × \(height)") }
        if let bounds {
            lines.append("  min        \(row(bounds.min)) m")
            lines.append("  max        \(row(bounds.max)) m")
            lines.append("  extent     \(row(bounds.max - bounds.min)) m")
        }
        if let spacing { lines.append("  spacing    \(spacing) m") }
        let turn = Quaternion(rotation: viewpoint.rotation).canonical
        lines.append(
            "  viewpoint  \(row(viewpoint.translation)) m, quaternion_xyzw \(turn.x) \(turn.y) \(turn.z) \(turn.w)")
        for element in otherElements { lines.append("  also       \(element.rows) rows of \(element.name)") }
        return lines.joined(separator: "\n")
    }
}
