import LinearAlgebra
import PointClouds

/// A cloud's fields as a file of some format will hold them, positions among them, in the file's order.
struct WritableColumns {
    var fields: [Field]
    var rows: Int
    var warnings: [CloudFileWarning] = []

    init(_ cloud: PointCloud, format: CloudFormat, unit: LengthUnit, path: String) throws(CloudFileError) {
        rows = cloud.count
        let isForeign = cloud.layout?.format != format
        for field in cloud.fields where !field.hasValues(forRows: rows) {
            throw .fieldLength(
                path: path, field: field.name, values: field.values.count, element: "points", rows: rows)
        }
        var others = cloud.fields
        var positions = Self.positionFields(of: cloud, unit: unit)
        if isForeign {
            for index in positions.indices { positions[index].1.name = positions[index].1.name.lowercased() }
            others = format == .pcd ? others.withPCDNames : others.withPLYNames
        }
        fields = others
        for (index, field) in positions { fields.insert(field, at: min(index, fields.count)) }
        switch format {
        case .pcd:
            rejectRaggedLists()
            // A PCD file has one field at least.
            if fields.isEmpty {
                let columns = [cloud.positions.x, cloud.positions.y, cloud.positions.z]
                fields = zip(["x", "y", "z"], columns).map { Field(name: $0, values: .float32($1)) }
            }
        case .ply: try convertForPLY(isForeign: isForeign, path: path)
        }
        for index in fields.indices { fields[index].name = Self.word(fields[index].name) }
    }

    /// A name without blanks, which would tear the header's line.
    private static func word(_ name: String) -> String {
        guard name.isEmpty || name.contains(where: \.isWhitespace) else { return name }
        return name.isEmpty ? "_" : String(name.map { $0.isWhitespace ? "_" : $0 })
    }

    private static func positionFields(of cloud: PointCloud, unit: LengthUnit) -> [(Int, Field)] {
        let columns = [cloud.positions.x, cloud.positions.y, cloud.positions.z]
        var stored = cloud.layout?.positions ?? []
        for axis in 0..<3 where !stored.contains(where: { $0.axis == axis }) {
            // Axes that the file lacked were filled with 0, or with NaN where it had none: then they stay away.
            let filler: Float? = cloud.layout == nil ? nil : stored.isEmpty ? .nan : 0
            if let filler, columns[axis].allSatisfy({ $0 == filler || ($0.isNaN && filler.isNaN) }) { continue }
            stored.append(PositionField(name: ["x", "y", "z"][axis], index: axis))
        }
        return stored.sorted { $0.index < $1.index }.map { field in
            let axis = field.axis
            let values = AxisPositions.fileValues(
                columns[axis], origin: cloud.origin[axis], exact: field.exact,
                exactUnit: cloud.layout?.unit ?? .meters, unit: unit)
            return (field.index, Field(name: field.name, values: values))
        }
    }

    /// PCD has a fixed number of values a point: lists of one length become that, others stay away.
    private mutating func rejectRaggedLists() {
        var kept: [Field] = []
        for field in fields {
            guard let list = field.list else {
                kept.append(field)
                continue
            }
            let length = rows > 0 ? list.starts[1] : 0
            if length > 0 && (0...rows).allSatisfy({ list.starts[$0] == $0 * length }) {
                kept.append(Field(name: field.name, count: length, values: field.values))
            } else {
                warnings.append(.leftOut("the list \(field.name)", .pcd))
            }
        }
        fields = kept
    }

    /// PLY has lists for several values a point, and no 64-bit integers but those of a file that had them.
    private mutating func convertForPLY(isForeign: Bool, path: String) throws(CloudFileError) {
        for index in fields.indices {
            if isForeign { fields[index].values = try Self.plyValues(fields[index], path: path) }
            let count = fields[index].count
            if count > 1 {
                fields[index].list = ListLayout(
                    countType: count < 256 ? .uint8 : .int32, starts: (0...rows).map { $0 * count })
            }
        }
    }

    static func plyValues(_ field: Field, path: String) throws(CloudFileError) -> FieldValues {
        func asDoubles<T: BinaryInteger>(_ values: [T]) throws(CloudFileError) -> FieldValues {
            let doubles = values.map { Double($0) }
            guard doubles.allSatisfy({ abs($0) <= 0x1p53 }) else {
                throw .integersTooLarge(path: path, field: field.name)
            }
            return .float64(doubles)
        }
        return switch field.values {
        case .int64(let values): try asDoubles(values)
        case .uint64(let values): try asDoubles(values)
        default: field.values
        }
    }
}

extension AxisPositions {
    /// What a file holds for the positions of one axis: the file's own number for every position that still is what
    /// that rounds to, so that reading and writing changes nothing that wasn't changed in between.
    static func fileValues(
        _ positions: [Float], origin: Double, exact: FieldValues?, exactUnit: LengthUnit, unit: LengthUnit
    ) -> FieldValues {
        func number(_ index: Int) -> Double { (Double(positions[index]) + origin) * unit.perMeter }
        guard let exact, exact.count == positions.count else {
            if origin != 0 { return .float64(positions.indices.map(number)) }
            return .float32(unit == .meters ? positions : positions.indices.map { Float(number($0)) })
        }
        func isUnchanged(_ index: Int) -> Bool {
            let read = position(of: exact[index], origin: origin, unit: exactUnit)
            return read == positions[index] || (read.isNaN && positions[index].isNaN)
        }
        if unit == exactUnit, positions.indices.allSatisfy(isUnchanged) { return exact }
        func fileNumber(_ index: Int) -> Double {
            guard isUnchanged(index) else { return number(index) }
            return unit == exactUnit ? exact[index] : exact[index] / exactUnit.perMeter * unit.perMeter
        }
        if case .float32 = exact, origin == 0 { return .float32(positions.indices.map { Float(fileNumber($0)) }) }
        return .float64(positions.indices.map(fileNumber))
    }
}
