public import Files

/// Why a text is not a pose, and where.
public struct PoseTextError: Error, Equatable, Sendable {
    /// What is wrong, with what was found there.
    public enum Reason: Equatable, Sendable {
        /// No `NAME:` stands in front.
        case noConvention
        case unknownConvention(String, nearest: String?)
        /// A maker that no convention is named after, and the forms that may say the same.
        case otherMaker(String, forms: [String])
        case expectedNumber(found: String)
        case expected(String, found: String)
        case wrongCount(Int, expected: String)
        case tooManyNumbers(Int)
        case numberTooLarge
        case missingComponent(String)
        case repeatedComponent(String)
        case trailing(String)
        /// The matrix scales or shears by so much, more than rounding explains.
        case notRigid(Double)
        /// The determinant is negative: a mirror, not a rotation.
        case mirrored
        case lastRow
        /// The matrix is written in the other order, which this convention has.
        case transposed(as: String)
        case quaternionLength(Double)
        case malformedYAML(String)
        /// The text has more bytes than this.
        case tooLong(Int)
        /// The text says that its coordinates are given in another frame than the chain begins at.
        case otherFrame(String, expected: String)
    }

    /// What is wrong.
    public var reason: Reason
    /// The offset in bytes from the start of the text.
    public var offset: Int
    /// The convention that was being read, where it was known.
    public var convention: String?

    /// An error at a byte of the text.
    public init(_ reason: Reason, at offset: Int, convention: String? = nil) {
        (self.reason, self.offset, self.convention) = (reason, offset, convention)
    }
}

extension PoseTextError: NamesSettings {
    public var description: String { description(naming: .labels) }

    public func description(naming settings: SettingNames) -> String { wording(settings).onOneLine }

    private func wording(_ settings: SettingNames) -> String {
        let place = "at character \(offset + 1)"
        switch reason {
        case .noConvention:
            return "the pose names no convention; write NAME:TEXT, such as \"kuka:{X 600,Y 0,Z 900,A 180,B 0,C 180}\","
                + " with NAME one of \(PoseConventions.names)"
        case .unknownConvention(let name, let nearest):
            let hint = nearest.map { "did you mean \"\($0)\"? " } ?? ""
            return "no convention is called \"\(name)\"; \(hint)known are \(PoseConventions.names)"
        case .otherMaker(let name, let forms):
            return "no convention is called \"\(name)\"; \(forms.joined(separator: ": or ")): may say the same"
                + " (lengths in metres), to be tried on the controller"
        case .expectedNumber(let found):
            return "\(subject) needs a number \(place), not \(quoted(found))\(shapeHint)"
        case .expected(let wanted, let found):
            return "\(subject) needs \(wanted) \(place), not \(quoted(found))\(shapeHint)"
        case .wrongCount(let count, let expected):
            return "\(subject) has \(count) numbers instead of \(expected); the decimal mark is a point\(shapeHint)"
        case .tooManyNumbers(let limit):
            return "\(subject) has more than \(limit) numbers\(shapeHint)"
        case .numberTooLarge:
            return "\(subject) has a number too large for a pose \(place)"
        case .missingComponent(let name):
            return "\(subject) lacks \(name)\(shapeHint)"
        case .repeatedComponent(let name):
            return "\(subject) gives \(name) twice (\(place))"
        case .trailing(let rest):
            return "\(subject) ends \(place), but \(quoted(rest)) follows; remove it"
        case .notRigid(let distance):
            return
                "the matrix scales or shears by \(significant(distance)) (at most 0.001 is put down to rounding);"
                + " check for scale, for missing digits and for the order row by row"
        case .mirrored:
            return
                "the matrix mirrors (its determinant is negative); a pose is right-handed: check the sign of one axis"
        case .lastRow:
            return "the matrix's last row is not 0 0 0 1; write it row by row with the translation in the last column"
        case .transposed(let other):
            return "the matrix has its translation in its last row: it is written in the other order; write \(other):"
                + " before it"
        case .quaternionLength(let length):
            return "the quaternion's length is \(significant(length)), not 1 within 0.001; check its four numbers and"
                + " that x y z stand before them"
        case .malformedYAML(let problem):
            return "\(subject) is not the YAML of a pose: \(problem)\(shapeHint)"
        case .tooLong(let limit):
            return "the line has more than \(limit) bytes; a pose is one line"
        case .otherFrame(let frame, let expected):
            return "the pose is given in \"\(frame)\", but the chain begins at \"\(expected)\"; use"
                + " \(settings("from", frame))"
        }
    }

    private var subject: String { convention.map { "the \($0) pose" } ?? "the pose" }

    private var shapeHint: String {
        guard let convention, let known = try? PoseConventions.named(convention) else { return "" }
        return "; its shape is \(known.shape)"
    }

    private func quoted(_ text: String) -> String { text.isEmpty ? "the end" : "\"\(text)\"" }
}

extension PoseConventions {
    static var names: String { (all.map(\.name) + [EulerConvention.pattern, "named:POSE"]).joined(separator: ", ") }
}

/// Four significant digits, enough for a message.
func significant(_ number: Double) -> String {
    guard number.isFinite, number != 0 else { return number.description }
    var scale = 1.0
    while abs(number) * scale < 1000, scale < 1e15 { scale *= 10 }
    let rounded = (number * scale).rounded() / scale
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? Int(rounded).description : rounded.description
}

extension String {
    /// With a `?` in the place of line breaks and other controls, which a quoted piece of a damaged file may hold.
    var onOneLine: String {
        func breaks(_ scalar: Unicode.Scalar) -> Bool {
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028
                || scalar.value == 0x2029
        }
        guard unicodeScalars.contains(where: breaks) else { return self }
        var result = ""
        for scalar in unicodeScalars { result.unicodeScalars.append(breaks(scalar) ? "?" : scalar) }
        return result
    }
}
