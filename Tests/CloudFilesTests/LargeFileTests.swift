import CloudFiles
import Glibc
import PointClouds
import TestSupport
import Testing

/// Sizes have 64 bits: a file of more than 4 GiB keeps its first and its last point.
@Suite struct LargeFileTests {
    private static let points = 1_100_000
    private static let stride = 12 + 4000

    /// Not for every run: the cloud takes as much memory as the file is long.
    private static let obstacle: String? = {
        guard TestEffort.isLong else {
            return "only by PICKPOSE_TESTS=long"
        }
        let pages = sysconf(Int32(_SC_AVPHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
        return pages > 8 << 30 ? nil : "too little free memory"
    }()

    @Test(.enabled(if: obstacle == nil, "\(obstacle ?? "")"), arguments: ["pcd", "ply"])
    func theFirstAndTheLastPointOfASparseFileAreRead(format: String) throws {
        let file = TemporaryFile(format, text: format == "pcd" ? Self.pcdHeader : Self.plyHeader)
        let start = file.bytes.count
        let descriptor = open(file.path, O_RDWR)
        defer { close(descriptor) }
        let size = start + Self.stride * Self.points
        #expect(size > 1 << 32)
        try #require(ftruncate(descriptor, off_t(size)) == 0)
        func put(_ values: [Float], at offset: Int) {
            _ = values.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
        }
        put([1.5, -2.5, 7], at: start)
        put([3.25, 4.75, 9], at: size - Self.stride)
        let cloud = try PointCloud(contentsOf: file.path)
        #expect(cloud.count == Self.points)
        #expect(cloud.positions[0] == SIMD3(1.5, -2.5, 7))
        #expect(cloud.positions[1] == .zero)
        #expect(cloud.positions[Self.points - 1] == SIMD3(3.25, 4.75, 9))
    }

    /// Wide records, so that there are few of them.
    private static let pcdHeader = """
        VERSION 0.7
        FIELDS x y z filler
        SIZE 4 4 4 1
        TYPE F F F U
        COUNT 1 1 1 4000
        WIDTH \(points)
        HEIGHT 1
        POINTS \(points)
        DATA binary

        """

    private static let plyHeader =
        "ply\nformat binary_little_endian 1.0\nelement vertex \(points)\n"
        + ["x", "y", "z"].map { "property float \($0)\n" }.joined()
        + (0..<500).map { "property double filler\($0)\n" }.joined() + "end_header\n"
}
