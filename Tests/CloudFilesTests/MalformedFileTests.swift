import PointClouds
import TestSupport
import Testing

@testable import CloudFiles

/// Damaged and lying files: each gets one line with the place and what to do.
@Suite struct MalformedFileTests {
    static func pcd(_ body: String, points: Int = 2, data: String = "ascii", type: String = "F") -> String {
        "VERSION 0.7\nFIELDS x y z\nSIZE 4 4 4\nTYPE \(type) \(type) \(type)\nCOUNT 1 1 1\nWIDTH \(points)\nHEIGHT 1\nPOINTS \(points)\nDATA \(data)\n"
            + body
    }

    static func ply(_ body: String, format: String = "ascii", vertices: Int = 2, more: String = "") -> String {
        "ply\nformat \(format) 1.0\nelement vertex \(vertices)\nproperty float x\nproperty float y\nproperty float z\n\(more)end_header\n"
            + body
    }

    static let cases: [(String, String)] = [
        ("", "test: byte 0: the file is empty"),
        ("solid part\n", ": it begins with 'solid part'; known are PCD"),
        ("1,5 2 3\n", "test: line 1: neither PCD"),
        (pcd("1 2 3\n4 5\n"), "test: line 11 (point 1): 2 values where the header promises 3"),
        (pcd("1 2 3\n4 5 6 7\n"), "test: line 11 (point 1): 4 values where the header promises 3"),
        (pcd("1 2 3\n"), "test: the file ends after 1 of 2 rows of point"),
        (pcd("1 2 3\n4 5 6\n7 8 9\n"), "test: line 12: more rows than the header promises"),
        (pcd("1,5 2 3\n4 5 6\n"), "test: line 10 (point 0): '1,5' is no float32 for x; write decimals with a point"),
        (pcd("1 2 3\n4 5 6z\n"), "test: line 11 (point 1): '6z' is no float32 for z"),
        (
            pcd("1 2 300\n4 5 6\n", type: "U").replacing("SIZE 4 4 4", with: "SIZE 4 4 1"),
            "test: line 10 (point 0): '300' is no uint8 for z"
        ),
        (pcd("\u{1}\u{2}\u{3} 2 3\n4 5 6\n"), "is the body binary?"),
        (pcd("123456789012345678901234", points: 3, data: "binary"), "test: byte "),
        (pcd("", points: 1 << 60), "the counts are beyond any file's size"),
        (pcd("", points: 1_000_000_000_000, data: "binary"), "1000000000000 points need 12000000000"),
        (pcd("1 2 3\n", points: 1_000_000_000_000), "1000000000000 points need 6000000000"),
        (pcd("").replacing("SIZE 4 4 4", with: "SIZE 4 4"), "test: line 3: SIZE has 2 values where there must be 3"),
        (pcd("").replacing("SIZE 4 4 4", with: "SIZE 4 4 3"), "the type 'F 3' doesn't exist"),
        (pcd("").replacing("COUNT 1 1 1", with: "COUNT 1 1 0"), "test: line 5: '0' is no valid value of COUNT"),
        (pcd("").replacing("WIDTH 2", with: "WIDTH -2"), "test: line 6: '-2' is no valid value of WIDTH"),
        (pcd("").replacing("WIDTH 2", with: "WIDTH 3"), "test: line 8: POINTS 2 is not WIDTH 3 × HEIGHT 1"),
        (pcd("").replacing("DATA ascii", with: "DATA zipped"), "'zipped' is no valid value of DATA"),
        (pcd("").replacing("DATA ascii", with: ""), "the header has no DATA line"),
        (pcd("").replacing("FIELDS x y z", with: ""), "the header ends without a FIELDS line"),
        (pcd("").replacing("VERSION 0.7", with: "VERSION 0.7\nVIEWPOINT 0 0 0 1 0 0"), "no valid value of VIEWPOINT"),
        (pcd("").replacing("WIDTH 2", with: "WEIGHT 2"), "test: line 6: 'WEIGHT 2' is no line of this format's header"),
        (ply("1 2 3\n4 5\n"), "test: line 9 (vertex 1): 2 values where the header promises 3"),
        (ply("1 2 3\n"), "test: the file ends after 1 of 2 rows of vertex"),
        (
            ply("1 2 3\n4 5 6\n3 0 1\n", more: "element face 1\nproperty list uchar int vertex_indices\n"),
            "test: line 12 (face 0): 3 values where the header promises 4"
        ),
        (
            ply("1 2 3\n4 5 6\n-1 0 1\n", more: "element face 1\nproperty list uchar int vertex_indices\n"),
            "'-1' is no int64 for the length of vertex_indices"
        ),
        (
            ply("1 2 3\n4 5 6\n2000000000 1\n", more: "element face 1\nproperty list uint int vertex_indices\n"),
            "test: line 12 (face 0): 2 values where the header promises 2000000001"
        ),
        (ply("", vertices: 1 << 60), "1152921504606846976 rows of vertex need 6917"),
        (
            ply("", format: "binary_middle_endian"),
            "test: line 2: 'binary_middle_endian 1.0' is no valid value of format"
        ),
        (ply("").replacing("float x", with: "floaty x"), "test: line 4: the type 'floaty' doesn't exist"),
        (ply("").replacing("element vertex 2\n", with: ""), "test: line 3: the property x stands before any element"),
        (ply("").replacing("end_header\n", with: ""), "the header has no end_header line"),
        (ply("").replacing("vertex 2", with: "vertex many"), "'vertex many' is no valid value of element"),
        (ply("12345678901234567890123", format: "binary_little_endian"), "2 rows of vertex need "),
        (ply("1234567890123456789012345", format: "binary_big_endian"), "but 1 bytes follow"),
        (
            ply(
                "123456789012345678901234\u{7F}", format: "binary_little_endian",
                more: "element face 1\nproperty list uchar int vertex_indices\n"),
            "the first 1 of 1 rows of face need "
        ),
        ("ply\nformat ascii 1.0\nelement vertex 5\nend_header\n", "the element vertex has rows but no properties"),
    ]

    @Test(arguments: cases.indices)
    func theErrorNamesThePlace(index: Int) {
        let (text, message) = Self.cases[index]
        do throws(CloudFileError) {
            _ = try cloudFile(text)
            Issue.record("read: \(text)")
        } catch {
            #expect(error.description.contains(message), "\(error)")
            #expect(!error.description.contains("\n"))
            #expect(error.kind == .malformed)
        }
    }

    /// Found by the fuzzer: a slot for each of 222,222,222 values of no point took 2 GiB.
    @Test func manyValuesOfNoPointTakeNoMemory() throws {
        let header = "FIELDS x h\nSIZE 4 8\nTYPE F I\nCOUNT 1 222222222\nWIDTH 0\nDATA ascii\n"
        #expect(try cloudFile(header).cloud.fields.map(\.count) == [222_222_222])
        #expect(throws: CloudFileError.trailingRows(path: "test", line: 7)) { try cloudFile(header + "1 2\n") }
    }

    @Test func countsWhoseTextNoFileCouldHoldAreRefused() {
        let points = (1 << 58) + 1
        let header = "FIELDS x h\nSIZE 1 1\nTYPE U U\nCOUNT 1 24\nWIDTH \(points)\nDATA ascii\n1 2\n"
        #expect { try cloudFile(header) } throws: { ($0 as? CloudFileError)?.kind == .malformed }
    }

    /// Cut anywhere, a file is refused or, where only the last line end or digit is missing, read.
    @Test(arguments: [
        ("pcd", CloudEncoding.ascii), ("pcd", .binary), ("pcd", .binaryCompressed), ("ply", .ascii), ("ply", .binary),
    ])
    func truncationAnywhereIsNoTrap(name: String, encoding: CloudEncoding) throws {
        let file = TemporaryFile(name)
        try cloudFile(PLYRoundTripTests.everything).cloud.write(to: file.path, encoding: encoding)
        let bytes = file.bytes
        var read = 0
        for length in 0..<bytes.count where (try? cloudFile(Array(bytes[..<length]))) != nil { read += 1 }
        #expect(read <= 2)
    }

    /// Every bit of a small file turned: read or refused, never a trap.
    @Test(arguments: [
        ("pcd", CloudEncoding.ascii), ("pcd", .binary), ("pcd", .binaryCompressed), ("ply", .ascii), ("ply", .binary),
        ("ply", .binaryBigEndian),
    ])
    func aTurnedBitIsNoTrap(name: String, encoding: CloudEncoding) throws {
        let file = TemporaryFile(name)
        try cloudFile(PLYRoundTripTests.everything).cloud.write(to: file.path, encoding: encoding)
        var bytes = file.bytes
        for index in bytes.indices {
            for bit in 0..<8 {
                bytes[index] ^= 1 << bit
                _ = try? cloudFile(bytes)
                bytes[index] ^= 1 << bit
            }
        }
    }

    @Test func aRowOfAFormatWithoutHeaderSpeaksOfNone() {
        let place = CloudFileError.TextPlace(line: 2, element: "point", row: 1)
        let error = CloudFileError.rowLength(path: "a", at: place, expected: 3, found: 2, inHeader: false)
        #expect(error.description.hasPrefix("a: line 2 (point 1): 2 values where the format has 3; complete the row"))
        #expect(!error.description.contains("header"))
    }

    @Test func whatIsNotThereIsNamed() {
        #expect(throws: CloudFileError.noSuchFile(path: "/nowhere/scan.pcd")) {
            try PointCloud(contentsOf: "/nowhere/scan.pcd")
        }
        #expect(throws: CloudFileError.self) { try PointCloud(contentsOf: "/tmp") }
        let cloud = PointCloud(positions: Coordinates([SIMD3(1, 2, 3)]))
        #expect(throws: CloudFileError.unknownExtension(path: "/tmp/scan.nonsense")) {
            try cloud.write(to: "/tmp/scan.nonsense")
        }
        #expect(throws: CloudFileError.self) { try cloud.write(to: "/nowhere/scan.pcd") }
        #expect(throws: CloudFileError.self) { try cloud.write(to: "/dev/full", format: .ply) }
        #expect(throws: CloudFileError.encodingOfOtherFormat(path: "/tmp/a.ply", .binaryCompressed, .ply)) {
            try cloud.write(to: "/tmp/a.ply", encoding: .binaryCompressed)
        }
    }
}
