import Glibc
import PickPose

extension Area {
    /// Cloud files of the room with normals, from a warm cache.
    static let reading = Area("io") { bench in
        let large = bench.quick ? 1_000_000 : 10_000_000
        for (format, encoding, count) in [
            ("pcd", "binary", large), ("pcd", "binary_compressed", large), ("pcd", "ascii", 1_000_000),
            ("ply", "binary", large), ("ply", "ascii", 1_000_000),
        ] {
            let path: String
            if encoding == "binary_compressed" {
                // Compressed by PCL, so that nobody reads what their own writer favours.
                let plain = bench.inputs.roomFile(count, format: "pcd", encoding: "binary")
                path = bench.inputs.made("room-\(count)-\(encoding).pcd") { path in
                    _ = bench.process(of: .pcl, threads: 1)?.answer(to: "write-pcd \(plain) \(path) \(encoding)")
                }
                if access(path, R_OK) != 0 { continue }
            } else {
                path = bench.inputs.roomFile(count, format: format, encoding: encoding)
            }
            let task = "read \(encoding) \(format.uppercased()), \(count / 1_000_000) M points"
            bench.contest(task, memory: 160 * count) { contest in
                contest.measure("pickpose", threads: 2, note: { "\($0.count) points" }) {
                    try PointCloud(contentsOf: path)
                }
                contest.measure("read(2) into malloc'ed memory", threads: 1) { readIntoFreshMemory(path) }
                contest.ask(.pcl, as: "PCL", threads: 1, "read-\(format) \(path)")
                if format == "pcd" { contest.ask(.pcl, as: "PCL, raw record", threads: 1, "read-pcd-blob \(path)") }
                for peer in ["open3d", "plyfile"] where format == "ply" || peer == "open3d" {
                    contest.ask(.python, as: peer, threads: 2, "read \(peer) \(path)")
                }
            }
        }
    }
}

/// The floor: the file's bytes in memory, unread. Returns one of them, for the compiler to keep the rest.
private func readIntoFreshMemory(_ path: String) -> UInt8 {
    let file = open(path, O_RDONLY)
    defer { close(file) }
    var status = stat()
    fstat(file, &status)
    let size = Int(status.st_size)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    defer { memory.deallocate() }
    var filled = 0
    while filled < size {
        let count = read(file, memory + filled, size - filled)
        if count <= 0 { break }
        filled += count
    }
    return memory.load(fromByteOffset: size / 2, as: UInt8.self)
}
