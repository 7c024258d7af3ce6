import PointClouds

/// Reads the rows of a text element that has lists: line after line, each as long as its lists say.
struct PLYTextLists {
    let file: InputFile
    let element: PLYHeader.Element
    let terminator: UInt8

    func read(at offset: inout Int) throws(CloudFileError) -> [Field] {
        let end = try file.load(upTo: .max)
        var columns = element.properties.map { GrowingColumn(property: $0) }
        let first = offset
        var row = 0
        var start = offset
        while row < element.rows {
            guard start < end else {
                throw .missingRows(path: file.path, element: element.name, expected: element.rows, found: row)
            }
            var chunk = TextChunk(terminator: terminator)
            let stop = min(end, start + TextRows.chunkSize)
            try chunk.load(file, start: start, stop: stop, first: first, end: end)
            var left = min(chunk.countRows(), element.rows - row)
            while left > 0 {
                try readRow(row, of: &chunk, into: &columns)
                row += 1
                left -= 1
            }
            offset = chunk.offset
            start = stop
        }
        return columns.map { $0.field() }
    }

    private func readRow(
        _ row: Int, of chunk: inout TextChunk, into columns: inout [GrowingColumn]
    ) throws(CloudFileError) {
        var text = chunk.text
        chunk.skipToRow(&text)
        var words = 0
        func fault(_ kind: TextFault.Kind, at text: UnsafePointer<UInt8>) throws(CloudFileError) -> CloudFileError {
            try TextFault(offset: chunk.offset(of: text), row: row, kind: kind).error(
                in: file, element: element.name, terminator: terminator)
        }
        for index in columns.indices {
            let property = element.properties[index]
            var count = 1
            if property.countType != nil {
                // Its type is only how binary files store it: text says any whole number.
                guard chunk.skipToWord(&text) else {
                    throw try fault(.rowLength(expected: words + 1, found: words), at: text)
                }
                let start = text
                guard DecimalParsing.number(&text, .int64, &count), count >= 0 else {
                    throw try fault(
                        .number(field: "the length of \(property.name)", type: .int64, text: chunk.word(start)),
                        at: start)
                }
                words += 1
                // Every value takes a letter at least: checked before it is counted on.
                guard count <= chunk.bytesLeft(from: text) else {
                    throw try fault(
                        .rowLength(expected: words + min(count, 1 << 62), found: words + chunk.countWords(text)),
                        at: start)
                }
                columns[index].endRow(count)
            }
            for done in 0..<count {
                guard chunk.skipToWord(&text) else {
                    throw try fault(.rowLength(expected: words + count - done, found: words), at: text)
                }
                let start = text
                guard columns[index].append(&text) else {
                    throw try fault(
                        .number(field: property.name, type: property.type, text: chunk.word(start)), at: start)
                }
                words += 1
            }
        }
        if chunk.skipToWord(&text) {
            throw try fault(.rowLength(expected: words, found: words + chunk.countWords(text)), at: text)
        }
        chunk.text = text + 1
    }
}

/// A column whose length shows only at its end.
private struct GrowingColumn {
    let property: PLYHeader.Property
    private var bytes: [UInt8] = []
    private var starts = [0]

    init(property: PLYHeader.Property) {
        self.property = property
    }

    mutating func endRow(_ count: Int) {
        starts.append(starts[starts.count - 1] + count)
    }

    mutating func append(_ text: inout UnsafePointer<UInt8>) -> Bool {
        var room: UInt64 = 0
        return withUnsafeMutableBytes(of: &room) { room in
            guard DecimalParsing.number(&text, property.type, room.baseAddress!) else { return false }
            bytes.append(contentsOf: room[..<property.type.size])
            return true
        }
    }

    func field() -> Field {
        let values = bytes.withUnsafeBytes { FieldValues(copying: $0, type: property.type) }
        guard let countType = property.countType else { return Field(name: property.name, values: values) }
        return Field(name: property.name, list: ListLayout(countType: countType, starts: starts), values: values)
    }
}
