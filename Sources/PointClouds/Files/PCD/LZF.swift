/// The compression of PCD's `binary_compressed`: LZF (Marc Lehmann's LibLZF), runs of up to 32 literal bytes and
/// references of 3–264 bytes up to 8 KiB back.
///
/// A control byte below 32 starts a run of that many bytes and one more. Otherwise its upper three bits are the length
/// minus 2 (7: the next byte is added), its lower five and the following byte the distance minus 1.
enum LZF {
    static let window = 1 << 13
    static let longestMatch = 264
    static let longestRun = 32

    /// Bytes that compression of `count` bytes gives at most: all in literal runs.
    static func bound(_ count: Int) -> Int { count + (count + longestRun - 1) / longestRun }

    enum Failure {
        /// The input is damaged at a byte.
        case corrupt(at: Int)
        /// The input is sound but its output has another length: as much as fitted, or was there.
        case length(Int)
    }

    /// Fills `segments`, one after the other, with what `input` unpacks to; returns what prevents it.
    static func decompress(
        _ input: UnsafeRawBufferPointer, into segments: [UnsafeMutableRawBufferPointer]
    ) -> Failure? {
        var output = SegmentedOutput(segments)
        guard let source = input.baseAddress else {
            return output.isFull ? nil : .length(0)
        }
        var place = 0
        while place < input.count {
            let control = Int(source.load(fromByteOffset: place, as: UInt8.self))
            let start = place
            place += 1
            if control < longestRun {
                let length = control + 1
                guard place + length <= input.count else { return .corrupt(at: start) }
                guard output.append(source + place, length) else { return .length(output.written + length) }
                place += length
            } else {
                var length = control >> 5 + 2
                if length == 9 {
                    guard place < input.count else { return .corrupt(at: start) }
                    length += Int(source.load(fromByteOffset: place, as: UInt8.self))
                    place += 1
                }
                guard place < input.count else { return .corrupt(at: start) }
                let distance = (control & 31) << 8 | Int(source.load(fromByteOffset: place, as: UInt8.self)) + 1
                place += 1
                guard distance <= output.written else { return .corrupt(at: start) }
                guard output.repeatLast(distance, length) else { return .length(output.written + length) }
            }
        }
        return output.isFull ? nil : .length(output.written)
    }

    /// Writes the compressed `input` to `output`, which has room for ``bound(_:)`` bytes; returns its length.
    ///
    /// One hash table of the last place of each three bytes, greedy matches.
    static func compress(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawPointer) -> Int {
        guard let source = input.baseAddress, input.count > 0 else { return 0 }
        let count = input.count
        var table = [Int](repeating: -1, count: 1 << 14)
        var written = 0
        var literalStart = 0
        func flushLiterals(to end: Int) {
            while literalStart < end {
                let length = min(longestRun, end - literalStart)
                output.storeBytes(of: UInt8(length - 1), toByteOffset: written, as: UInt8.self)
                (output + written + 1).copyMemory(from: source + literalStart, byteCount: length)
                written += length + 1
                literalStart += length
            }
        }
        var place = 0
        while place + 4 <= count {
            let word = (source + place).loadUnaligned(as: UInt32.self)
            let hash = Int(((word << 8) &* 2_654_435_761) >> 18)
            let candidate = table[hash]
            table[hash] = place
            guard candidate >= 0, place - candidate <= window,
                (source + candidate).loadUnaligned(as: UInt32.self) << 8 == word << 8
            else {
                place += 1
                continue
            }
            flushLiterals(to: place)
            let limit = min(longestMatch, count - place)
            var length = 3
            while length < limit,
                source.load(fromByteOffset: candidate + length, as: UInt8.self)
                    == source.load(fromByteOffset: place + length, as: UInt8.self)
            { length += 1 }
            let distance = place - candidate - 1
            let code = length - 2
            output.storeBytes(of: UInt8(min(code, 7) << 5 | distance >> 8), toByteOffset: written, as: UInt8.self)
            written += 1
            if code >= 7 {
                output.storeBytes(of: UInt8(code - 7), toByteOffset: written, as: UInt8.self)
                written += 1
            }
            output.storeBytes(of: UInt8(truncatingIfNeeded: distance), toByteOffset: written, as: UInt8.self)
            written += 1
            place += length
            literalStart = place
        }
        flushLiterals(to: count)
        return written
    }
}

/// Output that lies in several pieces of memory, as one row of bytes.
private struct SegmentedOutput {
    private let segments: [UnsafeMutableRawBufferPointer]
    private var segment = 0
    /// The current segment and the place in it.
    private var base: UnsafeMutableRawPointer
    private var size: Int
    private var place = 0
    /// Bytes in the segments before.
    private var before = 0

    init(_ segments: [UnsafeMutableRawBufferPointer]) {
        self.segments = segments.filter { !$0.isEmpty }
        base = self.segments.first?.baseAddress ?? UnsafeMutableRawPointer(bitPattern: 16)!
        size = self.segments.first?.count ?? 0
    }

    var written: Int { before + place }
    var isFull: Bool { place == size && segment + 1 >= segments.count }

    @inline(__always)
    mutating func append(_ source: UnsafeRawPointer, _ length: Int) -> Bool {
        if place + length <= size {
            (base + place).copyMemory(from: source, byteCount: length)
            place += length
            return true
        }
        for i in 0..<length where !appendByte(source.load(fromByteOffset: i, as: UInt8.self)) { return false }
        return true
    }

    @inline(__always)
    mutating func repeatLast(_ distance: Int, _ length: Int) -> Bool {
        if distance <= place && place + length <= size {
            let target = base + place
            if distance >= length {
                target.copyMemory(from: target - distance, byteCount: length)
            } else {
                for i in 0..<length {
                    target.storeBytes(
                        of: target.load(fromByteOffset: i - distance, as: UInt8.self), toByteOffset: i, as: UInt8.self)
                }
            }
            place += length
            return true
        }
        for _ in 0..<length where !appendByte(byte(before: distance)) { return false }
        return true
    }

    private mutating func appendByte(_ byte: UInt8) -> Bool {
        if place == size {
            guard segment + 1 < segments.count else { return false }
            before += size
            segment += 1
            base = segments[segment].baseAddress!
            size = segments[segment].count
            place = 0
        }
        base.storeBytes(of: byte, toByteOffset: place, as: UInt8.self)
        place += 1
        return true
    }

    /// The byte `distance` behind the end, which may lie in an earlier segment.
    private func byte(before distance: Int) -> UInt8 {
        var back = distance
        var index = segment
        var available = place
        while back > available {
            back -= available
            index -= 1
            available = segments[index].count
        }
        return segments[index].load(fromByteOffset: available - back, as: UInt8.self)
    }
}
