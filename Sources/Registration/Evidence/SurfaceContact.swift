import LinearAlgebra

/// When a point counts as lying on another cloud's surface: near enough to the tangent plane of the nearest sample, and
/// with a normal that is enough like that sample's.
///
/// Every stage of a registration asks this. What differs is how far the pose may still be off: a wrong rotation turns
/// the normals of one surface apart by its angle, so that the stages that come first allow a larger angle. Faces of a
/// part mostly meet at 90°, far beyond all of them.
struct SurfaceContact: Sendable {
    /// Metres across the surface, from the sample's tangent plane.
    let distance: Double
    /// The cosine of the largest angle between the normals.
    let leastCosine: Double
    /// Whether normals that show opposite sides differ.
    let comparesSides: Bool
    /// The same in single precision, for the loops over samples.
    private let singleDistance, singleCosine: Float

    private init(distance: Double, leastCosine: Double, comparesSides: Bool) {
        (self.distance, self.leastCosine, self.comparesSides) = (distance, leastCosine, comparesSides)
        (singleDistance, singleCosine) = (Float(distance), Float(leastCosine))
    }

    /// 41°, for poses that are being judged: what noise makes of normals that were fitted to ten samples, and little
    /// more.
    static func judged(within distance: Double = .infinity, comparesSides: Bool) -> Self {
        Self(distance: distance, leastCosine: 0.75, comparesSides: comparesSides)
    }

    /// 46°, for scoring poses by table look-ups: the sample that is found isn't quite the nearest, so that its normal
    /// is a little further off.
    static func scored(within distance: Double, comparesSides: Bool) -> Self {
        Self(distance: distance, leastCosine: 0.7, comparesSides: comparesSides)
    }

    /// 53°, for the first look at poses from pairs of matches, whose rotations come from two noisy normals.
    static func sighted(within distance: Double, comparesSides: Bool) -> Self {
        Self(distance: distance, leastCosine: 0.6, comparesSides: comparesSides)
    }

    /// 60°, for ICP: the pairs that aren't alike yet are those that turn the pose. The distance is ICP's own to limit.
    static func paired(comparesSides: Bool) -> Self {
        Self(distance: .infinity, leastCosine: 0.5, comparesSides: comparesSides)
    }

    /// Whether two unit normals are of one surface.
    @inline(__always)
    func isAlike(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> Bool {
        let cosine = (a * b).sum()
        return (comparesSides ? cosine : abs(cosine)) >= singleCosine
    }

    @inline(__always)
    func isAlike(_ a: Vector3, _ b: Vector3) -> Bool {
        let cosine = a.dot(b)
        return (comparesSides ? cosine : abs(cosine)) >= leastCosine
    }

    /// Whether a point so many metres across the surface is near it.
    @inline(__always)
    func isNear(across: Float) -> Bool { across < singleDistance }

    @inline(__always)
    func isNear(across: Double) -> Bool { across < distance }

    /// How far along and across the surface the nearest sample may be, in metres: samples are up to a voxel's diagonal
    /// apart, 1.7 edges.
    func reach(voxel: Double) -> Double { 1.6 * voxel + distance }
}

/// When a point that lies on no surface contradicts a pose: it would stand in space that the other cloud's sensor saw
/// to be empty.
struct EmptySpace: Sendable {
    /// Metres by which a point must lie before what was measured in its direction to contradict; one that lies neither
    /// so far before it nor so far behind it is where the sensor measured a surface.
    let margin: Float

    private init(margin: Double) { self.margin = Float(margin) }

    /// Twice the distance of contact, and half a voxel for the depth that a surface at a slant has within a pixel.
    static func judged(contact: SurfaceContact, voxel: Double) -> Self {
        Self(margin: 2 * contact.distance + 0.5 * voxel)
    }

    /// A quarter of a voxel more, by which poses are off while they are screened.
    static func screened(distance: Double, voxel: Double) -> Self {
        Self(margin: 2 * distance + 0.75 * voxel)
    }

    /// Lying samples that one sample in empty space outweighs in a score. A right pose has next to none of those, but
    /// for what moved between the scans and pixels at edges.
    static let judgedPenalty = 24.0
    /// Less while poses are screened: what is a few centimetres off puts more of a scene into empty space.
    static let screenedPenalty = 8.0
}
