import CKernels
import Glibc
import PointClouds

/// The bytes of a file or a pipe, read by position from any thread.
///
/// A regular file is read in place with `pread`: nothing but what is asked for is held. A pipe can't be read twice and
/// is kept in memory as far as it was needed.
///
/// Unchecked because the buffer of a pipe grows: only ``load(upTo:)`` does that, which is called before threads start.
final class InputFile: @unchecked Sendable {
    let path: String
    private let descriptor: Int32
    private let isSeekable: Bool
    /// Where the file's first byte lies, for a descriptor that was handed over part-read.
    private let base: Int
    private let regularSize: Int
    private var memory: UnsafeMutableRawPointer?
    private var capacity = 0
    private var loaded = 0
    private var sawEnd = false

    /// Opens `path`; `-` is the standard input.
    init(path: String) throws(CloudFileError) {
        self.path = path == "-" ? "(standard input)" : path
        descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let code = errno
            (isSeekable, base, regularSize) = (false, 0, 0)
            throw code == ENOENT || code == ENOTDIR
                ? .noSuchFile(path: path) : .cannotRead(path: path, reason: String(cString: strerror(code)))
        }
        var status = stat()
        fstat(descriptor, &status)
        let offset = lseek(descriptor, 0, SEEK_CUR)
        isSeekable = status.st_mode & S_IFMT == S_IFREG && offset >= 0 && Int(offset) <= Int(status.st_size)
        base = isSeekable ? Int(offset) : 0
        regularSize = isSeekable ? Int(status.st_size) - base : 0
        if status.st_mode & S_IFMT == S_IFDIR {
            throw .cannotRead(path: self.path, reason: "it is a folder; name a file in it")
        }
    }

    /// Bytes that lie in memory.
    init(_ bytes: UnsafeRawBufferPointer, path: String) {
        self.path = path
        (descriptor, isSeekable, base, regularSize) = (-1, false, 0, 0)
        (capacity, loaded, sawEnd) = (bytes.count, bytes.count, true)
        memory = malloc(max(1, bytes.count))
        if let source = bytes.baseAddress { memory?.copyMemory(from: source, byteCount: bytes.count) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        free(memory)
    }

    /// How many of the first `limit` bytes there are.
    func load(upTo limit: Int) throws(CloudFileError) -> Int {
        if isSeekable { return min(limit, regularSize) }
        while loaded < limit, !sawEnd {
            if loaded == capacity {
                capacity = max(1 << 16, capacity * 2)
                guard let larger = realloc(memory, capacity) else {
                    throw .cannotRead(path: path, reason: "no memory for what the pipe holds; write it to a file first")
                }
                memory = larger
            }
            let got = Glibc.read(descriptor, memory! + loaded, min(capacity, limit) - loaded)
            if got < 0 && errno == EINTR { continue }
            if got < 0 { throw .cannotRead(path: path, reason: String(cString: strerror(errno))) }
            if got == 0 { sawEnd = true }
            loaded += got
        }
        return min(limit, loaded)
    }

    /// Fills `buffer` with the bytes from `offset`; they must be there (``load(upTo:)``).
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(CloudFileError) {
        guard let target = buffer.baseAddress, !buffer.isEmpty else { return }
        if !isSeekable {
            precondition(offset + buffer.count <= loaded, "the bytes were not loaded")
            target.copyMemory(from: memory! + offset, byteCount: buffer.count)
            return
        }
        var done = 0
        while done < buffer.count {
            let got = pread(descriptor, target + done, buffer.count - done, off_t(base + offset + done))
            if got < 0 && errno == EINTR { continue }
            if got < 0 { throw .cannotRead(path: path, reason: String(cString: strerror(errno))) }
            if got == 0 {
                // The file became shorter while it was read.
                throw .truncated(path: path, size: offset + done, promised: offset + buffer.count, what: "its data")
            }
            done += got
        }
    }

    func bytes(at offset: Int, count: Int) throws(CloudFileError) -> [UInt8] {
        var failure: CloudFileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            do throws(CloudFileError) {
                try read(
                    at: offset,
                    into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]))
                initialized = count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }
}
