import Files
import Glibc
import Parallel
import TestSupport
import Testing

@testable import CloudFiles
@testable import PointClouds

/// Files and clouds don't depend on the number of threads, nor on whether a file or a pipe is written.
@Suite struct ThreadCountTests {
    /// Larger than the blocks of every reader and writer.
    private static let cloud: PointCloud = {
        var random = SeededGenerator(seed: 11)
        let count = 30_000
        func column() -> [Float] { (0..<count).map { _ in Float.random(in: -3...3, using: &random) } }
        var cloud = PointCloud(positions: Coordinates(x: column(), y: column(), z: column()), width: 300, height: 100)
        cloud.fields = [
            Field(name: "intensity", values: .uint16((0..<count).map { UInt16(truncatingIfNeeded: $0 / 7) })),
            Field(name: "stamp", values: .float64((0..<count).map { 1e9 + Double($0) / 3 })),
            Field(name: "histogram", count: 3, values: .float32(column() + column() + column())),
        ]
        return cloud
    }()

    @Test(arguments: WrittenFormats.all)
    func theBytesAreTheSame(format: CloudFormat, encoding: CloudEncoding) throws {
        var texts: [[UInt8]] = []
        for threads in [1, 2, 3, 16] {
            let file = TemporaryFile(format.rawValue)
            try Self.cloud.write(to: file.path, encoding: encoding, threads: threads)
            texts.append(file.bytes)
            let read = [1, 2, 16].map { threads in Result { try PointCloud(contentsOf: file.path, threads: threads) } }
            for cloud in read { #expect(isSame(try cloud.get(), try read[0].get())) }
        }
        #expect(texts.allSatisfy { $0 == texts[0] })

        let piped = TemporaryFile(format.rawValue)
        let descriptor = open(piped.path, O_WRONLY | O_CREAT, 0o600)
        try Self.cloud.write(to: "/dev/fd/\(descriptor)", format: format, encoding: encoding, threads: 2)
        close(descriptor)
        #expect(piped.bytes == texts[0])
    }

    /// The scan's columns ahead, one that is added or changed later with the file.
    @Test func columnsCompressedAheadGiveTheSameBytes() throws {
        let compressed = Deferred { CompressedColumns(of: Self.cloud) }
        var labelled = Self.cloud
        labelled[field: "label"] = Field(
            name: "label", values: .uint32((0..<UInt32(labelled.count)).map { $0 / 1000 }))
        labelled.positions.y[29_999] += 1
        #expect(compressed.value.blocks(of: .float32(labelled.positions.x)) != nil)
        #expect(compressed.value.blocks(of: .float32(labelled.positions.y)) == nil)
        let (plain, ahead) = (TemporaryFile("pcd"), TemporaryFile("pcd"))
        try labelled.write(to: plain.path, encoding: .binaryCompressed)
        try labelled.write(to: ahead.path, encoding: .binaryCompressed, compressed: compressed.value)
        #expect(ahead.bytes == plain.bytes)
    }

    @Test func whatCannotBeWrittenIsSaidOnce() {
        for threads in [1, 2] {
            let reason = "No space left on device; make room, or name a file elsewhere"
            #expect(throws: CloudFileError.output(.cannotWrite(path: "/dev/full", reason: reason))) {
                try Self.cloud.write(to: "/dev/full", format: .pcd, encoding: .ascii, threads: threads)
            }
        }
    }
}
