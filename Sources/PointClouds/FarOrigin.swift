import LinearAlgebra

/// Where positions are counted from when they lie far out: whole metres, so that adding them back is exact.
package enum FarOrigin {
    /// From here on Float32 is coarser than 0.06 mm; in metres.
    package static let nearest = 1024.0

    /// Of coordinates along one axis, from the least to the greatest: their middle. Nil where Float32 does without.
    package static func between(_ low: Double, _ high: Double) -> Double? {
        guard low <= high, max(-low, high) >= nearest else { return nil }
        return (low / 2 + high / 2).rounded(.toNearestOrEven)
    }

    /// Of what lies round a place: of all three axes as soon as one lies far out, for a turn mixes them.
    static func around(_ place: Vector3) -> Vector3? {
        let isFar = (0..<3).contains { between(place[$0], place[$0]) != nil }
        return isFar ? place.rounded(.toNearestOrEven) : nil
    }
}
