import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@testable import CloudFiles

/// A file in millimetres keeps its numbers, though inside they are Float32 metres.
@Suite struct UnitRoundTripTests {
    /// Float32 millimetres, of which about one in 25 isn't met again by way of Float32 metres.
    private static let millimeters: [Float] = {
        var random = SeededGenerator(seed: 17)
        return (0..<3000).map { _ in Float.random(in: -2000...2000, using: &random) } + [.nan, 0, -0.0]
    }()

    private static func file(_ encoding: CloudEncoding = .binary, _ format: CloudFormat = .pcd) throws -> TemporaryFile
    {
        let column = millimeters
        let file = TemporaryFile(format.rawValue)
        let cloud = PointCloud(positions: Coordinates(x: column, y: column.reversed(), z: column.map { $0 / 7 }))
        try cloud.write(to: file.path, encoding: encoding)
        return file
    }

    @Test(arguments: WrittenFormats.all)
    func readingAndWritingInOneUnitChangesNoBit(format: CloudFormat, encoding: CloudEncoding) throws {
        let file = try Self.file(encoding, format)
        let cloud = try PointCloud(contentsOf: file.path, unit: .millimeters)
        let written = TemporaryFile(format.rawValue)
        try cloud.write(to: written.path, encoding: encoding, unit: .millimeters)
        #expect(written.bytes == file.bytes)
        let ahead = TemporaryFile(format.rawValue)
        try cloud.write(
            to: ahead.path, encoding: encoding, unit: .millimeters, compressed: CompressedColumns(of: cloud))
        #expect(ahead.bytes == file.bytes)
    }

    /// What was moved is rounded anew, what wasn't keeps its digits, and the type stays Float32.
    @Test func aChangedPositionChangesNoOther() throws {
        let file = try Self.file()
        var cloud = try PointCloud(contentsOf: file.path, unit: .millimeters)
        cloud.positions.x[5] = 0.25
        let written = TemporaryFile("pcd")
        try cloud.write(to: written.path, unit: .millimeters)
        var expected = Self.millimeters
        expected[5] = 250
        let again = try PointCloud(contentsOf: written.path)
        #expect(again.positions.x.map(\.bitPattern) == expected.map(\.bitPattern))
        #expect(written.text.contains("\nSIZE 4 4 4\n"))
    }

    /// What a format of positions alone writes: every axis, also one that the cloud's own file lacked.
    @Test func positionColumnsAreTheFilesNumbers() throws {
        let file = try Self.file()
        let cloud = try PointCloud(contentsOf: file.path, unit: .millimeters)
        let columns = cloud.positionColumns(unit: .millimeters)
        #expect(columns.map(\.name) == ["x", "y", "z"])
        guard case .float32(let x) = columns[0].values else { return #expect(Bool(false), "not as the file had it") }
        #expect(x.map(\.bitPattern) == Self.millimeters.map(\.bitPattern))
        let flat = try cloudFile("ply\nformat ascii 1.0\nelement vertex 1\nproperty float y\nend_header\n5\n").cloud
        #expect(flat.positionColumns(unit: .millimeters).map { $0.values[0] } == [0, 5000, 0])
        var far = PointCloud(positions: Coordinates([SIMD3(0.5, 0, 0)]))
        far.origin = Vector3(4e6, 0, 0)
        #expect(far.positionColumns(unit: .meters).map { $0.values[0] } == [4_000_000.5, 0, 0])
    }

    @Test func inAnotherUnitTheTypeStaysTheSame() throws {
        let file = try Self.file()
        let cloud = try PointCloud(contentsOf: file.path, unit: .millimeters)
        let written = TemporaryFile("pcd")
        try cloud.write(to: written.path)
        #expect(written.text.contains("\nSIZE 4 4 4\n"))
        let again = try PointCloud(contentsOf: written.path)
        let metres = Self.millimeters.map { Float(Double($0) / 1000) }
        #expect(zip(again.positions.x, metres).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
    }
}
