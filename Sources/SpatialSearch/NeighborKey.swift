/// A find as one integer whose order is the order of results: by distance, equal ones by index.
///
/// The bits of a non-negative Float32 are ordered as its values are.
@frozen
@usableFromInline
struct NeighborKey: Comparable {
    @usableFromInline var bits: UInt64

    @inlinable
    init(_ squaredDistance: Float, _ index: Int32) {
        bits = UInt64(squaredDistance.bitPattern) << 32 | UInt64(UInt32(bitPattern: index))
    }

    /// What no find within `squaredDistance` comes behind.
    @inlinable
    init(behind squaredDistance: Float) {
        bits = UInt64(squaredDistance.bitPattern) << 32 | UInt64(UInt32.max)
    }

    @inlinable
    var squaredDistance: Float { Float(bitPattern: UInt32(truncatingIfNeeded: bits >> 32)) }

    @inlinable
    var index: Int32 { Int32(truncatingIfNeeded: bits) }

    @inlinable
    static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}
