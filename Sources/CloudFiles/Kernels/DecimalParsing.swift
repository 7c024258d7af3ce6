import CKernels
import PointClouds

/// Numbers as text, correctly rounded.
///
/// Every function reads from `text` on, moves it behind the number, and needs a byte that belongs to no number (a
/// separator) at the end of the text, with 32 readable bytes behind it. `false`: no number, or more follows it.
enum DecimalParsing {
    /// Readable bytes behind a text's last separator: digits are taken eight at a time.
    static let padding = 32

    /// Blank, tab, the line ends, and the control characters that C's isspace names.
    @inline(__always)
    static func isSeparator(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

    /// Stores a number of any type at `target`. Whole numbers may also be written as `3.0` or `1e3`.
    static func number(
        _ text: inout UnsafePointer<UInt8>, _ type: ScalarType, _ target: UnsafeMutableRawPointer
    ) -> Bool {
        var place: UnsafePointer<UInt8>? = text
        defer { text = place ?? text }
        return ck_read_number(&place, type.kernelType, target) != 0
    }

    static func tokenEnd(_ text: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
        var end = text
        while !isSeparator(end.pointee) { end += 1 }
        return end
    }
}

extension ScalarType {
    /// The type's name among the kernels.
    var kernelType: ck_number_type {
        switch self {
        case .int8: ck_int8
        case .uint8: ck_uint8
        case .int16: ck_int16
        case .uint16: ck_uint16
        case .int32: ck_int32
        case .uint32: ck_uint32
        case .int64: ck_int64
        case .uint64: ck_uint64
        case .float32: ck_float32
        case .float64: ck_float64
        }
    }
}
