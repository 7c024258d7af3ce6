import CloudFiles
import Glibc
import PCLBridge
import PointClouds
import TestSupport
import Testing

private let engine = PCLEngine()

/// What PointClouds writes, as PCL's own readers read it.
@Suite(.enabled(if: engine.isInstalled, "the PCL helper isn't built here (libpcl-dev, and PICKPOSE_PCL not 0)"))
struct WrittenFileTests {
    /// The formats that PCL reads.
    private static let encodings: [(CloudFormat, CloudEncoding)] = [.pcd, .ply].flatMap { (format: CloudFormat) in
        format.encodings.map { (format, $0) }
    }

    /// Organised, with gaps, colours and several values a point; more than one block of every writer.
    private static let cloud: PointCloud = {
        var random = SeededGenerator(seed: 21)
        let count = 200 * 150
        func column() -> [Float] {
            (0..<count).map { $0 % 11 == 0 ? .nan : Float.random(in: -3...3, using: &random) }
        }
        var cloud = PointCloud(positions: Coordinates(x: column(), y: column(), z: column()), width: 200, height: 150)
        cloud.fields = [
            Field(name: "rgb", values: .uint32((0..<count).map { UInt32($0 * 977 % (1 << 24)) })),
            Field(name: "intensity", values: .float32(column())),
            Field(name: "label", values: .uint16((0..<count).map { UInt16($0 % 60_000) })),
        ]
        return cloud
    }()

    @Test(arguments: encodings)
    func pclReadsTheSameValues(format: CloudFormat, encoding: CloudEncoding) throws {
        let path = "/tmp/pickpose-written-\(getpid())-\(encoding.rawValue).\(format.rawValue)"
        defer { unlink(path) }
        let cloud = Self.cloud
        try cloud.write(to: path, encoding: encoding)
        let read = try engine.cloud(contentsOf: path)
        #expect(read.width == 200 && read.height == 150)
        func expect(_ name: String, _ values: [Double]) throws {
            let column = try #require(read.column(name), "no \(name)")
            let isSame = zip(column, values).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
            #expect(isSame && column.count == values.count, "\(name)")
        }
        try expect("x", cloud.positions.x.map(Double.init))
        try expect("y", cloud.positions.y.map(Double.init))
        try expect("z", cloud.positions.z.map(Double.init))
        try expect("intensity", (0..<cloud.count).map { cloud[field: "intensity"]!.values[$0] })
        try expect("label", (0..<cloud.count).map { cloud[field: "label"]!.values[$0] })
        if format == .pcd { try expect("rgb", (0..<cloud.count).map { cloud[field: "rgb"]!.values[$0] }) }
    }
}
