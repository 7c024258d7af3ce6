import Parallel
internal import PointClouds

/// The finite points' indices along a Morton curve through their bounding box, so that points near in the order are
/// near in space: in the lower halves of the words.
///
/// - Complexity: O(*n*).
func spaceFillingOrder(of points: Coordinates, threads: Int) -> [UInt64] {
    let bounds = FiniteBounds(of: points, threads: threads)
    // 10 bits an axis, cells of one size along all three; of points wider apart than Float32 counts, any order will do.
    let side = (bounds.high - bounds.low).max()
    let scale = side > 1e-30 && side.isFinite ? 1023 / side : 0
    let low = scale > 0 ? bounds.low : .zero
    var words = points.withUnsafeColumns { x, y, z in
        parallelMap(points.indices, blockSize: 1 << 12, threads: threads) { i in
            // A point that isn't finite goes to the end, to be cut off.
            let zero = (x[i] - x[i]) + (y[i] - y[i]) + (z[i] - z[i])
            var code: UInt64 = 1 << 30
            if zero == 0 {
                let cx = UInt64((x[i] - low.x) * scale)
                let cy = UInt64((y[i] - low.y) * scale)
                let cz = UInt64((z[i] - low.z) * scale)
                code = spread(cx) | spread(cy) << 1 | spread(cz) << 2
            }
            return code << 32 | UInt64(i)
        }
    }
    radixSort(&words, from: 32, bits: bounds.count < points.count ? 31 : 30, threads: threads)
    words.removeLast(points.count - bounds.count)
    return words
}

/// The ten low bits, two empty ones between each.
private func spread(_ value: UInt64) -> UInt64 {
    var v = value & 0x3FF
    v = (v | v << 16) & 0x0300_00FF
    v = (v | v << 8) & 0x0300_F00F
    v = (v | v << 4) & 0x030C_30C3
    v = (v | v << 2) & 0x0924_9249
    return v
}
