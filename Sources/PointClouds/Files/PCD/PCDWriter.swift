/// Writes a cloud as PCD version 0.7.
struct PCDWriter {
    let cloud: PointCloud
    let encoding: CloudEncoding
    let unit: LengthUnit
    private let fields: [Field]
    private let rows: Int

    init(cloud: PointCloud, columns: WritableColumns, encoding: CloudEncoding, unit: LengthUnit) {
        (self.cloud, self.encoding, self.unit, rows) = (cloud, encoding, unit, columns.rows)
        // A packed colour that calls itself a float can be a NaN, which text doesn't carry: there it goes as an integer,
        // as PCL writes it.
        fields = columns.fields.map { field in
            guard encoding == .ascii, field.name == "rgb" || field.name == "rgba", case .float32 = field.values,
                let packed = field.packedColors
            else { return field }
            return Field(name: field.name, values: .uint32(packed))
        }
    }

    private var byteCount: Int { fields.reduce(0) { $0 + $1.values.count * $1.values.type.size } }

    func checkCompressible(path: String) throws(CloudFileError) {
        if LZF.bound(byteCount) > Int(UInt32.max) { throw .tooLargeToCompress(path: path, bytes: byteCount) }
    }

    func write(to output: OutputFile) throws(CloudFileError) {
        try output.write(headerText)
        switch encoding {
        case .ascii: try writeTextRows(fields, rows: rows, to: output)
        case .binary: try writeRecords(fields, rows: rows, to: output, swappingBytes: false)
        default: try writeCompressed(to: output)
        }
    }

    private var headerText: String {
        var text = "# .PCD v0.7 - Point Cloud Data file format\n"
        for comment in cloud.layout?.comments ?? [] {
            for line in comment.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
                text += "# \(line)\n"
            }
        }
        func line(_ keyword: String, _ value: (Field) -> String) {
            text += keyword + fields.map { " " + value($0) }.joined() + "\n"
        }
        text += "VERSION 0.7\n"
        line("FIELDS") { $0.name }
        line("SIZE") { String($0.values.type.size) }
        line("TYPE") { $0.values.type.pcdLetter }
        line("COUNT") { String($0.count) }
        text += "WIDTH \(cloud.width)\nHEIGHT \(cloud.height)\n"
        text += "VIEWPOINT \(cloud.viewpointText(unit: unit))\n"
        text += "POINTS \(rows)\nDATA \(encoding.rawValue)\n"
        return text
    }

    /// Column by column. Blocks are compressed each for itself, on all cores: no reference reaches back into another,
    /// which the format doesn't ask for.
    private func writeCompressed(to output: OutputFile) throws(CloudFileError) {
        let blockSize = 1 << 20
        var blocks: [UnsafeRawBufferPointer] = []
        for field in fields {
            // Columns are only read here.
            let bytes = field.values.withUnsafeBytes { $0 }
            for start in stride(from: 0, to: bytes.count, by: blockSize) {
                blocks.append(UnsafeRawBufferPointer(rebasing: bytes[start..<min(bytes.count, start + blockSize)]))
            }
        }
        nonisolated(unsafe) let shared = blocks
        var compressed = [[UInt8]](repeating: [], count: blocks.count)
        compressed.withUnsafeMutableBufferPointer { compressed in
            nonisolated(unsafe) let compressed = compressed
            forEachBlock(of: shared.count, size: 1) { block, _ in
                compressed[block] = [UInt8](unsafeUninitializedCapacity: LZF.bound(shared[block].count)) {
                    buffer, count in
                    count = LZF.compress(shared[block], into: UnsafeMutableRawPointer(buffer.baseAddress!))
                }
            }
        }
        let total = compressed.reduce(0) { $0 + $1.count }
        let sizes = [UInt32(total).littleEndian, UInt32(byteCount).littleEndian]
        try output.write(sizes.withUnsafeBytes { Array($0) })
        for block in compressed { try output.write(block) }
        withExtendedLifetime(fields) {}
    }
}

extension PointCloud {
    /// The numbers of VIEWPOINT: those of the file where the viewpoint still is what they say.
    func viewpointText(unit: LengthUnit) -> String {
        var stored = StoredViewpoint(viewpoint, unit: unit)
        if let layout, layout.unit == unit, let read = layout.viewpoint, read.pose(unit: unit) == viewpoint {
            stored = read
        }
        return stored.numbers.map { number in
            let text = number.description
            return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        }.joined(separator: " ")
    }
}
