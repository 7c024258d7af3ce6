import Files

/// A JSON value whose objects keep their order, so that a result reads from its schema to its timings.
///
/// Our own, for the order is part of what is published: Foundation's `JSONEncoder` gives an object's members in another
/// order in every run (its keys are hashed) or, with `sortedKeys`, by the alphabet, and breaks a matrix into a line a
/// number. It isn't faster either: a `segment` report of ten objects takes 0.33 ms here and 0.70 ms there, and a static
/// program that does nothing else has 7.1 MB and starts in 3.6 ms at best, against 13.7 MB and 4.6 ms (stripped, Swift
/// 6.3). Yams brings Foundation into `pickpose` itself, so that there these two don't count.
public enum JSON: Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    /// Not finite numbers are written as null: JSON has no other word for them.
    case number(Double)
    case string(String)
    case array([JSON])
    case object([(key: String, value: JSON)])
}

extension JSON {
    package init(_ value: Int) { self = .integer(value) }
    package init(_ value: Double) { self = .number(value) }
    package init(_ value: String) { self = .string(value) }
    package init(_ value: Bool) { self = .bool(value) }

    /// The shortest decimal that reads back as this Float32: 0.1, not 0.10000000149.
    package init(_ value: Float) { self = .number(Double(value.description) ?? .nan) }

    package init(_ values: some Sequence<Double>) { self = .array(values.map { JSON($0) }) }
    package init(_ values: some Sequence<Int>) { self = .array(values.map { JSON($0) }) }
    package init(_ values: some Sequence<String>) { self = .array(values.map { JSON($0) }) }
    package init(_ values: some Sequence<JSON>) { self = .array(Array(values)) }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral
{
    public init(dictionaryLiteral elements: (String, JSON)...) { self = .object(elements.map { ($0, $1) }) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
}

extension JSON {
    /// On one line, without spaces.
    public var compact: String {
        var text = ""
        write(to: &text, indent: nil)
        return text
    }

    /// Indented by two spaces; arrays of plain values stay on one line, so that a matrix reads as one.
    public var pretty: String {
        var text = ""
        write(to: &text, indent: 0)
        return text
    }

    private var isScalar: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }

    private func write(to text: inout String, indent: Int?) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .number(let value): text += value.isFinite ? JSON.digits(value) : "null"
        case .string(let value): JSON.write(value, to: &text)
        case .array(let values):
            let inner = values.allSatisfy(\.isScalar) ? nil : indent
            let separator = indent != nil && inner == nil ? ", " : ","
            JSON.writeItems(values, in: "[]", separator: separator, to: &text, indent: inner) { value, text, indent in
                value.write(to: &text, indent: indent)
            }
        case .object(let members):
            JSON.writeItems(members, in: "{}", separator: ",", to: &text, indent: indent) { member, text, indent in
                JSON.write(member.key, to: &text)
                text += indent == nil ? ":" : ": "
                member.value.write(to: &text, indent: indent)
            }
        }
    }

    private static func writeItems<Item>(
        _ items: [Item], in brackets: String, separator: String, to text: inout String, indent: Int?,
        _ writeItem: (Item, inout String, Int?) -> Void
    ) {
        text.append(brackets.first!)
        let inner = indent.map { $0 + 1 }
        for (i, item) in items.enumerated() {
            if i > 0 { text += separator }
            if let inner { text += "\n" + String(repeating: "  ", count: inner) }
            writeItem(item, &text, inner)
        }
        if let indent, !items.isEmpty { text += "\n" + String(repeating: "  ", count: indent) }
        text.append(brackets.last!)
    }

    /// Whole numbers without their ".0", everything else in the fewest digits that read back the same.
    private static func digits(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func write(_ value: String, to text: inout String) {
        var quoted: [UInt8] = []
        quoted.append(quoted: value)
        text += String(decoding: quoted, as: UTF8.self)
    }
}
