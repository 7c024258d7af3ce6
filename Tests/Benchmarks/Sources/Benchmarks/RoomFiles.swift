import Glibc

/// The room as cloud files, written plainly here: the readers measured must not depend on our own writers.
enum RoomFiles {
    static func write(_ rows: [Float], format: String, encoding: String, to path: String) {
        let file = fopen(path, "wb")
        precondition(file != nil, "cannot write \(path)")
        defer { fclose(file) }
        let count = rows.count / 6
        fputs(format == "pcd" ? pcdHeader(count, encoding) : plyHeader(count, encoding), file)
        if encoding == "binary" {
            rows.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
            return
        }
        for row in stride(from: 0, to: rows.count, by: 6) {
            fputs(rows[row..<row + 6].map(\.description).joined(separator: " ") + "\n", file)
        }
    }

    private static func pcdHeader(_ count: Int, _ encoding: String) -> String {
        """
        # .PCD v0.7 - Point Cloud Data file format
        VERSION 0.7
        FIELDS x y z normal_x normal_y normal_z
        SIZE 4 4 4 4 4 4
        TYPE F F F F F F
        COUNT 1 1 1 1 1 1
        WIDTH \(count)
        HEIGHT 1
        VIEWPOINT 0 0 0 1 0 0 0
        POINTS \(count)
        DATA \(encoding)

        """
    }

    private static func plyHeader(_ count: Int, _ encoding: String) -> String {
        let properties = ["x", "y", "z", "nx", "ny", "nz"].map { "property float \($0)\n" }.joined()
        return "ply\nformat \(encoding == "binary" ? "binary_little_endian" : "ascii") 1.0\n"
            + "element vertex \(count)\n\(properties)end_header\n"
    }
}
