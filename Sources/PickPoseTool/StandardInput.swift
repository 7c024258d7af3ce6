import CloudFiles
import Glibc
import PointClouds

/// What comes on stdin, as far as it must be known before it is read.
enum StandardInput {
    /// A terminal, or nothing at all: no program gives anything here.
    case unused
    /// There is something to read, be it the end.
    case ready
    /// Somebody holds the other end and says nothing.
    case silent

    static func waitForData(milliseconds: Int32) -> Self {
        guard isatty(STDIN_FILENO) == 0 else { return .unused }
        var watched = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        var count = poll(&watched, 1, milliseconds)
        while count < 0, errno == EINTR { count = poll(&watched, 1, milliseconds) }
        if watched.revents & Int16(POLLNVAL) != 0 { return .unused }
        return count == 0 ? .silent : .ready
    }

    /// The next bytes into `buffer`; 0 at the end.
    static func read(into buffer: inout [UInt8]) throws(CloudFileError) -> Int {
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count) }
            if count >= 0 { return count }
            if errno != EINTR {
                throw .cannotRead(path: "(standard input)", reason: String(cString: strerror(errno)))
            }
        }
    }
}
