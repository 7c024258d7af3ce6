internal import PointClouds

/// The finite points' indices along a Morton curve through their bounding box, so that points near in the order are
/// near in space.
///
/// - Complexity: O(*n*).
func spaceFillingOrder(of points: Coordinates) -> [UInt32] {
    var low = SIMD3<Float>(repeating: .infinity)
    var high = -low
    for i in points.indices where points.isFinite(at: i) {
        low.replace(with: points[i], where: points[i] .< low)
        high.replace(with: points[i], where: points[i] .> high)
    }
    // 10 bits an axis, cells of one size along all three; of points wider apart than Float32 counts, any order will do.
    let side = (high - low).max()
    let scale = side > 1e-30 && side.isFinite ? 1023 / side : 0
    var items: [RadixItem] = []
    items.reserveCapacity(points.count)
    for i in points.indices where points.isFinite(at: i) {
        let cell = scale == 0 ? .zero : SIMD3<UInt32>((points[i] - low) * scale)
        items.append(
            RadixItem(key: UInt64(spread(cell.x) | spread(cell.y) << 1 | spread(cell.z) << 2), index: UInt32(i)))
    }
    radixSort(&items, bits: 30)
    return items.map(\.index)
}

/// The ten low bits, two empty ones between each.
private func spread(_ value: UInt32) -> UInt32 {
    var v = value & 0x3FF
    v = (v | v << 16) & 0x0300_00FF
    v = (v | v << 8) & 0x0300_F00F
    v = (v | v << 4) & 0x030C_30C3
    v = (v | v << 2) & 0x0924_9249
    return v
}
