/// The names of a pose's components, and those that may stand beside them and don't matter here.
///
/// A name is compared as a number made of its letters: a stream of poses asks for it six times a line.
struct ComponentNames: Sendable {
    let names: [String]
    fileprivate let keys: [UInt64]
    fileprivate let readOver: [UInt64]

    init(_ names: [String], readOver: [String]) {
        func key(_ name: String) -> UInt64 { name.utf8.reduce(0) { $0 << 8 | UInt64($1) } }
        (self.names, keys, self.readOver) = (names, names.map(key), readOver.map(key))
    }
}

extension TextScanner {
    /// The values of `X 600, Y = 0.0 mm, …` in the order of the names, each of which stands once.
    ///
    /// - Parameter close: the mark at the end, or `nil` for the end of the text.
    mutating func components(
        _ names: ComponentNames, until close: Unicode.Scalar?
    ) throws(PoseTextError) -> [Double] {
        var values = [Double](repeating: 0, count: names.keys.count)
        var found: UInt64 = 0
        while true {
            skip(",")
            if let close { if take(close) { break } } else if next == nil { break }
            let start = position
            let key = shortWord()
            // A type's name leads: {E6POS: X 1, …}.
            if key != 0, take(":") { continue }
            let index = names.keys.firstIndex(of: key)
            guard index != nil || names.readOver.contains(key) else {
                position = start
                let end = close.map { " or \($0)" } ?? ""
                throw PoseTextError(
                    .expected("one of \(names.names.joined(separator: ", "))\(end)", found: excerpt), at: start)
            }
            _ = take("=")
            let value = try number()
            skipUnit()
            if let index {
                guard found & 1 << index == 0 else {
                    throw PoseTextError(.repeatedComponent(names.names[index]), at: start)
                }
                values[index] = value
                found |= 1 << index
            }
        }
        if let missing = names.names.indices.first(where: { found & 1 << $0 == 0 }) {
            throw PoseTextError(.missingComponent(names.names[missing]), at: position)
        }
        return values
    }

    /// Takes a word and gives its letters in capitals as one number; 0 for none, and no name's for one too long.
    private mutating func shortWord() -> UInt64 {
        skipSpace()
        let start = position
        var key: UInt64 = 0
        while let byte = next, isWord(byte) {
            let isSmall = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            key = key << 8 | UInt64(isSmall ? byte - 0x20 : byte)
            position += 1
        }
        return position - start <= 8 ? key : .max
    }

    /// `mm` or `deg` behind a number.
    private mutating func skipUnit() {
        skipSpace()
        guard let byte = next, isLetter(byte) else { return }
        let start = position
        if !["mm", "deg"].contains(word()) { position = start }
    }
}
