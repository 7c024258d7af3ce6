import LinearAlgebra

/// Gathers the text of a pose and the remarks about it.
///
/// Numbers are decimal without an exponent, for not every controller reads one; trailing zeros are left out and there
/// is no negative zero. Twelve places of a millimetre or degree and fifteen of a metre, radian or matrix entry keep a
/// round trip below 1e-14, and hide the last bit's noise: 90 instead of 89.99999999999999.
public struct PoseWriter: Sendable {
    /// How many decimals are written.
    public enum Precision: Sendable {
        /// All that mean anything: for programs.
        case full
        /// As a robot's controller shows them, to 0.01 mm, 0.001 degrees, 0.00001 m or rad: for people.
        case display
    }

    /// The text in UTF-8.
    public private(set) var bytes: [UInt8] = []
    /// What the conventions had to choose while they wrote.
    public internal(set) var remarks: [PoseRemark] = []
    /// The names of the pose's frames, for conventions whose texts hold them.
    public var frames: (to: String, from: String)?
    /// How many decimals are written.
    public let precision: Precision

    /// An empty text.
    public init(frames: (to: String, from: String)? = nil, precision: Precision = .full) {
        (self.frames, self.precision) = (frames, precision)
    }

    /// Begins a text anew in the same memory.
    public mutating func start(frames: (to: String, from: String)? = nil) {
        bytes.removeAll(keepingCapacity: true)
        remarks.removeAll()
        self.frames = frames
    }

    /// What was written so far.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Appends punctuation or a keyword as it is.
    public mutating func append(_ text: StaticString) {
        // Mostly a comma: to copy it as a buffer takes longer than to append it.
        text.withUTF8Buffer { for byte in $0 { bytes.append(byte) } }
    }

    /// Under a name of its own: a literal would else be taken for a String, and copied through one.
    public mutating func append(string text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// A length in metres, written in millimetres.
    public mutating func append(millimeters length: Double) {
        append(length * 1000, places: precision == .full ? 12 : 2)
    }

    mutating func append(_ length: Double, in unit: LengthUnit) {
        switch unit {
        case .meters: append(plain: length)
        case .millimeters: append(millimeters: length)
        }
    }

    /// An angle in radians, written in degrees.
    public mutating func append(degrees angle: Double) {
        append(angle.inDegrees, places: precision == .full ? 12 : 3)
    }

    /// A number as it is: metres, radians, a matrix entry, a quaternion's component.
    public mutating func append(plain number: Double) {
        append(number, places: precision == .full ? 15 : 5)
    }

    /// A number with a point even if it is whole, for readers that tell integers from reals.
    mutating func append(real number: Double) {
        let start = bytes.count
        append(plain: number)
        if !bytes[start...].contains(UInt8(ascii: ".")) { append(".0") }
    }

    /// Notes a choice for the reader of the text.
    public mutating func remark(_ remark: PoseRemark) {
        remarks.append(remark)
    }

    /// The number rounded to so many places, and to 15 digits at most: a decimal of 15 digits is what comes back out of
    /// the arithmetic of units, 8001 rather than 8000.999999999999.
    private mutating func append(_ number: Double, places: Int) {
        var places = places
        var scaled = abs(number) * powerOfTen(places)
        while scaled >= 1e15, places > 0 {
            places -= 1
            scaled = abs(number) * powerOfTen(places)
        }
        guard scaled < 0x1p63 else {
            // Beyond 9e18 only a number that is no length at all stands here: as the standard library writes it.
            append(string: number.description)
            return
        }
        var rest = UInt64(scaled.rounded(.toNearestOrEven))
        if rest == 0 {
            bytes.append(UInt8(ascii: "0"))
            return
        }
        // A pose has dozens of numbers: their digits are gathered beside the array, which then grows once a number, and
        // two at a time, for each division waits for the one before.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 48) { digits in
            var start = 48
            digitPairs.withUTF8Buffer { pairs in
                while rest >= 10 {
                    let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 100)
                    let pair = 2 * Int(truncatingIfNeeded: remainder)
                    start -= 2
                    digits[start] = pairs[pair]
                    digits[start + 1] = pairs[pair + 1]
                    rest = quotient
                }
            }
            let zero = UInt8(ascii: "0")
            if rest > 0 {
                start -= 1
                digits[start] = zero + UInt8(truncatingIfNeeded: rest)
            }
            let point = 48 - places
            while start >= point {
                start -= 1
                digits[start] = zero
            }
            var end = 48
            while end > point, digits[end - 1] == zero { end -= 1 }
            if end > point {
                for index in start..<point { digits[index - 1] = digits[index] }
                digits[point - 1] = UInt8(ascii: ".")
                start -= 1
            }
            if number < 0 {
                start -= 1
                digits[start] = UInt8(ascii: "-")
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start..<end]))
        }
    }
}

private let digitPairs: StaticString =
    """
    0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
    5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899
    """

private let powers: [Double] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15]

private func powerOfTen(_ exponent: Int) -> Double { powers[exponent] }
