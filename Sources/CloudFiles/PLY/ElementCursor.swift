import PointClouds

/// Goes through a binary element front to back, row after row, with a stretch of the file in memory of its own.
struct ElementCursor: ~Copyable {
    private let file: InputFile
    private let element: PLYHeader.Element
    /// The row that is read, for messages.
    var row = 0
    private let window: UnsafeMutableRawPointer
    private var windowOffset: Int
    /// Bytes that the window holds, and those of them that are behind.
    private var count = 0
    private var place = 0

    private static let windowSize = 1 << 20
    /// What is longer than this goes past the window.
    private static let longestCopied = 1 << 16

    init(file: InputFile, offset: Int, element: PLYHeader.Element) {
        (self.file, self.element, windowOffset) = (file, element, offset)
        window = .allocate(byteCount: Self.windowSize, alignment: 64)
    }

    deinit { window.deallocate() }

    var offset: Int { windowOffset + place }

    /// Goes back to the element's first row.
    mutating func restart(at offset: Int) {
        (row, windowOffset, count, place) = (0, offset, 0, 0)
    }

    @inline(__always)
    mutating func skip(_ bytes: Int) throws(CloudFileError) {
        if place + bytes > count {
            let end = offset + bytes
            try require(end)
            (windowOffset, place, count) = (end, 0, 0)
        } else {
            place += bytes
        }
    }

    @inline(__always)
    mutating func copy(_ bytes: Int, to target: UnsafeMutableRawPointer) throws(CloudFileError) {
        if bytes > Self.longestCopied {
            try require(offset + bytes)
            try file.read(at: offset, into: UnsafeMutableRawBufferPointer(start: target, count: bytes))
            try skip(bytes)
        } else if bytes > 0 {
            if place + bytes > count { try refill(bytes) }
            target.copyMemory(from: window + place, byteCount: bytes)
            place += bytes
        }
    }

    /// The length of a list, which it moves behind; `nil` if it is negative, no whole number, or beyond any file's size.
    @inline(__always)
    mutating func listLength(_ type: ScalarType, swappingBytes: Bool) throws(CloudFileError) -> Int? {
        if place + type.size > count { try refill(type.size) }
        defer { place += type.size }
        func integer<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type) -> T {
            let value = (window + place).loadUnaligned(as: T.self)
            return swappingBytes ? value.byteSwapped : value
        }
        let length: Int? =
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
        return length.flatMap { (0..<1 << 56).contains($0) ? $0 : nil }
    }

    private func require(_ end: Int) throws(CloudFileError) {
        let size = try file.load(upTo: end)
        guard size >= end else {
            throw .truncated(
                path: file.path, size: size, promised: end,
                what: "the first \(row + 1) of \(element.rows) rows of \(element.name)")
        }
    }

    @inline(never)
    private mutating func refill(_ bytes: Int) throws(CloudFileError) {
        try require(offset + bytes)
        (windowOffset, place) = (offset, 0)
        let size = try file.load(upTo: windowOffset + Self.windowSize)
        count = min(size - windowOffset, Self.windowSize)
        try file.read(at: windowOffset, into: UnsafeMutableRawBufferPointer(start: window, count: count))
    }
}
