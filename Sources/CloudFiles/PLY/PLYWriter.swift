import Files
import LinearAlgebra
import PointClouds

/// Writes a cloud as PLY version 1.0: its points as the element `vertex`, the other elements of its file before and
/// behind it.
struct PLYWriter: CloudFormatWriter {
    static let encodings: [CloudEncoding] = [.ascii, .binary, .binaryBigEndian]

    let warnings: [CloudFileWarning]
    private let encoding: CloudEncoding
    private let elements: [FileElement]
    private let comments: [FileComment]

    init(_ job: WritingJob) throws(CloudFileError) {
        let cloud = job.cloud
        encoding = job.encoding
        let columns = try WritableColumns(ply: cloud, unit: job.unit, path: job.path)
        warnings = columns.warnings
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
                    path: job.path, field: property.name, values: property.values.count,
                    element: "rows of \(element.name)", rows: element.rowCount)
            }
        }
        comments = PLYConventions.comments(of: cloud, unit: job.unit)
    }

    func write(to output: OutputFile, threads: Int) throws(OutputFileError) {
        try output.write(headerText)
        for element in elements {
            if encoding == .ascii {
                try writeTextRows(element.properties, rows: element.rowCount, to: output, threads: threads)
            } else if element.properties.contains(where: { $0.list != nil }) {
                try writeListRows(of: element, to: output, threads: threads)
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

    /// Rows of differing length: each list stands behind its length.
    private func writeListRows(of element: FileElement, to output: OutputFile, threads: Int) throws(OutputFileError) {
        let properties = element.properties
        let swaps = encoding == .binaryBigEndian
        try writeRows(
            of: properties, rows: element.rowCount, to: output, threads: threads,
            capacity: { numbers, _ in numbers * MemoryLayout<Double>.size },
            fill: { rows, columns, start in
                var (place, columns) = (start, columns)
                for row in rows {
                    for (index, property) in properties.enumerated() {
                        let (count, size) = (property.valueRange(ofRow: row).count, property.values.type.size)
                        if let list = property.list {
                            place = Self.write(count, as: list.countType, swappingBytes: swaps, to: place)
                        }
                        place.copyMemory(from: columns[index], byteCount: count * size)
                        if swaps { swapBytes(place, size: size, count: count) }
                        place += count * size
                        columns[index] += count * size
                    }
                }
                return place - start
            })
    }

    /// Writes a list's length; returns the place behind it.
    private static func write(
        _ count: Int, as type: ScalarType, swappingBytes swaps: Bool, to place: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        func store<T: FixedWidthInteger & BitwiseCopyable>(_ value: T) {
            place.storeBytes(of: swaps ? value.bigEndian : value.littleEndian, as: T.self)
        }
        switch type {
        case .int8: store(Int8(truncatingIfNeeded: count))
        case .uint8: store(UInt8(truncatingIfNeeded: count))
        case .int16: store(Int16(truncatingIfNeeded: count))
        case .uint16: store(UInt16(truncatingIfNeeded: count))
        case .int32: store(Int32(truncatingIfNeeded: count))
        case .uint32: store(UInt32(truncatingIfNeeded: count))
        case .int64: store(Int64(count))
        case .uint64: store(UInt64(count))
        case .float32: store(Float(count).bitPattern)
        case .float64: store(Double(count).bitPattern)
        }
        return place + type.size
    }
}
