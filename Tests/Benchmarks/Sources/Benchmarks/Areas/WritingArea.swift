import Glibc
import PickPose

extension Area {
    /// Cloud files of the room with normals, written to memory where there is a folder in it: a disk's own pace says
    /// nothing about who writes.
    static let writing = Area("write") { bench in
        let large = bench.quick ? 1_000_000 : 10_000_000
        let folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : Paths.cache
        for (format, encoding, count) in [
            (CloudFormat.pcd, CloudEncoding.binary, large), (.pcd, .binaryCompressed, large), (.pcd, .ascii, 1_000_000),
            (.ply, .binary, large), (.ply, .ascii, 1_000_000),
        ] {
            let source = bench.inputs.roomFile(count, format: "pcd", encoding: "binary")
            let target = "\(folder)/pickpose-benchmark-\(getpid()).\(format.rawValue)"
            defer { unlink(target) }
            let cloud = try PointCloud(contentsOf: source)
            let task = "write \(encoding.rawValue) \(format.rawValue.uppercased()), \(count / 1_000_000) M points"
            bench.contest(task, memory: 100 * count) { contest in
                for threads in [1, 2] {
                    contest.measure("pickpose", threads: threads, note: { _ in "\(size(of: target)) bytes" }) {
                        try cloud.write(to: target, encoding: encoding, threads: threads)
                    }
                }
                // As many as ours has just written.
                contest.measure("write(2) of ready bytes", threads: 1, note: { "\($0) bytes" }) {
                    writePlainly(size(of: target), to: target)
                }
                contest.ask(
                    .pcl, as: "PCL", threads: 1, "write-\(format.rawValue) \(source) \(target) \(encoding.rawValue)")
            }
        }
    }
}

private func size(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
}

/// The floor: as many bytes of memory, 256 KiB at a time.
private func writePlainly(_ count: Int, to path: String) -> Int {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(file) }
    let bytes = [UInt8](repeating: 7, count: 1 << 18)
    var left = count
    while left > 0 {
        let written = write(file, bytes, min(left, bytes.count))
        if written <= 0 { break }
        left -= written
    }
    return count - left
}
