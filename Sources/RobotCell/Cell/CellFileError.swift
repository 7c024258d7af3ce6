public import Files
public import LinearAlgebra

/// Why a cell's file can't be used: what, in which file, at which line.
public struct CellFileError: Error, Equatable, Sendable {
    /// What is wrong, with what was found there.
    public enum Reason: Equatable, Sendable {
        case noSuchFile
        case unreadable(String)
        case tooLarge(limit: Int)
        /// A byte that isn't UTF-8 text, by its offset.
        case notText(offset: Int)
        case tooManyAliases(limit: Int)
        case malformed(String)
        case empty
        case duplicateKey(String)
        case unknownKey(nearest: String?, known: [String])
        case missingKey(remedy: String)
        case wrongShape(expected: String, found: String)
        case version(String)
        case unit(String)
        /// A type of gripper that isn't among the known ones.
        case gripperType(String, known: [Gripper.Kind])
        case notANumber(String)
        case decimalComma(String)
        case unitAfterNumber(String, number: String, unit: String)
        case negative(Double)
        case length(Double, LengthUnit, sensible: ClosedRange<Double>)
        case emptyRange(String)
        case covariance(String)
        /// A frame's uncertainty is stated twice, by this key and by the other.
        case statedTwice(besides: String)
        case pose(PoseTextError)
        case frames(FrameTreeError)
        /// What a person may look over and a robot may not be driven by.
        case unsafe(String)
        /// The file can be read but not changed in its place.
        case notEditable(String)

        /// Whether the file couldn't be read at all, whatever it holds.
        public var isAboutReading: Bool {
            switch self {
            case .noSuchFile, .unreadable: true
            default: false
            }
        }
    }

    /// What is wrong.
    public var reason: Reason
    /// The file as it was named.
    public var file: String
    /// From 1; `nil` where the file as a whole is meant.
    public var line: Int?
    /// The way to the value from the top, such as `gripper.opening.max`.
    public var key: String

    /// An error at a line and key of a file.
    public init(_ reason: Reason, file: String, line: Int? = nil, key: String = "") {
        (self.reason, self.file, self.line, self.key) = (reason, file, line, key)
    }
}

extension CellFileError: NamesSettings {
    public var description: String { description(naming: .labels) }

    /// One line: the place, what is wrong, what to do.
    public func description(naming settings: SettingNames) -> String {
        let place = line.map { "\(file):\($0)" } ?? file
        return ("\(place): " + (key.isEmpty ? "" : "\(key): ") + problem(settings)).onOneLine
    }

    private func problem(_ settings: SettingNames) -> String {
        switch reason {
        case .noSuchFile: "there is no such file"
        case .unreadable(let why): "can't be read: \(why)"
        case .tooLarge(let limit): "is larger than \(limit / 1024) KiB; a cell's file is a page of YAML"
        case .notText(let offset): "is not text: the byte at offset \(offset) is not UTF-8; save the file as UTF-8"
        case .tooManyAliases(let limit): "has more than \(limit) YAML aliases (*name); write the values out"
        case .malformed(let why): "is not YAML: \(why); check the indentation, and put pose texts in quotes"
        case .empty: "is empty; it needs at least version, frames and gripper"
        case .duplicateKey(let key): "stands twice; keep one \"\(key)\" (a frame has one parent)"
        case .unknownKey(let nearest, let known):
            "is no key here; " + (nearest.map { "did you mean \"\($0)\"?" } ?? "known are \(list(known))")
        case .missingKey(let remedy): "is missing; \(remedy)"
        case .wrongShape(let expected, let found): "needs \(expected), not \(found)"
        case .version(let found): "is \"\(found)\", but this program reads version 1; write version: 1"
        case .unit(let found): "\"\(found)\" is no unit here; write m or mm"
        case .gripperType(let found, let known):
            "no gripper is of type \"\(found)\"; known \(known.count == 1 ? "is" : "are") \(list(known.map(\.rawValue)))"
        case .notANumber(let found): "\"\(found)\" is not a number; write digits with a decimal point"
        case .decimalComma(let found): "\"\(found)\" has a decimal comma; write a point"
        case .unitAfterNumber(_, let number, let unit):
            "has the unit \"\(unit)\" after its number; write \(number), and the unit once for all lengths at the top:"
                + " unit: mm or unit: m"
        case .negative(let value): "is \(significant(value)), but can't be negative"
        case .length(let value, let unit, let sensible): wording(value, unit, sensible)
        case .emptyRange(let what): "\(what); exchange or correct the two"
        case .covariance(let what):
            "is no covariance: \(what); give it in rad² and m² in the order rx ry rz tx ty tz"
        case .statedTwice(let other): "stands beside \(other), which says the same; keep one of the two"
        case .pose(let error): error.description(naming: settings)
        case .frames(let error): error.description(naming: settings)
        case .notEditable(let why): "can't be changed in its place (\(why)); paste the entry by hand"
        case .unsafe(let what): "\(what) (no robot program is written from it)"
        }
    }

    /// Says which unit the number was probably meant in.
    private func wording(_ value: Double, _ unit: LengthUnit, _ sensible: ClosedRange<Double>) -> String {
        let low = significant(unit.value(meters: sensible.lowerBound))
        let high = significant(unit.value(meters: sensible.upperBound))
        let other: LengthUnit = unit == .meters ? .millimeters : .meters
        let name = other == .meters ? "metres" : "millimetres"
        let hint =
            sensible.contains(other.meters(abs(value)))
            ? "looks like \(name): write unit: \(other.rawValue) at the top, or the length in \(unit.rawValue)"
            : "correct the number, or the unit at the top"
        return "\(significant(value)) \(unit.rawValue) is outside \(low)…\(high) \(unit.rawValue); \(hint)"
    }

    private func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
