import PointClouds

/// Gathers the text of a pose and the remarks about it.
///
/// Numbers are decimal without an exponent, for not every controller reads one; trailing zeros are left out and there
/// is no negative zero. Twelve places of a millimetre or degree and fifteen of a metre, radian or matrix entry keep a
/// round trip below 1e-14, and hide the last bit's noise: 90 instead of 89.99999999999999.
public struct PoseWriter: Sendable {
    var bytes: [UInt8] = []
    public internal(set) var remarks: [PoseRemark] = []
    /// The names of the pose's frames, for conventions whose texts hold them.
    public var frames: (to: String, from: String)?

    public init(frames: (to: String, from: String)? = nil) {
        self.frames = frames
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    public mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// A length in metres, written in millimetres.
    public mutating func append(millimeters length: Double) {
        append(length * 1000, places: 12)
    }

    mutating func append(_ length: Double, in unit: LengthUnit) {
        switch unit {
        case .meters: append(plain: length)
        case .millimeters: append(millimeters: length)
        }
    }

    /// An angle in radians, written in degrees.
    public mutating func append(degrees angle: Double) {
        append(angle * (180 / .pi), places: 12)
    }

    /// A number as it is: metres, radians, a matrix entry, a quaternion's component.
    public mutating func append(plain number: Double) {
        append(number, places: 15)
    }

    /// A number with a point even if it is whole, for readers that tell integers from reals.
    mutating func append(real number: Double) {
        let start = bytes.count
        append(plain: number)
        if !bytes[start...].contains(UInt8(ascii: ".")) { append(".0") }
    }

    public mutating func remark(_ remark: PoseRemark) {
        remarks.append(remark)
    }

    /// The number rounded to so many places, or to fewer where its integer would pass 2⁵³ and digits would be made up.
    private mutating func append(_ number: Double, places: Int) {
        var places = places
        var scaled = abs(number) * powerOfTen(places)
        while scaled >= 0x1p53, places > 0 {
            places -= 1
            scaled = abs(number) * powerOfTen(places)
        }
        guard scaled < 0x1p63 else {
            // Beyond 9e18 only a number that is no length at all stands here: as the standard library writes it.
            append(number.description)
            return
        }
        var rest = UInt64(scaled.rounded(.toNearestOrEven))
        if rest == 0 {
            bytes.append(UInt8(ascii: "0"))
            return
        }
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        while places > 0, rest % 10 == 0 {
            rest /= 10
            places -= 1
        }
        let start = bytes.count
        var written = 0
        while rest > 0 || written <= places {
            if written == places, places > 0 { bytes.append(UInt8(ascii: ".")) }
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
            written += 1
        }
        bytes[start...].reverse()
    }
}

private let powers: [Double] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15]

private func powerOfTen(_ exponent: Int) -> Double { powers[exponent] }
