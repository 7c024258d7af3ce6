import Files
import LinearAlgebra
import PointClouds

/// Writes a cloud as PCD version 0.7.
struct PCDWriter: CloudFormatWriter {
    static let encodings: [CloudEncoding] = [.ascii, .binary, .binaryCompressed]

    let warnings: [CloudFileWarning]
    private let cloud: PointCloud
    private let encoding: CloudEncoding
    private let unit: LengthUnit
    private let fields: [Field]
    private let rows: Int
    private let compressed: CompressedColumns?

    init(_ job: WritingJob) throws(CloudFileError) {
        (cloud, encoding, unit, compressed) = (job.cloud, job.encoding, job.unit, job.compressed)
        let columns = WritableColumns(pcd: job.cloud, unit: job.unit)
        rows = columns.rows
        // A packed colour that calls itself a float can be a NaN, which text doesn't carry: there it goes as an integer,
        // as PCL writes it.
        fields = columns.fields.map { field in
            guard job.encoding == .ascii, field.name == "rgb" || field.name == "rgba",
                case .float32 = field.values, let packed = field.packedColors
            else { return field }
            return Field(name: field.name, values: .uint32(packed))
        }
        let elements = (job.cloud.layout?.elementsBefore ?? []) + (job.cloud.layout?.elementsAfter ?? [])
        warnings =
            columns.warnings
            + elements.filter { $0.rowCount > 0 }.map { .leftOut("\($0.rowCount) rows of \($0.name)", .pcd) }
        if encoding == .binaryCompressed, LZF.bound(byteCount) > Int(UInt32.max) {
            throw .tooLargeToCompress(path: job.path, bytes: byteCount)
        }
    }

    private var byteCount: Int { fields.reduce(0) { $0 + $1.values.byteCount } }

    func write(to output: OutputFile, threads: Int) throws(OutputFileError) {
        try output.write(headerText)
        switch encoding {
        case .ascii: try writeTextRows(fields, rows: rows, to: output, threads: threads)
        case .binary: try writeRecords(fields, rows: rows, to: output, swappingBytes: false, threads: threads)
        default: try writeCompressed(to: output, threads: threads)
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
    ///
    /// The length stands before the bytes: it is filled in afterwards, or where that can't be (a pipe) everything is
    /// compressed twice.
    private func writeCompressed(to output: OutputFile, threads: Int) throws(OutputFileError) {
        let start = output.position
        var length = 0
        if !output.canOverwrite { try compress(threads: threads) { bytes in length += bytes.count } }
        try output.write(sizes(compressed: length))
        length = 0
        try compress(threads: threads) { bytes throws(OutputFileError) in
            length += bytes.count
            try output.write(bytes)
        }
        if output.canOverwrite { try output.overwrite(sizes(compressed: length), at: start) }
    }

    private func sizes(compressed: Int) -> [UInt8] {
        let sizes = [UInt32(compressed).littleEndian, UInt32(byteCount).littleEndian]
        return sizes.withUnsafeBytes { Array($0) }
    }

    private func compress(
        threads: Int, to sink: (UnsafeRawBufferPointer) throws(OutputFileError) -> Void
    ) throws(OutputFileError) {
        let blocks = fields.flatMap { field -> [Block] in
            if let ready = compressed?.blocks(of: field.values) { return ready.map { Block.compressed($0) } }
            return LZF.blocks(of: field.values.byteCount).map { Block.plain(field.values, $0) }
        }
        try writeInBlocks(
            of: blocks.count, size: 1, threads: threads, to: sink, capacity: { _ in LZF.bound(LZF.blockSize) },
            fill: { block, target in
                switch blocks[block.lowerBound] {
                case .plain(let column, let bytes):
                    return column.withUnsafeBytes {
                        LZF.compress(UnsafeRawBufferPointer(rebasing: $0[bytes]), into: target)
                    }
                case .compressed(let bytes):
                    bytes.withUnsafeBytes { target.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
                    return bytes.count
                }
            })
    }

    private enum Block {
        /// These bytes of a column.
        case plain(FieldValues, Range<Int>)
        case compressed([UInt8])
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
