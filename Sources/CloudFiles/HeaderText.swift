import PointClouds

/// The lines of a file's header, up to the one that ends it, and where the body begins.
struct HeaderText {
    struct Line {
        /// From 1, as editors count.
        var number: Int
        var text: String
        var words: [Substring]
    }

    var lines: [Line] = []
    /// The byte after the header's last line end.
    var bodyOffset = 0
    /// The byte that ends a line: LF, or CR in files of old Macintosh programs. CR LF counts as LF with a blank before.
    var terminator = UInt8(ascii: "\n")

    /// No header is longer; what is sought beyond is a file of another kind.
    static let limit = 1 << 20

    /// Reads lines until one whose first word, in capitals, is `last`; `nil` if `bytes` end before.
    init?(_ bytes: some RandomAccessCollection<UInt8>, endingWith last: String) {
        let newline = UInt8(ascii: "\n")
        let carriageReturn = UInt8(ascii: "\r")
        if let first = bytes.firstIndex(where: { $0 == newline || $0 == carriageReturn }),
            bytes[first] == carriageReturn
        {
            let next = bytes.index(after: first)
            if next < bytes.endIndex, bytes[next] != newline { terminator = carriageReturn }
        }
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: terminator)
            var content = bytes[start..<(end ?? bytes.endIndex)]
            if content.last == carriageReturn { content = content.dropLast() }
            let text = String(decoding: content, as: UTF8.self)
            let words = text.split { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\u{B}" || $0 == "\u{C}" }
            lines.append(Line(number: lines.count + 1, text: text, words: words))
            let isLast = words.first?.uppercased() == last
            // The last line may lack its end only where no body follows.
            guard let end else {
                guard isLast else { return nil }
                bodyOffset = bytes.count
                return
            }
            start = bytes.index(after: end)
            if isLast {
                bodyOffset = bytes.distance(from: bytes.startIndex, to: start)
                return
            }
        }
        return nil
    }

    /// The header of `file`, read no further than need be.
    static func read(from file: InputFile, endingWith last: String) throws(CloudFileError) -> HeaderText {
        var length = 1 << 12
        while true {
            let available = try file.load(upTo: min(length, limit))
            let header = HeaderText(try file.bytes(at: 0, count: available), endingWith: last)
            let isWhole = available < length || length >= limit
            // A last line that touches the end of what was read may go on.
            if let header, header.bodyOffset < available || isWhole { return header }
            if isWhole {
                throw .header(path: file.path, line: 1, .noEnd(of: last == "DATA" ? last : last.lowercased()))
            }
            length *= 4
        }
    }
}
