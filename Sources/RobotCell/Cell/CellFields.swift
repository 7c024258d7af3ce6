import Files
import LinearAlgebra

/// The values of a mapping by their keys, each of which must be known.
struct CellFields {
    private let node: CellNode
    private var values: [String: CellNode] = [:]

    init(_ node: CellNode, known: [String], _ expected: String) throws(CellFileError) {
        self.node = node
        for (name, value) in try node.pairs(expected) {
            guard known.contains(name) else {
                throw value.error(.unknownKey(nearest: nearest(to: name, among: known), known: known))
            }
            values[name] = value
        }
    }

    subscript(name: String) -> CellNode? { values[name] }

    func required(_ name: String, remedy: String) throws(CellFileError) -> CellNode {
        guard let value = values[name] else { throw missing(name, remedy: remedy) }
        return value
    }

    func missing(_ name: String, remedy: String) -> CellFileError {
        let key = node.key.isEmpty ? name : "\(node.key).\(name)"
        return CellFileError(.missingKey(remedy: remedy), file: node.file, line: node.line, key: key)
    }
}

extension CellNode {
    /// A plain number of YAML: no unit, no comma, no underscore, finite.
    func number() throws(CellFileError) -> Double {
        let text = try text("a number")
        var scanner = TextScanner(text)
        if let value = try? scanner.number() {
            scanner.skipSpace()
            if scanner.next == nil { return value }
            let rest = scanner
            let unit = scanner.word()
            scanner.skipSpace()
            if !unit.isEmpty, scanner.next == nil, rest.position > 0 {
                let number = String(decoding: text.utf8.prefix(rest.position), as: UTF8.self)
                throw error(.unitAfterNumber(text, number: number.trimmed, unit: unit))
            }
        }
        if let value = unitGluedToNumber(text) { throw error(value) }
        if text.utf8.contains(UInt8(ascii: ",")),
            text.utf8.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "-") })
        {
            throw error(.decimalComma(text))
        }
        throw error(.notANumber(String(text.prefix(40))))
    }

    /// A length in metres within what is sensible for its kind; 0 where `zero` says so.
    func length(
        in unit: LengthUnit, sensible: ClosedRange<Double>, zero: Bool = false
    ) throws(CellFileError) -> Double {
        let value = try number()
        guard value >= 0 else { throw error(.negative(value)) }
        let meters = unit.meters(value)
        guard sensible.contains(meters) || zero && value == 0 else {
            throw error(.length(value, unit, sensible: sensible))
        }
        return meters
    }

    /// Three coordinates in metres, each no further than `reach` from the origin.
    func point(in unit: LengthUnit, reach: Double) throws(CellFileError) -> Vector3 {
        var point = Vector3.zero
        for (index, node) in try list(of: 3, "[x, y, z]").enumerated() {
            let value = try node.number()
            guard abs(unit.meters(value)) <= reach else {
                throw node.error(.length(value, unit, sensible: 0...reach))
            }
            point[index] = unit.meters(value)
        }
        return point
    }

    /// A pose `NAME:TEXT` with its remarks.
    func pose(_ remarks: inout [CellRemark]) throws(CellFileError) -> RigidTransform {
        let text = try text("a pose NAME:TEXT in quotes")
        do {
            let reading = try PoseConventions.reading(text)
            remarks += reading.remarks.map { CellRemark(file: file, line: line, key: key, remark: $0) }
            return reading.pose
        } catch {
            throw self.error(.pose(error))
        }
    }

    /// `85mm`: digits, then letters.
    private func unitGluedToNumber(_ text: String) -> CellFileError.Reason? {
        let number = text.prefix { $0.isASCII && !$0.isLetter }
        let unit = text.dropFirst(number.count)
        var scanner = TextScanner(String(number))
        guard !unit.isEmpty, unit.allSatisfy(\.isLetter), (try? scanner.number()) != nil else { return nil }
        return .unitAfterNumber(text, number: String(number).trimmed, unit: String(unit))
    }
}

extension String {
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
