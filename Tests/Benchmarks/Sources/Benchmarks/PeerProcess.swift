import Glibc

/// Someone to measure against, in a process of its own.
enum Peer {
    /// PCL and Eigen: `Peers/PCL`.
    case pcl
    /// small_gicp's own C++: `Peers/SmallGICP`.
    case smallGICP
    /// small_gicp, Open3D, plyfile: `Peers/Python`.
    case python

    /// How it is started; nil where it isn't installed.
    var command: [String]? {
        switch self {
        case .pcl: return Self.built("pcl")
        case .smallGICP: return Self.built("small-gicp")
        case .python:
            guard let python = getenv("PICKPOSE_PEERS_PYTHON") else { return nil }
            return [String(cString: python), Paths.package + "/Peers/Python/peers.py"]
        }
    }

    private static func built(_ name: String) -> [String]? {
        let path = Paths.package + "/.build/peers/\(name)/peer"
        return access(path, X_OK) == 0 ? [path] : nil
    }

    var missing: String {
        switch self {
        case .pcl: "PCL and Eigen (needs libpcl-dev; run.sh builds Peers/PCL)"
        case .smallGICP: "small_gicp's C++ (needs libeigen3-dev and pip; run.sh fetches and builds Peers/SmallGICP)"
        case .python: "small_gicp, Open3D, plyfile (set PICKPOSE_PEERS_PYTHON to a Python that has them)"
        }
    }
}

/// A peer that waits for requests, a line each, and answers `ok SECONDS NOTE`, `unknown` or `failed WHY`.
final class PeerProcess {
    enum Answer {
        case done(seconds: Double, note: String)
        case failed(String)
    }

    private let requests: UnsafeMutablePointer<FILE>?
    private let answers: UnsafeMutablePointer<FILE>?

    init(command: [String], threads: Int) {
        var toPeer: [Int32] = [0, 0]
        var fromPeer: [Int32] = [0, 0]
        pipe(&toPeer)
        pipe(&fromPeer)
        for end in toPeer + fromPeer { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Idle threads that spin would take a processor from whoever has the next turn.
        // One thread means one processor too: some peers' thread pools look at nothing else.
        let pinned = threads == 1 ? ["taskset", "-c", "0"] : []
        let child = spawn(
            pinned + command, input: toPeer[0], output: fromPeer[1],
            environment: ["OMP_NUM_THREADS=\(threads)", "OMP_WAIT_POLICY=passive", "KMP_BLOCKTIME=0"])
        close(toPeer[0])
        close(fromPeer[1])
        requests = child == nil ? nil : fdopen(toPeer[1], "w")
        answers = child == nil ? nil : fdopen(fromPeer[0], "r")
    }

    func answer(to request: String) -> Answer {
        guard let requests, let answers else { return .failed("it could not be started") }
        fputs(request + "\n", requests)
        fflush(requests)
        var buffer = [CChar](repeating: 0, count: 4096)
        guard fgets(&buffer, Int32(buffer.count), answers) != nil else { return .failed("it ended") }
        let end = buffer.firstIndex { $0 == 0 || $0 == 10 } ?? buffer.count
        let line = String(decoding: buffer[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let words = line.split(separator: " ", maxSplits: 2)
        if words.first == "ok", words.count > 1, let seconds = Double(words[1]) {
            return .done(seconds: seconds, note: words.count > 2 ? String(words[2]) : "")
        }
        return .failed(line)
    }
}
