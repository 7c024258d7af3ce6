import Glibc

/// A group of contests that can be run by name: `static let kdTree = Area("kdtree") { bench in … }`.
struct Area: Sendable {
    let name: String
    let run: @Sendable (Bench) throws -> Void

    init(_ name: String, run: @escaping @Sendable (Bench) throws -> Void) {
        self.name = name
        self.run = run
    }
}

/// What one run holds: its inputs, the peers' processes, and the results so far.
final class Bench {
    let quick: Bool
    let inputs = Inputs()
    var area = ""
    private(set) var results: [Result] = []
    private(set) var remarks: [String] = []
    private var peers: [String: PeerProcess?] = [:]

    struct Result {
        var area: String
        var task: String
        var who: String
        var threads: Int
        var seconds: [Double]
        var note: String
    }

    init(quick: Bool) {
        self.quick = quick
    }

    /// One task, done by ours and by peers. They take turns (A B A B), because a shared machine drifts.
    ///
    /// - Parameters:
    ///   - seconds: what the rounds may take in all; there are at least three, and at most 25.
    ///   - memory: bytes that the hungriest takes, made ready before each turn (``BackedMemory``), which leaves the
    ///     caches cold.
    func contest(
        _ task: String, seconds: Double = 10, memory: Int = 64 << 20, _ enter: (Contest) throws -> Void
    ) rethrows {
        let contest = Contest(bench: self, memory: memory)
        try enter(contest)
        print("\(area): \(task)")
        let alone = Self.lockFile
        defer { if let alone { close(alone) } }
        results += contest.run(seconds: quick ? min(2, seconds) : seconds).map {
            Result(area: area, task: task, who: $0.who, threads: $0.threads, seconds: $0.seconds, note: $0.note)
        }
    }

    /// Holds the machine for one contest where several share it (`LOCK_FILE`, see run.sh).
    private static var lockFile: Int32? {
        guard let path = getenv("LOCK_FILE") else { return nil }
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        flock(file, LOCK_EX)
        return file
    }

    /// A line below the table, said once.
    func remark(_ line: String) {
        if !remarks.contains(line) { remarks.append(line) }
    }

    /// The peer's process for `threads` threads, started at its first use; nil where it isn't installed.
    func process(of peer: Peer, threads: Int) -> PeerProcess? {
        let key = "\(peer) \(threads)"
        if let known = peers[key] { return known }
        let process: PeerProcess?
        if let command = peer.command {
            process = PeerProcess(command: command, threads: threads)
        } else {
            remark("left out: \(peer.missing)")
            process = nil
        }
        peers[key] = .some(process)
        return process
    }
}
