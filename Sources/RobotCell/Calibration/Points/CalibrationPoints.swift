public import LinearAlgebra

/// Touched points as their file gives them (YAML, CSV or NDJSON).
///
///     version: 1
///     unit: mm
///     points:
///       - {robot: [420, 200, 50], camera: [263.9, -14.7, 1021.5]}
///
/// A CSV file has the columns `robot` and `camera`, three numbers in quotes each, or `robot_x` to `camera_z`; an NDJSON
/// file an object with the YAML's keys a line. Both leave the unit to the caller.
public struct CalibrationPoints: Equatable, Sendable {
    /// In the file's order; metres.
    public var points: [PointPair]
    /// As the file says; nil where it doesn't.
    public var unit: LengthUnit?

    /// Reads a file of points; its content says whether it is YAML, CSV or NDJSON.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - unit: of the numbers; as the file says, else metres, where nil.
    /// - Throws: the first thing that is wrong, with its line and the remedy.
    public init(contentsOf path: String, unit: LengthUnit? = nil) throws(CellFileError) {
        try self.init(
            bytes: try CellDocument.bytes(ofFile: path, limit: CalibrationPairs.sizeLimit), name: path, unit: unit)
    }

    /// Reads points from the bytes of a file.
    public init(bytes: [UInt8], name: String, unit: LengthUnit? = nil) throws(CellFileError) {
        let table = try CalibrationTable(bytes, file: name, sizeLimit: CalibrationPairs.sizeLimit)
        if let node = table.head?["unit"] {
            guard let known = LengthUnit(rawValue: try node.text("m or mm")) else {
                throw node.error(.unit(try node.text()))
            }
            self.unit = known
        }
        let unit = unit ?? self.unit ?? .meters
        points = []
        let shape = "{robot: [x, y, z], camera: [x, y, z]}"
        for row in try table.rows("points", of: shape) {
            let axes = ["x", "y", "z"]
            let fields = try CellFields(
                row, known: ["robot", "camera"] + axes.map { "robot_\($0)" } + axes.map { "camera_\($0)" }, shape)
            func point(_ name: String, _ whose: String) throws(CellFileError) -> Vector3 {
                guard fields[name] == nil, fields["\(name)_x"] != nil else {
                    let node = try fields.required(name, remedy: "write \(whose) as \(name): [x, y, z]")
                    return try node.coordinates(in: unit)
                }
                var point = Vector3.zero
                for (axis, letter) in axes.enumerated() {
                    let node = try fields.required("\(name)_\(letter)", remedy: "write it beside \(name)_x")
                    point[axis] = unit.meters(try node.number())
                }
                return point
            }
            points.append(
                PointPair(
                    robot: try point("robot", "where the robot's tip stood"),
                    camera: try point("camera", "what the camera read there")))
        }
    }
}

extension CellNode {
    /// Three numbers as a list, or as text with commas or spaces between (a CSV's cell).
    fileprivate func coordinates(in unit: LengthUnit) throws(CellFileError) -> Vector3 {
        guard let text = try? text() else { return try point(in: unit, reach: Self.farthest) }
        var scanner = TextScanner(text)
        guard let numbers = try? scanner.numbers(separators: " ,;[]\t"), numbers.count == 3, scanner.next == nil else {
            throw error(.wrongShape(expected: "[x, y, z]", found: "\"\(text.prefix(40))\""))
        }
        return Vector3(unit.meters(numbers[0]), unit.meters(numbers[1]), unit.meters(numbers[2]))
    }

    /// Beyond this a point is another unit's, metres; units that differ between robot and camera show in their ratio.
    private static let farthest = 1e5
}
