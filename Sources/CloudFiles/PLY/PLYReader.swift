import LinearAlgebra
import PointClouds

/// Reads what stands behind the header of a PLY file into columns, element after element.
struct PLYReader: CloudFormatReader {
    let file: InputFile
    let threads: Int
    private(set) var header: PLYHeader

    init(file: InputFile, threads: Int) throws(CloudFileError) {
        (self.file, self.threads) = (file, threads)
        header = try PLYHeader(file: file)
    }

    func read(cloud number: Int, unit: LengthUnit) throws(CloudFileError) -> FileContent? {
        guard number == 0 else { return nil }
        let content = try readOnce()
        guard header.encoding == .ascii, let vertex = header.elements.firstIndex(where: { $0.name == "vertex" }) else {
            return content
        }
        let candidates = TextWidening.candidates(in: content.columns, unit: unit)
        if candidates.isEmpty { return content }
        var wide = self
        for index in candidates { wide.header.elements[vertex].properties[index].type = .float64 }
        return content.widened(by: try wide.readOnce(), at: candidates, unit: unit)
    }

    private func readOnce() throws(CloudFileError) -> FileContent {
        try checkPromise()
        var content = FileContent(format: .ply, encoding: header.encoding)
        content.comments = header.comments
        var offset = header.bodyOffset
        var sawVertices = false
        for element in header.elements {
            let fields = try readRows(of: element, at: &offset)
            if element.name == "vertex" {
                sawVertices = true
                content.columns = fields
                (content.rows, content.width) = (element.rows, element.rows)
            } else {
                let kept = FileElement(name: element.name, rowCount: element.rows, properties: fields)
                if sawVertices { content.elementsAfter.append(kept) } else { content.elementsBefore.append(kept) }
            }
        }
        if header.encoding == .ascii {
            let end = try file.load(upTo: .max)
            try checkNoTextFollows(offset, in: file, terminator: header.terminator, end: end)
        } else {
            try checkNoBytesFollow(offset, in: file)
        }
        if !sawVertices { content.warnings.append(.noVertices) }
        PLYConventions.takeViewpointAndGrid(from: &content)
        return content
    }

    /// Refuses before anything is allocated what the file can't hold.
    private func checkPromise() throws(CloudFileError) {
        var least = header.bodyOffset
        var isTooLarge = false
        for element in header.elements {
            // Text: each number takes a digit and a separator, but for the very last.
            let row = header.encoding == .ascii ? element.properties.count * 2 : element.leastStride
            let (bytes, overflows) = element.rows.multipliedReportingOverflow(by: row)
            let (sum, overflowsToo) = least.addingReportingOverflow(bytes)
            isTooLarge = isTooLarge || overflows || overflowsToo
            least = isTooLarge ? least : sum
        }
        if header.encoding == .ascii && least > header.bodyOffset { least -= 1 }
        if isTooLarge { least = .max }
        let size = try file.load(upTo: header.encoding == .ascii ? .max : least)
        guard size >= least || (header.encoding == .ascii && least - size < PCDReader.harmless) else {
            let counts = header.elements.filter { $0.rows > 0 }.map { "\($0.rows) rows of \($0.name)" }
            throw .truncated(
                path: file.path, size: size, promised: least, what: counts.joined(separator: " and "))
        }
    }

    private func readRows(of element: PLYHeader.Element, at offset: inout Int) throws(CloudFileError) -> [Field] {
        switch (header.encoding == .ascii, element.hasLists) {
        case (true, true):
            let rows = PLYTextLists(file: file, element: element, terminator: header.terminator)
            return try rows.read(at: &offset)
        case (false, true):
            let rows = PLYBinaryLists(
                file: file, element: element, swapsBytes: header.encoding == .binaryBigEndian)
            return try rows.read(at: &offset)
        case (let isText, false):
            let declarations = element.properties.map {
                ColumnDeclaration(name: $0.name, type: $0.type, rows: element.rows)
            }
            let values = try filledColumns(declarations) { columns throws(CloudFileError) in
                if isText {
                    let rows = TextRows(
                        file: file, element: element.name, slots: columns.flatMap { TextSlot.slots(filling: $0) },
                        rows: element.rows, terminator: header.terminator)
                    offset = try rows.read(from: offset, to: file.load(upTo: .max), threads: threads)
                } else {
                    try readRecords(of: element, into: columns, at: &offset)
                }
            }
            return zip(declarations, values).map { $0.field($1) }
        }
    }

    private func readRecords(
        of element: PLYHeader.Element, into columns: [ColumnMemory], at offset: inout Int
    ) throws(CloudFileError) {
        let end = offset + element.rows * element.leastStride
        let size = try file.load(upTo: end)
        guard size >= end else {
            throw .truncated(
                path: file.path, size: size, promised: end, what: "\(element.rows) rows of \(element.name)")
        }
        try CloudFiles.readRecords(
            from: file, at: offset, rows: element.rows, stride: element.leastStride,
            into: RecordField.fields(filling: columns), swappingBytes: header.encoding == .binaryBigEndian,
            threads: threads)
        offset = end
    }
}
