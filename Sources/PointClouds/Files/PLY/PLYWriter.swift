/// Writes a cloud as PLY version 1.0: its points as the element `vertex`, the other elements of its file before and
/// behind it.
struct PLYWriter {
    let encoding: CloudEncoding
    private let elements: [FileElement]
    private let comments: [FileComment]

    init(
        cloud: PointCloud, columns: WritableColumns, encoding: CloudEncoding, unit: LengthUnit, path: String
    ) throws(CloudFileError) {
        self.encoding = encoding
        let vertices = FileElement(name: "vertex", rowCount: columns.rows, properties: columns.fields)
        elements = ((cloud.layout?.elementsBefore ?? []) + [vertices] + (cloud.layout?.elementsAfter ?? [])).map {
            element in
            var element = element
            // Text may hold a longer list than the type of its length: binary would cut the number off.
            for index in element.properties.indices { element.properties[index].list?.widenCountType() }
            return element
        }
        for element in elements {
            for property in element.properties where !property.hasValues(forRows: element.rowCount) {
                throw .fieldLength(
                    path: path, field: property.name, values: property.values.count,
                    element: "rows of \(element.name)", rows: element.rowCount)
            }
        }
        comments = PLYConventions.comments(of: cloud, unit: unit)
    }

    func write(to output: OutputFile, threads: Int) throws(CloudFileError) {
        try output.write(headerText)
        for element in elements {
            if encoding == .ascii {
                try writeTextRows(element.properties, rows: element.rowCount, to: output, threads: threads)
            } else if element.properties.contains(where: { $0.list != nil }) {
                try writeListRows(of: element, to: output)
            } else {
                try writeRecords(
                    element.properties, rows: element.rowCount, to: output,
                    swappingBytes: encoding == .binaryBigEndian, threads: threads)
            }
        }
    }

    private var headerText: String {
        var text = "ply\nformat \(Self.formats[encoding] ?? "ascii") 1.0\n"
        for comment in comments {
            for line in comment.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
                text += line.isEmpty ? "\(comment.kind.rawValue)\n" : "\(comment.kind.rawValue) \(line)\n"
            }
        }
        for element in elements {
            text += "element \(element.name) \(element.rowCount)\n"
            for property in element.properties {
                let list = property.list.map { "list \($0.countType.plyName) " } ?? ""
                text += "property \(list)\(property.values.type.plyName) \(property.name)\n"
            }
        }
        return text + "end_header\n"
    }

    private static let formats: [CloudEncoding: String] = [
        .ascii: "ascii", .binary: "binary_little_endian", .binaryBigEndian: "binary_big_endian",
    ]

    /// Rows of differing length, one after the other through a buffer.
    private func writeListRows(of element: FileElement, to output: OutputFile) throws(CloudFileError) {
        let swaps = encoding == .binaryBigEndian
        let columns = element.properties.map { property in
            property.values.withUnsafeBytes { $0.baseAddress ?? UnsafeRawPointer(bitPattern: 16)! }
        }
        var buffer: [UInt8] = []
        buffer.reserveCapacity(1 << 20)
        for row in 0..<element.rowCount {
            for (property, column) in zip(element.properties, columns) {
                let range = property.valueRange(ofRow: row)
                if let list = property.list { Self.append(range.count, as: list.countType, swaps, to: &buffer) }
                let size = property.values.type.size
                let start = buffer.count
                buffer.append(
                    contentsOf: UnsafeRawBufferPointer(
                        start: column + range.lowerBound * size, count: range.count * size))
                if swaps {
                    buffer.withUnsafeMutableBytes { bytes in
                        guard let base = bytes.baseAddress else { return }
                        swapBytes(base + start, size: size, count: range.count)
                    }
                }
            }
            if buffer.count >= 1 << 20 {
                try output.write(buffer)
                buffer.removeAll(keepingCapacity: true)
            }
        }
        try output.write(buffer)
        withExtendedLifetime(element) {}
    }

    private static func append(_ count: Int, as type: ScalarType, _ swaps: Bool, to buffer: inout [UInt8]) {
        func append<T: FixedWidthInteger>(_ value: T) {
            withUnsafeBytes(of: swaps ? value.bigEndian : value.littleEndian) { buffer.append(contentsOf: $0) }
        }
        switch type {
        case .int8: append(Int8(truncatingIfNeeded: count))
        case .uint8: append(UInt8(truncatingIfNeeded: count))
        case .int16: append(Int16(truncatingIfNeeded: count))
        case .uint16: append(UInt16(truncatingIfNeeded: count))
        case .int32: append(Int32(truncatingIfNeeded: count))
        case .uint32: append(UInt32(truncatingIfNeeded: count))
        case .int64: append(Int64(count))
        case .uint64: append(UInt64(count))
        case .float32: append(Float(count).bitPattern)
        case .float64: append(Double(count).bitPattern)
        }
    }
}
