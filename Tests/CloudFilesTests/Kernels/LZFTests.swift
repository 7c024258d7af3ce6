import TestSupport
import Testing

@testable import CloudFiles
@testable import PointClouds

@Suite struct LZFTests {
    /// Bytes of many kinds: noise, zeros, every short period, floats that resemble each other, copies from far back.
    private static func samples() -> [[UInt8]] {
        var random = SeededGenerator(seed: 5)
        func noise(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) } }
        var samples = [[], [7], noise(3), noise(32), noise(33), noise(5000), [UInt8](repeating: 0, count: 70_000)]
        for period in 1...40 { samples.append((0..<1500).map { UInt8($0 % period) }) }
        let floats = (0..<20_000).map { Float(1 + 0.0001 * Double($0)) }
        samples.append(floats.withUnsafeBytes { Array($0) })
        let piece = noise(300)
        for distance in [8190, 8191, 8192, 8193, 65536] { samples.append(piece + noise(distance - 300) + piece) }
        // Literals and copies of all lengths.
        var mixed: [UInt8] = []
        while mixed.count < 60_000 {
            let length = Int.random(in: 1...300, using: &random)
            let start = Int.random(in: 0...max(0, mixed.count - 1), using: &random)
            mixed += Bool.random(using: &random) ? noise(length) : Array(mixed.dropFirst(start).prefix(length))
        }
        samples.append(mixed)
        return samples
    }

    private func compressed(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: LZF.bound(bytes.count) + 1) { buffer, count in
            count = bytes.withUnsafeBytes { LZF.compress($0, into: UnsafeMutableRawPointer(buffer.baseAddress!)) }
            #expect(count <= LZF.bound(bytes.count))
        }
    }

    /// Unpacks to segments of the given sizes from parts of `part` bytes.
    private func unpacked(_ input: [UInt8], sizes: [Int], part: Int) throws(LZF.Failure) -> [UInt8] {
        let segments = sizes.map { UnsafeMutableRawBufferPointer.allocate(byteCount: $0, alignment: 16) }
        defer { for segment in segments { segment.deallocate() } }
        var decoder = LZFDecoder(into: segments)
        var (kept, place) = ([UInt8](), 0)
        while place < input.count {
            kept += input[place..<min(input.count, place + part)]
            place += part
            let pending = kept
            var used: Result<Int, LZF.Failure> = .success(0)
            pending.withUnsafeBytes { bytes in
                used = Result { () throws(LZF.Failure) in try decoder.unpack(bytes) }
            }
            kept.removeFirst(try used.get())
        }
        try decoder.finish(leftOver: kept.count)
        return segments.flatMap { Array($0) }
    }

    /// One byte after the other, as the format says.
    private func slowly(_ input: [UInt8]) -> [UInt8] {
        var (output, place) = ([UInt8](), 0)
        while place < input.count {
            let control = Int(input[place])
            place += 1
            if control < 32 {
                output += input[place...(place + control)]
                place += control + 1
            } else {
                var length = control >> 5 + 2
                if length == 9 {
                    length += Int(input[place])
                    place += 1
                }
                let distance = (control & 31) << 8 | Int(input[place]) + 1
                place += 1
                for _ in 0..<length { output.append(output[output.count - distance]) }
            }
        }
        return output
    }

    @Test func whatIsCompressedComesBack() throws {
        for (index, bytes) in Self.samples().enumerated() {
            let packed = compressed(bytes)
            #expect(slowly(packed) == bytes, "sample \(index)")
            for part in [packed.count, 1000, 37] where part > 0 {
                #expect(try unpacked(packed, sizes: [bytes.count], part: part) == bytes, "sample \(index), \(part)")
            }
            let third = bytes.count / 3
            #expect(try unpacked(packed, sizes: [third, 0, third, bytes.count - 2 * third], part: 5000) == bytes)
        }
    }

    /// Blocks compressed each for itself are one stream: what lets all cores write it.
    @Test func piecesInARowAreOneStream() throws {
        let pieces = Self.samples()
        #expect(
            try unpacked(pieces.flatMap(compressed), sizes: pieces.map(\.count), part: 4096) == Array(pieces.joined()))
    }

    @Test func whatIsWrongIsSaid() {
        let packed = compressed([UInt8](repeating: 1, count: 1000))
        #expect(throws: LZF.Failure.length(1000)) { try unpacked(packed, sizes: [1001], part: 500) }
        #expect(throws: LZF.Failure.self) { try unpacked(packed, sizes: [999], part: 500) }
        #expect(throws: LZF.Failure.corrupt(at: 2)) { try unpacked([0, 5, 0x20, 9], sizes: [4], part: 500) }
        #expect(throws: LZF.Failure.corrupt(at: 2)) { try unpacked([0, 5, 31, 9], sizes: [33], part: 500) }
    }
}
