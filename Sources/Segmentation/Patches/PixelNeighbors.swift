/// Calls `visit` with the pixels left, right, above and below of one, as far as the image has them.
@inline(__always)
func forEachNeighbor(of pixel: Int, width: Int, count: Int, _ visit: (Int) -> Void) {
    let column = pixel % width
    if column > 0 { visit(pixel - 1) }
    if column + 1 < width { visit(pixel + 1) }
    if pixel >= width { visit(pixel - width) }
    if pixel + width < count { visit(pixel + width) }
}
