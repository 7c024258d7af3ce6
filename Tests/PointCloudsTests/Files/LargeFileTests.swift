import Glibc
import PointClouds
import Testing

/// Sizes have 64 bits: a file of more than 4 GiB keeps its first and its last point.
@Suite struct LargeFileTests {
    private static let points = 540_000_000

    /// Not for every run: the cloud takes as much memory as the file is long.
    private static let obstacle: String? = {
        guard getenv("PICKPOSE_TESTS").map({ String(cString: $0) }) == "long" else {
            return "only by PICKPOSE_TESTS=long"
        }
        let pages = sysconf(Int32(_SC_AVPHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
        return pages > 14 << 30 ? nil : "too little free memory"
    }()

    @Test(.enabled(if: obstacle == nil, "\(obstacle ?? "")"), arguments: ["pcd", "ply"])
    func theFirstAndTheLastPointOfASparseFileAreRead(format: String) throws {
        let header =
            format == "pcd"
            ? "VERSION 0.7\nFIELDS x y\nSIZE 4 4\nTYPE F F\nCOUNT 1 1\nWIDTH \(Self.points)\nHEIGHT 1\nPOINTS \(Self.points)\nDATA binary\n"
            : "ply\nformat binary_little_endian 1.0\nelement vertex \(Self.points)\nproperty float x\nproperty float y\nend_header\n"
        let file = TemporaryFile(format, text: header)
        let descriptor = open(file.path, O_RDWR)
        defer { close(descriptor) }
        let size = header.utf8.count + 8 * Self.points
        #expect(size > 1 << 32)
        try #require(ftruncate(descriptor, off_t(size)) == 0)
        func put(_ values: [Float], at offset: Int) {
            _ = values.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
        }
        put([1.5, -2.5], at: header.utf8.count)
        put([3.25, 4.75], at: size - 8)
        let cloud = try PointCloud(contentsOf: file.path)
        #expect(cloud.count == Self.points)
        #expect(cloud.positions[0] == SIMD3(1.5, -2.5, 0))
        #expect(cloud.positions[1] == .zero)
        #expect(cloud.positions[Self.points - 1] == SIMD3(3.25, 4.75, 0))
    }
}
