import Glibc

/// A file that is written whole or not at all: under another name in the same folder, renamed at the end.
///
/// Where the name is `-`, or a pipe or device that can't be replaced, the bytes go straight there.
final class OutputFile {
    let path: String
    private let descriptor: Int32
    /// `nil` where the bytes go straight to their place.
    private let temporaryPath: String?
    private var isCommitted = false

    init(path: String) throws(CloudFileError) {
        self.path = path == "-" ? "(standard output)" : path
        if path == "-" {
            (descriptor, temporaryPath) = (dup(STDOUT_FILENO), nil)
            guard descriptor >= 0 else { throw Self.failure(self.path) }
            return
        }
        var status = stat()
        let exists = stat(path, &status) == 0
        let kind = status.st_mode & S_IFMT
        if exists && kind != S_IFREG && kind != S_IFDIR {
            (descriptor, temporaryPath) = (open(path, O_WRONLY | O_CLOEXEC), nil)
            guard descriptor >= 0 else { throw Self.failure(path) }
            return
        }
        if exists && kind == S_IFDIR { throw .cannotWrite(path: path, reason: "it is a folder; name a file in it") }
        // A link keeps pointing at the file that is replaced.
        let target = exists ? Self.resolved(path) : path
        var attempt = 0
        while true {
            let name = "\(target).\(getpid())-\(attempt).tmp"
            let opened = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if opened >= 0 {
                (descriptor, temporaryPath) = (opened, name)
                break
            }
            attempt += 1
            guard errno == EEXIST, attempt < 1000 else {
                (descriptor, temporaryPath) = (-1, nil)
                throw Self.failure(path)
            }
        }
        if exists { fchmod(descriptor, status.st_mode & 0o7777) }
    }

    deinit {
        close(descriptor)
        if let temporaryPath, !isCommitted { unlink(temporaryPath) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(CloudFileError) {
        var done = 0
        while done < bytes.count {
            let written = Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
            if written < 0 && errno == EINTR { continue }
            if written < 0 { throw Self.failure(path) }
            done += written
        }
    }

    /// Gives the file its name.
    func commit() throws(CloudFileError) {
        guard let temporaryPath else {
            isCommitted = true
            return
        }
        guard rename(temporaryPath, Self.resolved(path)) == 0 else { throw Self.failure(path) }
        isCommitted = true
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func failure(_ path: String) -> CloudFileError {
        .cannotWrite(path: path, reason: String(cString: strerror(errno)))
    }
}
