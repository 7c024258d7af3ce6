import LinearAlgebra
import PointClouds

/// Reads the triangles of an STL file. It has no vertices of its own: corners at one place become one.
struct STLReader: CloudFormatReader {
    private let file: InputFile

    /// 80 bytes of anything, and the number of triangles.
    private static let headerSize = 84
    /// A normal, three corners, and two bytes that some programs keep a colour in.
    private static let triangleSize = 50

    init(file: InputFile, threads: Int) throws(CloudFileError) {
        self.file = file
    }

    func read(cloud number: Int, unit: LengthUnit) throws(CloudFileError) -> FileContent? {
        guard number == 0 else { return nil }
        let beginning = try file.bytes(at: 0, count: file.load(upTo: 1 << 12))
        var triangles = MergedTriangles()
        var warnings: [CloudFileWarning] = []
        let isText = Self.isText(beginning)
        if isText {
            var text = STLText(words: try TextWords(of: file), path: file.path)
            try text.read(into: &triangles)
            if !text.isComplete { warnings.append(.noEndOfSolid) }
        } else {
            try readBinary(into: &triangles, &warnings)
        }
        guard !triangles.triangles.isEmpty else { throw .emptyMesh(path: file.path) }
        var content = FileContent(
            format: .stl, encoding: isText ? .ascii : .binary, vertices: triangles.vertices,
            triangles: triangles.triangles)
        content.warnings = warnings
        return content
    }

    /// Whether a file that begins so is text: binary ones may begin with `solid` too, but not go on as text does.
    static func isText(_ beginning: [UInt8]) -> Bool {
        let words = beginning.split { DecimalParsing.isSeparator($0) }.map {
            String(decoding: $0, as: UTF8.self).lowercased()
        }
        return words.first == "solid" && !beginning.contains(0)
            && words.contains { $0 == "facet" || $0 == "endsolid" }
    }

    private func readBinary(
        into triangles: inout MergedTriangles, _ warnings: inout [CloudFileWarning]
    ) throws(CloudFileError) {
        let size = try file.load(upTo: .max)
        guard size >= Self.headerSize else {
            throw .truncated(path: file.path, size: size, promised: Self.headerSize, what: "the header of a binary STL")
        }
        let count = try triangleCount(size: size, &warnings)
        let perBlock = 1 << 12
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: perBlock * Self.triangleSize, alignment: 64)
        defer { block.deallocate() }
        triangles.reserve(count)
        for first in stride(from: 0, to: count, by: perBlock) {
            let bytes = block[..<(min(perBlock, count - first) * Self.triangleSize)]
            try file.read(
                at: Self.headerSize + first * Self.triangleSize, into: UnsafeMutableRawBufferPointer(rebasing: bytes))
            for start in stride(from: 0, to: bytes.count, by: Self.triangleSize) {
                func corner(_ index: Int) -> SIMD3<Float> {
                    func number(_ axis: Int) -> Float {
                        let place = start + 12 * (1 + index) + 4 * axis
                        let bits = block.loadUnaligned(fromByteOffset: place, as: UInt32.self)
                        return Float(bitPattern: UInt32(littleEndian: bits))
                    }
                    return SIMD3(number(0), number(1), number(2))
                }
                triangles.append(corner(0), corner(1), corner(2))
            }
        }
    }

    /// How many triangles there are: many programs write a wrong number, and the file's size tells it as well.
    private func triangleCount(size: Int, _ warnings: inout [CloudFileWarning]) throws(CloudFileError) -> Int {
        let bytes = try file.bytes(at: 80, count: 4)
        let promised = Int(bytes.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) })
        let (held, rest) = (size - Self.headerSize).quotientAndRemainder(dividingBy: Self.triangleSize)
        if held == promised, rest == 0 { return promised }
        let end = Self.headerSize + promised * Self.triangleSize
        // What programs leave there that write the triangles as they come, and never go back.
        let isUnknown = promised == 0 || promised == Int(UInt32.max)
        if held < promised && !isUnknown {
            throw .truncated(path: file.path, size: size, promised: end, what: "\(promised) triangles")
        }
        if !isUnknown && rest != 0 {
            warnings.append(.bytesBehindTriangles(size - end))
            return promised
        }
        // Zeros and blanks behind the last triangle only fill.
        let isFilled = !isUnknown && (try? checkNoBytesFollow(end, in: file)) != nil
        if isFilled { return promised }
        if rest != 0 { warnings.append(.bytesBehindTriangles(rest)) }
        if held > 0 { warnings.append(.triangleCount(promised: promised, held: held)) }
        return held
    }
}
