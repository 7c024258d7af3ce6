import CKernels

/// Numbers to text: the shortest digits that read back as the same number.
enum NumberFormatting {
    /// No number takes more bytes.
    static let longest = 32

    /// Writes value `index` of a column at `text`; returns the byte behind it.
    @inline(__always)
    static func write(
        _ column: UnsafeRawPointer, _ index: Int, _ type: ScalarType, to text: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        switch type {
        case .float32: ck_format_float(text, column.assumingMemoryBound(to: Float.self)[index])
        case .float64: ck_format_double(text, column.assumingMemoryBound(to: Double.self)[index])
        case .int8: write(column.assumingMemoryBound(to: Int8.self)[index], to: text)
        case .uint8: write(column.assumingMemoryBound(to: UInt8.self)[index], to: text)
        case .int16: write(column.assumingMemoryBound(to: Int16.self)[index], to: text)
        case .uint16: write(column.assumingMemoryBound(to: UInt16.self)[index], to: text)
        case .int32: write(column.assumingMemoryBound(to: Int32.self)[index], to: text)
        case .uint32: write(column.assumingMemoryBound(to: UInt32.self)[index], to: text)
        case .int64: write(column.assumingMemoryBound(to: Int64.self)[index], to: text)
        case .uint64: write(column.assumingMemoryBound(to: UInt64.self)[index], to: text)
        }
    }

    @inline(__always)
    static func write<T: FixedWidthInteger>(
        _ value: T, to text: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        var place = text
        if value < 0 {
            place.pointee = UInt8(ascii: "-")
            place += 1
        }
        var rest = UInt64(value.magnitude)
        let start = place
        repeat {
            place.pointee = UInt8(truncatingIfNeeded: rest % 10) + 0x30
            place += 1
            rest /= 10
        } while rest > 0
        var (left, right) = (start, place - 1)
        while left < right {
            (left.pointee, right.pointee) = (right.pointee, left.pointee)
            left += 1
            right -= 1
        }
        return place
    }
}
