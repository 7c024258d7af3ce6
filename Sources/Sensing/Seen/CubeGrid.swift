/// Every direction: six square images on the faces of a cube about the viewpoint. Depth is the distance.
///
/// For scans of any width, those that surround the sensor among them. A pixel in a face's middle is 1.7 times as wide,
/// as an angle, as one at its corner.
@frozen
public struct CubeGrid: DirectionGrid {
    /// Pixels along a face's side.
    public let side: Int

    /// - Precondition: `side` is positive.
    public init(side: Int) {
        precondition(side > 0, "a face has pixels")
        self.side = side
    }

    @inlinable public var count: Int { 6 * side * side }

    @inlinable
    public func pixel(of offset: SIMD3<Float>) -> Int? {
        let size = SIMD3<Float>(abs(offset.x), abs(offset.y), abs(offset.z))
        let half = Float(side) / 2
        let (face, u, v, w): (Int, Float, Float, Float) =
            if size.x >= size.y && size.x >= size.z {
                (offset.x > 0 ? 0 : 1, offset.y, offset.z, size.x)
            } else if size.y >= size.z {
                (offset.y > 0 ? 2 : 3, offset.x, offset.z, size.y)
            } else {
                (offset.z > 0 ? 4 : 5, offset.x, offset.y, size.z)
            }
        guard w > 0, abs(u) <= w, abs(v) <= w else { return nil }
        let column = min(side - 1, Int((u / w + 1) * half))
        let row = min(side - 1, Int((v / w + 1) * half))
        return (face * side + row) * side + column
    }

    @inlinable
    public func depth(of offset: SIMD3<Float>) -> Float { (offset * offset).sum().squareRoot() }

    @inlinable
    public func neighborhood(of pixel: Int, margin: Int) -> PixelWindow {
        // A face ends at its edges: across them the pixels are another face's.
        let (face, row, column) = (pixel / (side * side), pixel / side % side, pixel % side)
        let first = face * side
        return PixelWindow(
            rows: first + max(0, row - margin)..<first + min(side, row + margin + 1),
            columns: max(0, column - margin)..<min(side, column + margin + 1), width: side)
    }
}
