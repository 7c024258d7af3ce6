import CKernels
import PointClouds

/// The compression of PCD's `binary_compressed`: LZF (Marc Lehmann's LibLZF), runs of up to 32 literal bytes and
/// references of 3–264 bytes up to 8 KiB back.
///
/// A control byte below 32 starts a run of that many bytes and one more. Otherwise its upper three bits are the length
/// minus 2 (7: the next byte is added), its lower five and the following byte the distance minus 1.
enum LZF {
    static let longestMatch = 264
    static let longestRun = 32

    /// Columns are compressed in blocks of so many bytes, each for itself.
    static let blockSize = 1 << 18

    static func blocks(of byteCount: Int) -> [Range<Int>] {
        stride(from: 0, to: byteCount, by: blockSize).map { $0..<min(byteCount, $0 + blockSize) }
    }

    /// Bytes that compression of `count` bytes gives at most: all in literal runs.
    static func bound(_ count: Int) -> Int { count + (count + longestRun - 1) / longestRun }

    /// Writes the compressed `input` to `output`, which has room for ``bound(_:)`` bytes; returns its length.
    static func compress(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawPointer) -> Int {
        guard let source = input.baseAddress else { return 0 }
        return ck_lzf_compress(
            source.assumingMemoryBound(to: UInt8.self), input.count, output.assumingMemoryBound(to: UInt8.self))
    }

    enum Failure: Error, Equatable {
        /// The input is damaged at a byte.
        case corrupt(at: Int)
        /// The input is sound but its output has another length: as much as fitted, or was there.
        case length(Int)
    }
}

/// Fills pieces of memory, one after the other, with what compressed bytes unpack to.
///
/// A kernel does the most of it; what lies at the edges of a piece or of the input is taken here, with care.
struct LZFDecoder {
    private var output: SegmentedOutput
    /// Bytes of input used before.
    private var consumed = 0

    init(into segments: [UnsafeMutableRawBufferPointer]) {
        output = SegmentedOutput(segments)
    }

    /// Unpacks the input as far as it holds whole tokens; what is left belongs before the next part.
    ///
    /// - Returns: the bytes used.
    mutating func unpack(_ input: UnsafeRawBufferPointer) throws(LZF.Failure) -> Int {
        guard let source = input.baseAddress else { return 0 }
        var place = 0
        while place < input.count {
            output.unpack(input, &place)
            guard place < input.count else { break }
            let control = Int(source.load(fromByteOffset: place, as: UInt8.self))
            let start = place
            if control < LZF.longestRun {
                let length = control + 1
                guard place + 1 + length <= input.count else { break }
                guard output.append(source + place + 1, length) else { throw .length(output.written + length) }
                place += 1 + length
            } else {
                let isLong = control >> 5 == 7
                guard place + (isLong ? 2 : 1) < input.count else { break }
                var length = control >> 5 + 2
                if isLong {
                    place += 1
                    length += Int(source.load(fromByteOffset: place, as: UInt8.self))
                }
                place += 1
                let distance = (control & 31) << 8 | Int(source.load(fromByteOffset: place, as: UInt8.self)) + 1
                place += 1
                guard distance <= output.written else { throw .corrupt(at: consumed + start) }
                guard output.repeatLast(distance, length) else { throw .length(output.written + length) }
            }
        }
        consumed += place
        return place
    }

    /// Checks that the input ended with a whole token, and the output was filled.
    func finish(leftOver: Int) throws(LZF.Failure) {
        if leftOver > 0 { throw .corrupt(at: consumed) }
        if !output.isFull { throw .length(output.written) }
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

    /// Lets the kernel unpack from `place` on as much as it can.
    @inline(__always)
    mutating func unpack(_ input: UnsafeRawBufferPointer, _ inputPlace: inout Int) {
        ck_lzf_decompress(
            input.baseAddress?.assumingMemoryBound(to: UInt8.self), input.count, &inputPlace,
            base.assumingMemoryBound(to: UInt8.self), size, &place)
    }

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
