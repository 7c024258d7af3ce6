import Files
import LinearAlgebra
import PointClouds
import Testing

@testable import CloudFiles

/// A source holds any number of clouds, and a format is known by one value.
@Suite struct CloudSourceTests {
    /// A format of the test's own: each line is a cloud of one point on the x axis.
    private struct ToyReader: CloudFormatReader {
        let numbers: [Float]

        init(file: InputFile, threads: Int) throws(CloudFileError) {
            let text = String(decoding: try file.bytes(at: 0, count: file.load(upTo: .max)), as: UTF8.self)
            numbers = text.split(separator: "\n").dropFirst().compactMap { Float($0) }
        }

        func read(cloud number: Int, unit: LengthUnit) throws(CloudFileError) -> FileContent? {
            guard number < numbers.count else { return nil }
            var content = FileContent(format: CloudFormat(rawValue: "toy"), encoding: .ascii)
            content.columns = [Field(name: "x", values: .float32([numbers[number]]))]
            (content.rows, content.width) = (1, 1)
            return content
        }
    }

    private static let toy = FileFormat(
        format: CloudFormat(rawValue: "toy"), mark: "'toy'",
        recognizes: { FileBeginning.word(of: $0.lines.first) == "toy" }, reader: ToyReader.self)

    private func source(_ text: String, among formats: [FileFormat]) throws(CloudFileError) -> CloudSource {
        var result: Result<CloudSource, CloudFileError>?
        Array(text.utf8).withUnsafeBytes { bytes in
            result = Result { () throws(CloudFileError) in
                try CloudSource(
                    file: InputFile(bytes, path: "test"), unit: .millimeters, threads: 1, among: formats)
            }
        }
        return try result!.get()
    }

    @Test func theCloudsOfASourceComeInTheirOrder() throws {
        var clouds = try source("toy\n1000\n2000\n3000\n", among: FileFormat.all + [Self.toy])
        #expect(clouds.format.rawValue == "toy")
        for x: Float in [1, 2, 3] { #expect(try clouds.next()?.cloud.positions.x == [x]) }
        #expect(try clouds.next() == nil)
        #expect(try clouds.next() == nil)
    }

    @Test func mostFilesHoldOneCloud() throws {
        for text in [
            PCDRoundTripTests.header + PCDRoundTripTests.rows, PLYRoundTripTests.everything, OBJTests.square,
            STLTests.text(),
        ] {
            var clouds = try source(text, among: FileFormat.all)
            #expect(try clouds.next() != nil)
            #expect(try clouds.next() == nil)
        }
    }

    @Test func theContentSaysTheFormatAndTheNameOnlyWhereItSaysNothing() throws {
        let ply = "ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nend_header\n1\n"
        for name in ["a.obj", "a.STL", "a.pcd", "a"] {
            #expect(try cloudFile(Array(ply.utf8), name: name).format == .ply)
        }
        #expect(throws: CloudFileError.unknownFormat(path: "a.nonsense", beginning: "1 2 3")) {
            try cloudFile(Array("1 2 3\n".utf8), name: "a.nonsense")
        }
    }

    @Test func namesEndInCapitalsToo() {
        #expect(CloudFormat(pathExtension: "/a.b/SCAN.PLY") == .ply && CloudFormat(pathExtension: "scan.Pcd") == .pcd)
        // Read only, or no name at all.
        for name in ["part.stl", "part.obj", "scan", "/a.ply/scan", ""] {
            #expect(CloudFormat(pathExtension: name) == nil)
        }
    }

    @Test func whatIsWrittenIsListedAsAMessageSaysIt() {
        #expect(CloudFormat.names.hasPrefix("PCD") && CloudFormat.endings.hasPrefix(".pcd"))
        for format in CloudFormat.writable {
            #expect(CloudFormat.names.contains(format.name) && CloudFormat.endings.contains(".\(format.rawValue)"))
        }
        #expect(!CloudFormat.names.contains("STL"))
        #expect(["a"].alternatives() == "a" && ["a", "b", "c"].alternatives(last: " nor ") == "a, b nor c")
    }

    /// A format without binary numbers is written in what it has.
    @Test func theUsualEncodingIsBinaryWhereAFormatHasIt() throws {
        struct TextWriter: CloudFormatWriter {
            static let encodings: [CloudEncoding] = [.ascii]
            let warnings: [CloudFileWarning] = []
            init(_ job: WritingJob) throws(CloudFileError) {}
            func write(to output: OutputFile, threads: Int) {}
        }
        #expect(TextWriter.usualEncoding == .ascii)
        #expect(CloudFormat.pcd.usualEncoding == .binary && CloudFormat.stl.usualEncoding == nil)
        for format in CloudFormat.writable {
            let file = TemporaryFile(format.rawValue)
            try PointCloud(positions: Coordinates([SIMD3(1, 2, 3)])).write(to: file.path)
            #expect(try CloudFile(contentsOf: file.path).encoding == format.usualEncoding)
        }
    }
}
