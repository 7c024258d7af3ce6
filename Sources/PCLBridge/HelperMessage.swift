/// What goes between pickpose and its PCL helper: a number and a few runs of plain values.
///
/// Little-endian: the eight bytes `pickpcl1`, the code and the count of sections as UInt32, each section's length as
/// UInt64, then the sections' bytes. A request's code is the operation, an answer's is 0, or 1 with one section that
/// says in words why PCL failed.
package struct HelperMessage: Equatable, Sendable {
    package var code: UInt32
    package var sections: [[UInt8]]

    package static let mark: [UInt8] = Array("pickpcl1".utf8)
    package static let mostSections = 16
    /// No operation takes or gives more, so a length above it is garbage and nothing is allocated for it.
    package static let mostBytes: UInt64 = 64 << 30

    package init(code: UInt32, sections: [[UInt8]] = []) {
        self.code = code
        self.sections = sections
    }

    package mutating func append<Number: BitwiseCopyable>(_ numbers: [Number]) {
        sections.append(numbers.withUnsafeBytes { Array($0) })
    }

    package mutating func append(_ text: String) { sections.append(Array(text.utf8)) }
}

/// Why bytes are not a message.
package struct GarbledMessage: Error, Equatable, Sendable {
    package var detail: String
}

extension HelperMessage {
    /// The message as bytes, in the pieces it is made of, so that a large cloud isn't copied into one.
    package var pieces: [[UInt8]] {
        var head = Self.mark
        head += Self.bytes(of: code)
        head += Self.bytes(of: UInt32(sections.count))
        for section in sections { head += Self.bytes(of: UInt64(section.count)) }
        return [head] + sections
    }

    package init(bytes: [UInt8]) throws(GarbledMessage) {
        guard bytes.count >= 16 else { throw GarbledMessage(detail: "it ends after \(bytes.count) bytes") }
        guard bytes.starts(with: Self.mark) else { throw GarbledMessage(detail: "it doesn't begin as a message") }
        code = Self.number(in: bytes, at: 8)
        let count = Int(Self.number(in: bytes, at: 12) as UInt32)
        guard count <= Self.mostSections else { throw GarbledMessage(detail: "it announces \(count) sections") }
        var offset = 16 + 8 * count
        guard bytes.count >= offset else { throw GarbledMessage(detail: "it ends within its head") }
        sections = []
        for i in 0..<count {
            let length: UInt64 = Self.number(in: bytes, at: 16 + 8 * i)
            guard length <= UInt64(bytes.count - offset) else {
                throw GarbledMessage(
                    detail: "section \(i + 1) has \(bytes.count - offset) bytes of the \(length) announced")
            }
            sections.append(Array(bytes[offset..<offset + Int(length)]))
            offset += Int(length)
        }
        guard offset == bytes.count else {
            throw GarbledMessage(detail: "\(bytes.count - offset) bytes follow its end")
        }
    }

    /// Section `index` as numbers; `count` of them where that is known.
    package func numbers<Number: BitwiseCopyable>(
        _ index: Int, as type: Number.Type = Number.self, count: Int? = nil
    ) throws(GarbledMessage) -> [Number] {
        guard sections.indices.contains(index) else { throw GarbledMessage(detail: "section \(index + 1) is missing") }
        let bytes = sections[index]
        let stride = MemoryLayout<Number>.stride
        guard bytes.count % stride == 0, count == nil || bytes.count / stride == count else {
            throw GarbledMessage(detail: "section \(index + 1) has \(bytes.count) bytes")
        }
        return Array(unsafeUninitializedCapacity: bytes.count / stride) { buffer, initialized in
            bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
            initialized = bytes.count / stride
        }
    }

    package func text(_ index: Int) throws(GarbledMessage) -> String {
        String(decoding: try numbers(index, as: UInt8.self), as: UTF8.self)
    }

    private static func bytes<Number: FixedWidthInteger>(of value: Number) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    private static func number<Number: FixedWidthInteger>(in bytes: [UInt8], at offset: Int) -> Number {
        bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self)) }
    }
}
