import Glibc

enum Paths {
    /// The benchmark package's folder.
    static let package = folder(above: #filePath, 3)
    /// pickpose's own.
    static let root = folder(above: #filePath, 5)
    /// The command as `run.sh` builds it.
    static let pickpose = root + "/.build/release/pickpose"
    /// The same with Swift's own libraries inside, as the quickstart builds it.
    static let staticPickpose = package + "/.build/static/release/pickpose"
    static let pclHelper = root + "/.build/release/pickpose-pcl"
    static let sampleScan = root + "/samples/table.pcd"
    static let sampleCell = root + "/samples/cell.yaml"
    /// Where `registration` finds its two lidar scans, beside the project as the labelled scans are.
    static let scanPair =
        (getenv("PICKPOSE_SHARED").map { String(cString: $0) } ?? folder(above: root, 1) + "/shared") + "/data/kitti"
    static let emptyProgram = package + "/.build/peers/empty"

    /// Where inputs are kept between runs.
    static let cache: String = {
        let temporary = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let path = "\(temporary)/pickpose-benchmarks"
        mkdir(path, 0o755)
        return path
    }()

    private static func folder(above path: String, _ levels: Int) -> String {
        "/" + path.split(separator: "/").dropLast(levels).joined(separator: "/")
    }
}
