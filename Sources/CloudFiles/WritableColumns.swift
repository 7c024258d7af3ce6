import LinearAlgebra
import PointClouds

/// A cloud's fields as a file of some format will hold them, positions among them, in the file's order.
struct WritableColumns {
    var fields: [Field]
    var rows: Int
    var warnings: [CloudFileWarning] = []

    /// Whether the cloud comes from another format, or from none.
    let isForeign: Bool

    /// - Parameter renamed: gives the fields of another format the names that they have in this one.
    init(_ cloud: PointCloud, format: CloudFormat, unit: LengthUnit, renamed: ([Field]) -> [Field]) {
        rows = cloud.count
        isForeign = cloud.layout?.format != format
        fields = isForeign ? renamed(cloud.fields) : cloud.fields
        for (index, field) in Self.positionFields(of: cloud, unit: unit) {
            var field = field
            if isForeign { field.name = field.name.lowercased() }
            fields.insert(field, at: min(index, fields.count))
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
            (field.index, Field(name: field.name, values: cloud.fileValues(ofAxis: field.axis, unit: unit)))
        }
    }
}

extension PointCloud {
    /// The columns x, y and z as a file holds them: all that a format without further fields has.
    func positionColumns(unit: LengthUnit) -> [Field] {
        ["x", "y", "z"].enumerated().map { Field(name: $1, values: fileValues(ofAxis: $0, unit: unit)) }
    }

    /// What a file in this unit holds for the positions of one axis.
    fileprivate func fileValues(ofAxis axis: Int, unit: LengthUnit) -> FieldValues {
        AxisPositions.fileValues(
            [positions.x, positions.y, positions.z][axis], origin: origin[axis],
            exact: layout?.positions.first { $0.axis == axis }?.exact, exactUnit: layout?.unit ?? .meters, unit: unit)
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
