import Glibc
import PCLBridge

/// Everything on stdin up to its end, before a byte is answered; nil if it can't be read.
func allInput() -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
        let count = read(0, &buffer, buffer.count)
        if count > 0 {
            bytes += buffer[..<count]
            if UInt64(bytes.count) > HelperMessage.mostBytes { return nil }
        } else if count == 0 {
            return bytes
        } else if errno != EINTR {
            return nil
        }
    }
}

func write(_ message: HelperMessage, to file: Int32) -> Bool {
    signal(SIGPIPE, SIG_IGN)
    for piece in message.pieces {
        var written = 0
        while written < piece.count {
            let count = piece.withUnsafeBytes { bytes in
                write(file, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count > 0 { written += count } else if errno != EINTR { return false }
        }
    }
    return true
}

func complain(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(2, bytes, bytes.count)
}
