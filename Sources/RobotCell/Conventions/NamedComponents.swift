extension TextScanner {
    /// The values of `X 600, Y = 0.0 mm, …` in the order of `names`, each of which stands once.
    ///
    /// - Parameters:
    ///   - readOver: names whose values don't matter here.
    ///   - close: the mark at the end, or `nil` for the end of the text.
    mutating func components(
        _ names: [String], readOver: Set<String>, until close: Unicode.Scalar?
    ) throws(PoseTextError) -> [Double] {
        var values: [Double?] = Array(repeating: nil, count: names.count)
        while true {
            skip(",")
            if let close { if take(close) { break } } else if next == nil { break }
            let start = position
            let key = word().uppercased()
            // A type's name leads: {E6POS: X 1, …}.
            if !key.isEmpty, take(":") { continue }
            let index = names.firstIndex(of: key)
            guard index != nil || readOver.contains(key) else {
                position = start
                let end = close.map { " or \($0)" } ?? ""
                throw PoseTextError(
                    .expected("one of \(names.joined(separator: ", "))\(end)", found: excerpt), at: start)
            }
            _ = take("=")
            let value = try number()
            skipUnit()
            if let index {
                guard values[index] == nil else { throw PoseTextError(.repeatedComponent(key), at: start) }
                values[index] = value
            }
        }
        if let missing = values.firstIndex(of: nil) {
            throw PoseTextError(.missingComponent(names[missing]), at: position)
        }
        return values.compactMap(\.self)
    }

    /// `mm` or `deg` behind a number.
    private mutating func skipUnit() {
        let start = position
        if !["mm", "deg"].contains(word()) { position = start }
    }
}
