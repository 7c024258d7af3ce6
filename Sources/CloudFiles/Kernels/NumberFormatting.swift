import CKernels
import PointClouds

/// Numbers to text: the shortest digits that read back as the same number.
enum NumberFormatting {
    /// No number takes more bytes, nor touches more behind the place where it is written.
    static let longest = 32

    /// Writes value `index` of a column at `text`; returns the byte behind it.
    static func write(
        _ column: UnsafeRawPointer, _ index: Int, _ type: ScalarType, to text: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        ck_write_number(text, type.kernelType, column + index * type.size)
    }
}
