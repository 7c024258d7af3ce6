import LinearAlgebra
import PointClouds

/// What a reader found in a file, before the positions are told from the other fields.
struct FileContent {
    var format: CloudFormat
    var encoding: CloudEncoding
    var columns: [Field] = []
    var rows = 0
    var width = 0
    var height = 1
    var viewpoint: StoredViewpoint?
    var comments: [FileComment] = []
    var elementsBefore: [FileElement] = []
    var elementsAfter: [FileElement] = []
    var warnings: [CloudFileWarning] = []

    init(format: CloudFormat, encoding: CloudEncoding) {
        (self.format, self.encoding) = (format, encoding)
    }

    /// This content, with those of the columns taken from `wide`, the same file read as Float64, that say more there.
    consuming func widened(by wide: FileContent, at indices: [Int], unit: LengthUnit) -> FileContent {
        let telling = indices.filter { index in
            TextWidening.saysMore(wide.columns[index], than: columns[index], unit: unit)
        }
        for index in telling { columns[index] = wide.columns[index] }
        if !telling.isEmpty { warnings.append(.widened) }
        return self
    }

    /// The cloud, in metres.
    consuming func cloud(unit: LengthUnit) -> (PointCloud, [CloudFileWarning]) {
        var layout = FileLayout(format: format)
        layout.unit = unit
        layout.viewpoint = viewpoint
        layout.comments = comments
        layout.elementsBefore = elementsBefore
        layout.elementsAfter = elementsAfter

        var axes: [[Float]?] = [nil, nil, nil]
        var origin = Vector3.zero
        var fields: [Field] = []
        for (index, field) in columns.enumerated() {
            guard let axis = PositionField.axis(ofName: field.name), axes[axis] == nil, field.count == 1 else {
                fields.append(field)
                continue
            }
            let position = AxisPositions(field.values, unit: unit)
            axes[axis] = position.values
            origin[axis] = position.origin
            layout.positions.append(PositionField(name: field.name, index: index, exact: position.exact))
        }
        if axes.allSatisfy({ $0 == nil }) {
            if rows > 0 { warnings.append(.noPositions) }
            axes = Array(repeating: Array(repeating: .nan, count: rows), count: 3)
        } else if axes.contains(where: { $0 == nil }) {
            warnings.append(.missingAxes(zip(["x", "y", "z"], axes).filter { $0.1 == nil }.map(\.0)))
        }
        let filled = axes.map { $0 ?? Array(repeating: 0, count: rows) }
        var cloud = PointCloud(
            positions: Coordinates(x: filled[0], y: filled[1], z: filled[2]), width: width, height: height)
        cloud.origin = origin
        cloud.fields = fields
        cloud.viewpoint = viewpoint?.pose(unit: unit) ?? .identity
        cloud.layout = layout
        return (cloud, warnings)
    }
}

/// One axis of the positions: Float32 metres, beside the file's own numbers where these say more.
struct AxisPositions {
    var values: [Float]
    var origin = 0.0
    var exact: FieldValues?

    init(_ file: FieldValues, unit: LengthUnit) {
        if case .float32(let numbers) = file {
            values = unit == .meters ? numbers : numbers.map { Float(Double($0) / unit.perMeter) }
            // There and back, a number in another unit is rounded twice.
            if unit != .meters { exact = file }
            return
        }
        exact = file
        var (low, high) = (Double.infinity, -Double.infinity)
        for index in 0..<file.count where file[index].isFinite {
            low = min(low, file[index])
            high = max(high, file[index])
        }
        origin = FarOrigin.between(low / unit.perMeter, high / unit.perMeter) ?? 0
        let shift = origin
        values = [Float](unsafeUninitializedCapacity: file.count) { buffer, initialized in
            for index in 0..<file.count {
                buffer[index] = Self.position(of: file[index], origin: shift, unit: unit)
            }
            initialized = file.count
        }
    }

    static func position(of number: Double, origin: Double, unit: LengthUnit) -> Float {
        Float(number / unit.perMeter - origin)
    }
}
