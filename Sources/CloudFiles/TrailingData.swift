import PointClouds

/// Data behind those that the header promises would be lost unseen: an error, but for zeros and blanks that only fill.
func checkNoBytesFollow(_ offset: Int, in file: InputFile) throws(CloudFileError) {
    var place = offset
    while true {
        let size = try file.load(upTo: place + 1 << 16)
        if size <= place { return }
        let bytes = try file.bytes(at: place, count: min(size - place, 1 << 16))
        if let index = bytes.firstIndex(where: { $0 != 0 && !DecimalParsing.isSeparator($0) }) {
            let size = try file.load(upTo: .max)
            throw .trailingBytes(path: file.path, byte: place + index, count: size - place - index)
        }
        place += bytes.count
    }
}

func checkNoTextFollows(_ offset: Int, in file: InputFile, terminator: UInt8, end: Int) throws(CloudFileError) {
    var place = offset
    var isComment = false
    while place < end {
        let bytes = try file.bytes(at: place, count: min(end - place, 1 << 16))
        for (index, byte) in bytes.enumerated() {
            if byte == terminator {
                isComment = false
            } else if byte == UInt8(ascii: "#") {
                isComment = true
            } else if !isComment && byte != 0 && !DecimalParsing.isSeparator(byte) {
                throw .trailingRows(
                    path: file.path, line: try lineNumber(of: place + index, in: file, terminator: terminator))
            }
        }
        place += bytes.count
    }
}
