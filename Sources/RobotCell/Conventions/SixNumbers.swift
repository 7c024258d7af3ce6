import LinearAlgebra

/// What conventions with three lengths and three angles share: a sequence, the order in which the angles of its three
/// factors are written, the units, and the marks round the numbers.
struct SixNumbers: Sendable {
    enum Order: Sendable {
        /// `R₁(a) · R₂(b) · R₃(c)` is written a, b, c: the rotation about the axis that doesn't turn first.
        case leftToRight
        /// `R₁(c) · R₂(b) · R₃(a)` is written a, b, c: the rotation that is applied first to fixed axes first.
        case rightToLeft
    }

    var sequence: EulerSequence
    var order: Order
    /// What the maker calls the three angles as they are written.
    var names: (String, String, String)
    var lengthUnit = LengthUnit.millimeters
    var inDegrees = true

    /// The pose of three lengths and three angles in the convention's units.
    func reading(_ n: [Double]) -> PoseReading {
        let (first, third) = order == .leftToRight ? (n[3], n[5]) : (n[5], n[3])
        let rotation = sequence.rotation(factor(first), factor(n[4]), factor(third))
        let position = Vector3(n[0], n[1], n[2])
        let pose = RigidTransform(rotation: rotation, translation: position / lengthUnit.perMeter)
        return PoseReading(pose, remarks: suspicions(angles: Vector3(n[3], n[4], n[5])))
    }

    private func factor(_ angle: Double) -> SineCosine {
        inDegrees ? SineCosine(degrees: angle) : SineCosine(radians: angle)
    }

    /// The angles as they are written, radians; a lock is remarked upon.
    func angles(of pose: RigidTransform, remarks text: inout PoseWriter) -> (Double, Double, Double) {
        let angles = sequence.angles(of: pose.rotation)
        let zeroed = order == .leftToRight ? names.2 : names.0
        switch angles.lock {
        case .none: break
        case .locked: text.remark(.gimbalLock(zeroed: zeroed))
        case .near(let distance): text.remark(.nearGimbalLock(distance))
        }
        return order == .leftToRight
            ? (angles.first, angles.second, angles.third) : (angles.third, angles.second, angles.first)
    }

    /// The marks round the numbers.
    enum Marks {
        case pair(open: Unicode.Scalar, close: Unicode.Scalar)
        /// Round, square or curly ones, closed by their own kind.
        case any

        static let round = Marks.pair(open: "(", close: ")")
        static let curly = Marks.pair(open: "{", close: "}")
        static let square = Marks.pair(open: "[", close: "]")

        fileprivate var pairs: [(open: Unicode.Scalar, close: Unicode.Scalar)] {
            switch self {
            case .pair(let open, let close): [(open, close)]
            case .any: [("(", ")"), ("[", "]"), ("{", "}")]
            }
        }
    }

    /// Reads `PREFIX(x,y,z,a,b,c)`; the prefix may be missing, and so may both marks.
    ///
    /// - Parameter more: how many numbers beyond the six are read over (external axes, a figure).
    func read(
        _ text: inout TextScanner, prefix: StaticString = "", marks: Marks?, more: Int = 0
    ) throws(PoseTextError) -> PoseReading {
        let start = text.position
        let numbers = try text.enclosedNumbers(prefix: prefix, marks: marks)
        guard (6...6 + more).contains(numbers.count) else {
            throw PoseTextError(.wrongCount(numbers.count, expected: "6"), at: start)
        }
        return reading(numbers)
    }

    /// Writes the six numbers with these marks before, between and after them.
    func write(
        _ pose: RigidTransform, to text: inout PoseWriter, open: StaticString = "", between: StaticString = ",",
        close: StaticString = ""
    ) {
        let (a, b, c) = angles(of: pose, remarks: &text)
        text.append(open)
        for axis in 0..<3 {
            if axis > 0 { text.append(between) }
            text.append(pose.translation[axis], in: lengthUnit)
        }
        for angle in [a, b, c] {
            text.append(between)
            if inDegrees { text.append(degrees: angle) } else { text.append(plain: angle) }
        }
        text.append(close)
    }

    private func suspicions(angles: Vector3) -> [PoseRemark] {
        let areWithinATurn = (0..<3).allSatisfy { abs(angles[$0]) <= 2 * .pi + 1e-3 }
        if inDegrees { return areWithinATurn && haveAnEighthOfATurn(angles) ? [.looksLikeRadians] : [] }
        return areWithinATurn ? [] : [.looksLikeDegrees]
    }
}

/// Whether one is a multiple of an eighth of a turn as radians are written: 1.571, 3.1416.
private func haveAnEighthOfATurn(_ angles: Vector3) -> Bool {
    (0..<3).contains { axis in
        let eighths = (angles[axis] / (.pi / 4)).rounded()
        return eighths != 0 && abs(angles[axis] - eighths * (.pi / 4)) < 6e-4
    }
}

extension TextScanner {
    /// The numbers of `PREFIX[1, 2, 3]`, where neither the prefix nor the marks need stand.
    mutating func enclosedNumbers(
        prefix: StaticString, marks: SixNumbers.Marks?
    ) throws(PoseTextError) -> [Double] {
        skipSpace()
        let start = position
        if let next, isLetter(next), word().lowercased() != prefix.description.lowercased() {
            position = start
            let wanted = prefix.utf8CodeUnitCount > 0 ? "\(prefix) or a number" : "a number"
            throw PoseTextError(.expected(wanted, found: excerpt), at: start)
        }
        let pairs = marks?.pairs ?? []
        let close = pairs.first { take($0.open) }?.close
        let values = try numbers(separators: ",;")
        if let close, !take(close) {
            throw PoseTextError(.expected("a number or \(close)", found: excerpt), at: position)
        }
        return values
    }
}
