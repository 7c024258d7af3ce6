import Glibc

/// A file that is written whole or not at all: without a name in the same folder, and given its own at the end. Where
/// the file system has no nameless files, under another name, renamed at the end.
///
/// What can't be replaced gets the bytes directly: the standard output (`-`), a pipe, a device. A link keeps pointing
/// where it points, and a file that is replaced keeps its permissions.
package final class OutputFile {
    package let path: String
    private var descriptor: Int32
    /// `nil` where the bytes go straight to their place.
    private let replacement: Replacement?
    private var isCommitted = false
    /// Bytes written so far.
    package private(set) var position = 0

    /// Whether bytes already written can be changed.
    package var canOverwrite: Bool { replacement != nil }

    package init(path: String) throws(OutputFileError) {
        if let stream = Self.openStream(named: path) {
            self.path = stream == STDOUT_FILENO ? Self.standardOutput : path
            (descriptor, replacement) = (dup(stream), nil)
            guard descriptor >= 0 else { throw Self.failure(self.path) }
            return
        }
        self.path = path
        var status = stat()
        let exists = stat(path, &status) == 0
        guard exists || errno == ENOENT else { throw Self.failure(path) }
        let kind = status.st_mode & S_IFMT
        if exists && kind == S_IFDIR { throw .cannotWrite(path: path, reason: "it is a folder; name a file in it") }
        if exists && kind != S_IFREG {
            (descriptor, replacement) = (open(path, O_WRONLY | O_CLOEXEC), nil)
            guard descriptor >= 0 else { throw Self.failure(path) }
            return
        }
        // A rename asks only the folder, so the file's own protection is asked here.
        if exists, access(path, W_OK) != 0 { throw Self.failure(path) }
        let target = Self.linksFollowed(path)
        let folder = Self.folder(of: target)
        // Nothing is left behind by a process that is killed.
        descriptor = open(folder, Self.nameless | O_WRONLY | O_CLOEXEC, 0o666)
        if descriptor >= 0 {
            replacement = Replacement(temporary: nil, target: target)
        } else {
            let named = Self.firstFree(besides: target) { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
            (descriptor, replacement) = (named.result, Replacement(temporary: named.name, target: target))
            guard descriptor >= 0 else { throw Self.failure(path) }
        }
        if exists { fchmod(descriptor, status.st_mode & 0o7777) }
    }

    deinit {
        close(descriptor)
        if let temporary = replacement?.temporary, !isCommitted { unlink(temporary) }
    }

    package func write(_ bytes: UnsafeRawBufferPointer) throws(OutputFileError) {
        var done = 0
        while done < bytes.count {
            let written = Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
            if written < 0 && errno == EINTR { continue }
            if written < 0 && errno == EPIPE && path == Self.standardOutput { throw .nobodyReads }
            if written < 0 { throw Self.failure(path) }
            done += written
        }
        position += done
    }

    package func write(_ text: String) throws(OutputFileError) {
        try write(Array(text.utf8))
    }

    package func write(_ bytes: [UInt8]) throws(OutputFileError) {
        var failure: OutputFileError?
        bytes.withUnsafeBytes { bytes in
            do throws(OutputFileError) { try write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Changes bytes already written.
    package func overwrite(_ bytes: [UInt8], at offset: Int) throws(OutputFileError) {
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes { bytes in
                pwrite(descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
            }
            if written < 0 && errno == EINTR { continue }
            if written < 0 { throw Self.failure(path) }
            done += written
        }
    }

    /// Gives the file its name.
    package func commit() throws(OutputFileError) {
        var temporary = replacement?.temporary
        if let replacement, temporary == nil {
            let named = Self.firstFree(besides: replacement.target) {
                linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, $0, AT_SYMLINK_FOLLOW)
            }
            guard named.result == 0 else { throw Self.failure(path) }
            temporary = named.name
        }
        // Some file systems tell only now that the bytes have no room.
        let closed = close(descriptor)
        descriptor = -1
        if closed != 0 && errno != EINTR {
            let failure = Self.failure(path)
            if let temporary { unlink(temporary) }
            throw failure
        }
        if let temporary, let target = replacement?.target, rename(temporary, target) != 0 {
            let failure = Self.failure(path)
            unlink(temporary)
            throw failure
        }
        isCommitted = true
    }

    private struct Replacement {
        /// `nil` while the file has no name.
        var temporary: String?
        var target: String
    }

    /// Linux's O_TMPFILE, a compound that isn't imported.
    private static let nameless = 0o20000000 | O_DIRECTORY

    /// Tries names beside `target` until one isn't taken; the result is negative if none would do, and `errno` set.
    private static func firstFree(besides target: String, _ attempt: (String) -> Int32) -> (name: String, result: Int32)
    {
        for number in 0..<1000 {
            let name = "\(target).\(getpid())-\(number).tmp"
            let result = attempt(name)
            if result >= 0 || errno != EEXIST { return (name, result) }
        }
        return (target, -1)
    }

    private static let standardOutput = "(standard output)"

    /// A stream that this process has open already: opening its name again would begin a redirected file anew.
    private static func openStream(named path: String) -> Int32? {
        switch path {
        case "-", "/dev/stdout": STDOUT_FILENO
        case "/dev/stderr": STDERR_FILENO
        default: path.hasPrefix("/dev/fd/") ? Int32(path.dropFirst(8)) : nil
        }
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    }

    /// The name of the file itself, also where the last link's target isn't there yet.
    private static func linksFollowed(_ path: String) -> String {
        var path = path
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        while true {
            let count = readlink(path, &buffer, buffer.count)
            // stat(2) went through the same links, so they come to an end.
            guard count > 0 else { return path }
            let link = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
            path = link.hasPrefix("/") ? link : folder + link
        }
    }

    private static func failure(_ path: String) -> OutputFileError {
        let reason = String(cString: strerror(errno))
        let remedy: String? =
            switch errno {
            case ENOENT, ENOTDIR: "there is no folder \(folder(of: path)); create it, or name another"
            case EACCES, EPERM, EROFS: "name a folder that you may write to"
            case ENOSPC, EDQUOT: "make room, or name a file elsewhere"
            default: nil
            }
        return .cannotWrite(path: path, reason: [reason, remedy].compactMap(\.self).joined(separator: "; "))
    }
}
