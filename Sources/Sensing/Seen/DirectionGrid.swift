/// How the directions from a viewpoint are divided into pixels, and how depth is measured along them.
///
/// Places are given as offsets from the viewpoint, metres.
public protocol DirectionGrid: Sendable {
    /// The pixels, numbered from 0.
    var count: Int { get }

    /// The pixel in whose direction a place lies; nil where the grid has none, and for NaN.
    func pixel(of offset: SIMD3<Float>) -> Int?

    /// How far away a place is, in the measure that this grid compares by.
    func depth(of offset: SIMD3<Float>) -> Float

    /// The pixels at most `margin` rows and columns away, the pixel itself among them.
    func neighborhood(of pixel: Int, margin: Int) -> PixelWindow
}

/// A rectangle of pixels in rows of `width`.
@frozen
public struct PixelWindow: Sendable {
    /// Rows of the whole grid.
    public var rows: Range<Int>
    /// Columns within a row.
    public var columns: Range<Int>
    /// Pixels a row of the whole grid has.
    public var width: Int

    /// Rows and columns of a grid whose rows have `width` pixels.
    @inlinable
    public init(rows: Range<Int>, columns: Range<Int>, width: Int) {
        (self.rows, self.columns, self.width) = (rows, columns, width)
    }
}
