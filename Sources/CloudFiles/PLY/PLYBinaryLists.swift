import PointClouds

/// Reads the rows of a binary element that has lists: one after the other, for each row's length is in it.
///
/// Twice: first the lengths are added up and held against what the file has, then the columns are made in their final
/// size and filled.
struct PLYBinaryLists {
    let file: InputFile
    let element: PLYHeader.Element
    let swapsBytes: Bool

    func read(at offset: inout Int) throws(CloudFileError) -> [Field] {
        let properties = element.properties
        var starts = properties.map { property -> [Int] in
            guard property.countType != nil else { return [] }
            var starts = [0]
            starts.reserveCapacity(element.rows + 1)
            return starts
        }
        var cursor = FileCursor(file: file, offset: offset)
        for row in 0..<element.rows {
            for (index, property) in properties.enumerated() {
                guard let countType = property.countType else {
                    try cursor.skip(property.type.size, in: self, row)
                    continue
                }
                let place = cursor.offset
                let count = length(try cursor.bytes(countType.size, in: self, row), countType)
                guard let count else {
                    throw .listLength(
                        path: file.path, byte: place, element: element.name, row: row, field: property.name)
                }
                try cursor.skip(count * property.type.size, in: self, row)
                starts[index].append(starts[index][row] + count)
            }
        }
        let columns = zip(properties, starts).map { property, starts in
            ColumnBuffer(type: property.type, count: 1, rows: starts.last ?? element.rows)
        }
        cursor = FileCursor(file: file, offset: offset)
        for row in 0..<element.rows {
            for (index, property) in properties.enumerated() {
                let size = property.type.size
                let first = property.countType == nil ? row : starts[index][row]
                let count = property.countType == nil ? 1 : starts[index][row + 1] - first
                if let countType = property.countType { try cursor.skip(countType.size, in: self, row) }
                try cursor.copy(count * size, to: columns[index].base + first * size, in: self, row)
            }
        }
        offset = cursor.offset
        if swapsBytes {
            for column in columns { swapBytes(column.base, size: column.type.size, count: column.values.count) }
        }
        return zip(columns, zip(properties, starts)).map { column, declared in
            let (property, starts) = declared
            guard let countType = property.countType else { return column.field(named: property.name) }
            return Field(
                name: property.name, list: ListLayout(countType: countType, starts: starts), values: column.values)
        }
    }

    /// A list's length; `nil` if it is negative, no whole number, or beyond any file's size.
    private func length(_ bytes: UnsafeRawPointer, _ type: ScalarType) -> Int? {
        func integer<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type) -> T {
            let value = bytes.loadUnaligned(as: T.self)
            return swapsBytes ? value.byteSwapped : value
        }
        let count: Int? =
            switch type {
            case .int8: Int(integer(Int8.self))
            case .uint8: Int(integer(UInt8.self))
            case .int16: Int(integer(Int16.self))
            case .uint16: Int(integer(UInt16.self))
            case .int32: Int(integer(Int32.self))
            case .uint32: Int(integer(UInt32.self))
            case .int64: Int(integer(Int64.self))
            case .uint64: Int(exactly: integer(UInt64.self))
            case .float32: Int(exactly: Float(bitPattern: integer(UInt32.self)))
            case .float64: Int(exactly: Double(bitPattern: integer(UInt64.self)))
            }
        return count.flatMap { (0..<1 << 56).contains($0) ? $0 : nil }
    }
}

/// Goes through a file front to back, a stretch of it in memory.
private struct FileCursor {
    let file: InputFile
    private var window: [UInt8] = []
    private var windowOffset: Int
    private var place = 0

    init(file: InputFile, offset: Int) {
        self.file = file
        windowOffset = offset
    }

    var offset: Int { windowOffset + place }

    /// The next few bytes, which it moves behind.
    @inline(__always)
    mutating func bytes(
        _ count: Int, in rows: PLYBinaryLists, _ row: Int
    ) throws(CloudFileError) -> UnsafeRawPointer {
        if place + count > window.count { try refill(count, rows, row) }
        defer { place += count }
        return window.withUnsafeBytes { $0.baseAddress! + place }
    }

    @inline(__always)
    mutating func skip(_ count: Int, in rows: PLYBinaryLists, _ row: Int) throws(CloudFileError) {
        if place + count > window.count {
            let end = offset + count
            try require(end, rows, row)
            (windowOffset, place, window) = (end, 0, [])
        } else {
            place += count
        }
    }

    @inline(__always)
    mutating func copy(
        _ count: Int, to target: UnsafeMutableRawPointer, in rows: PLYBinaryLists, _ row: Int
    ) throws(CloudFileError) {
        if count > 1 << 16 {
            try require(offset + count, rows, row)
            try file.read(at: offset, into: UnsafeMutableRawBufferPointer(start: target, count: count))
            try skip(count, in: rows, row)
        } else if count > 0 {
            target.copyMemory(from: try bytes(count, in: rows, row), byteCount: count)
        }
    }

    private func require(_ end: Int, _ rows: PLYBinaryLists, _ row: Int) throws(CloudFileError) {
        let size = try file.load(upTo: end)
        guard size >= end else {
            throw .truncated(
                path: file.path, size: size, promised: end,
                what: "the first \(row + 1) of \(rows.element.rows) rows of \(rows.element.name)")
        }
    }

    @inline(never)
    private mutating func refill(_ count: Int, _ rows: PLYBinaryLists, _ row: Int) throws(CloudFileError) {
        try require(offset + count, rows, row)
        windowOffset = offset
        place = 0
        let size = try file.load(upTo: windowOffset + 1 << 20)
        window = try file.bytes(at: windowOffset, count: min(size - windowOffset, max(count, 1 << 20)))
    }
}
