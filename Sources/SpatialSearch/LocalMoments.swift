/// Count, sum and products of offsets from a point nearby.
package struct LocalMoments: Equatable, Sendable {
    package var count = 0.0
    package var sum = SIMD3<Double>.zero
    /// xx, yy, zz.
    package var squares = SIMD3<Double>.zero
    /// xy, yz, zx.
    package var products = SIMD3<Double>.zero

    package init() {}

    @inlinable @inline(__always)
    package mutating func add(_ offset: SIMD3<Float>) {
        let d = SIMD3<Double>(offset)
        count += 1
        sum += d
        squares += d * d
        products += d * SIMD3(d.y, d.z, d.x)
    }
}
