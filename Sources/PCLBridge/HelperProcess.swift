import Glibc

// Why not swift-subprocess (measured with 1.0.2): it writes to a pipe and leaves SIGPIPE as it is, so that a helper that
// ends before it has read all (`head -c 10`, sent 5 MB) ends its caller too, with 141; a program can ignore the signal, a
// library may not. The most that an answer may be long is allocated beforehand, and its calls are async, which ours
// aren't. It is no faster: 1.7 ms to start `cat` and hear from it, as here 1.6; there and back with 4.9 MB, as many points
// as a 640 × 480 image has in LCCP's request, 8.2 ms, here 5.1 (minima of 21, release). And it builds for 44 s of
// processor time, with swift-system.

/// One run of the helper: it is sent a request, answers, and ends.
///
/// Both ways go over one socket, written with MSG_NOSIGNAL: a helper that dies must not take its caller along by
/// SIGPIPE, and a library must not change what signals do in the program that uses it.
struct HelperProcess {
    var path: String
    var timeout: Duration

    struct Outcome {
        var answer: [UInt8]
        /// The end of what it wrote to stderr.
        var lastWords: String
        /// As waitpid(2) gives it; nil if someone else waited for the process, or it couldn't be ended.
        var status: Int32?
        var timedOut: Bool
    }

    private static let lastWordsKept = 2048
    private static let chunk = 1 << 20

    func run(_ request: HelperMessage) throws(PCLBridgeError) -> Outcome {
        guard access(path, F_OK) == 0 else { throw .helperMissing(path: path) }
        let deadline = ContinuousClock.now + timeout
        var conversation = try Channel(path, pair: { socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, $0) })
        var complaints = try Channel(path, pair: { pipe($0) })
        let child = try start(conversation: conversation.theirs, complaints: complaints.theirs)
        conversation.closeTheirs()
        complaints.closeTheirs()
        var outcome = converse(request, over: conversation.ours, complaints: complaints.ours, until: deadline)
        conversation.closeOurs()
        complaints.closeOurs()
        // It has nothing left to say, which doesn't mean that it ends.
        switch Self.end(of: child, until: deadline) {
        case .ended(let status): outcome.status = status
        case .unknown: break
        case .running:
            outcome.timedOut = true
            kill(child, SIGKILL)
            // At once, but for a process that waits on a device: not even then do we wait with it.
            if case .ended(let status) = Self.end(of: child, until: .now + .seconds(1)) { outcome.status = status }
        }
        return outcome
    }

    /// A pair of descriptors that no program started meanwhile inherits, above 2 so that neither is overwritten when
    /// the child's own three are laid. What is still open when it goes out of scope is closed.
    private struct Channel: ~Copyable {
        private(set) var ours: Int32
        private(set) var theirs: Int32

        init(_ path: String, pair: (UnsafeMutablePointer<Int32>) -> Int32) throws(PCLBridgeError) {
            var ends: [Int32] = [-1, -1]
            guard pair(&ends) == 0 else {
                throw .helperNotStarted(path: path, reason: String(cString: strerror(errno)))
            }
            let raised = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 3) }
            for end in ends { close(end) }
            guard raised.allSatisfy({ $0 >= 0 }) else {
                for end in raised where end >= 0 { close(end) }
                throw .helperNotStarted(path: path, reason: "too many open files")
            }
            (ours, theirs) = (raised[0], raised[1])
        }

        deinit {
            if ours >= 0 { close(ours) }
            if theirs >= 0 { close(theirs) }
        }

        mutating func closeOurs() {
            close(ours)
            ours = -1
        }

        mutating func closeTheirs() {
            close(theirs)
            theirs = -1
        }
    }

    private func start(conversation: Int32, complaints: Int32) throws(PCLBridgeError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, conversation, 0)
        posix_spawn_file_actions_adddup2(&actions, conversation, 1)
        posix_spawn_file_actions_adddup2(&actions, complaints, 2)
        var child = pid_t()
        let name = strdup(path)
        defer { free(name) }
        let arguments = [name, nil]
        // A backtrace of a helper that crashed would hide its last words, and takes its time.
        let quiet = strdup("SWIFT_BACKTRACE=enable=no")
        defer { free(quiet) }
        var environment = [quiet]
        var next = environ
        while let variable = next.pointee {
            if strncmp(variable, "SWIFT_BACKTRACE=", 16) != 0 { environment.append(variable) }
            next += 1
        }
        environment.append(nil)
        let status = posix_spawn(&child, path, &actions, nil, arguments, environment)
        guard status == 0 else { throw .helperNotStarted(path: path, reason: String(cString: strerror(status))) }
        return child
    }

    /// Sends and listens at once, so that neither side waits for the other with full buffers.
    private func converse(
        _ request: HelperMessage, over socket: Int32, complaints: Int32, until deadline: ContinuousClock.Instant
    ) -> Outcome {
        var outcome = Outcome(answer: [], lastWords: "", status: nil, timedOut: false)
        var words: [UInt8] = []
        var pieces = request.pieces[...]
        var sent = 0
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        var watched = [
            pollfd(fd: socket, events: Int16(POLLIN | POLLOUT), revents: 0),
            pollfd(fd: complaints, events: Int16(POLLIN), revents: 0),
        ]
        while watched.contains(where: { $0.fd >= 0 }) {
            let left = deadline - ContinuousClock.now
            guard left > .zero else {
                outcome.timedOut = true
                break
            }
            let milliseconds = left < .milliseconds(500) ? 1 + left.components.attoseconds / 1_000_000_000_000_000 : 500
            guard poll(&watched, nfds_t(watched.count), Int32(milliseconds)) > 0 else { continue }

            if watched[1].revents != 0 {
                let count = read(complaints, &buffer, 4096)
                if count > 0 {
                    words = (words + buffer[..<count]).suffix(Self.lastWordsKept)
                } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
                    watched[1].fd = -1
                }
            }
            if watched[0].revents & Int16(POLLOUT) != 0, let piece = pieces.first {
                let count = piece.withUnsafeBytes { bytes in
                    send(socket, bytes.baseAddress.map { $0 + sent }, min(bytes.count - sent, Self.chunk), Self.sending)
                }
                if count >= 0 {
                    sent += count
                } else if errno != EAGAIN && errno != EINTR {
                    // It listens no more. What it said before may still be there to be read.
                    pieces = []
                }
                if !pieces.isEmpty && sent == piece.count {
                    pieces.removeFirst()
                    sent = 0
                }
                if pieces.isEmpty {
                    shutdown(socket, Int32(SHUT_WR))
                    watched[0].events = Int16(POLLIN)
                }
            }
            if watched[0].revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 {
                let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                if count > 0 {
                    outcome.answer += buffer[..<count]
                } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                    watched[0].fd = -1
                    // The answer is whole. The last words come at once, or are not waited for.
                    watched[1].events = Int16(POLLIN)
                    if watched[1].fd >= 0, poll(&watched[1], 1, 100) <= 0 { watched[1].fd = -1 }
                }
            }
        }
        outcome.lastWords = String(decoding: words, as: UTF8.self)
        return outcome
    }

    private static let sending = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)

    private enum End {
        /// With its status as waitpid(2) gives it.
        case ended(Int32)
        case running
        /// Someone else waited for it.
        case unknown
    }

    /// Looks for the child's end until the deadline: ever more seldom, as one that has closed its streams mostly ends
    /// within a millisecond.
    private static func end(of child: pid_t, until deadline: ContinuousClock.Instant) -> End {
        var pause: UInt32 = 100
        while true {
            var status: Int32 = 0
            switch waitpid(child, &status, WNOHANG) {
            case child: return .ended(status)
            case 0:
                guard ContinuousClock.now < deadline else { return .running }
                usleep(pause)
                pause = min(2 * pause, 20_000)
            default:
                if errno != EINTR { return .unknown }
            }
        }
    }
}
