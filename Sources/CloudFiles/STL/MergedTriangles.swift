import PointClouds

/// Triangles whose corners at one place are one vertex, numbered in the order in which they first come.
///
/// One place is equal numbers, −0 and 0 among them: no tolerance could tell a thin wall from a rounding.
struct MergedTriangles {
    private(set) var triangles: [SIMD3<UInt32>] = []
    private var x: [Float] = []
    private var y: [Float] = []
    private var z: [Float] = []
    /// A hash table with open addresses: a vertex's number and one more, 0 where the slot is free.
    private var slots = [UInt32](repeating: 0, count: 1 << 8)

    /// The vertices' columns.
    var vertices: [FieldValues] { [.float32(x), .float32(y), .float32(z)] }

    /// A closed surface has half as many vertices as triangles.
    mutating func reserve(_ count: Int) {
        triangles.reserveCapacity(count)
        x.reserveCapacity(count / 2)
        y.reserveCapacity(count / 2)
        z.reserveCapacity(count / 2)
    }

    /// Adds a triangle, if its corners lie at three places: no surface hangs on two.
    mutating func append(_ a: SIMD3<Float>, _ b: SIMD3<Float>, _ c: SIMD3<Float>) {
        let triangle = SIMD3(vertex(a), vertex(b), vertex(c))
        if triangle.x != triangle.y, triangle.y != triangle.z, triangle.z != triangle.x { triangles.append(triangle) }
    }

    private mutating func vertex(_ point: SIMD3<Float>) -> UInt32 {
        if 2 * (x.count + 1) > slots.count { grow() }
        let key = Self.key(point)
        var slot = Self.hash(key) & (slots.count - 1)
        while slots[slot] != 0 {
            let index = slots[slot] - 1
            if Self.key(self[index]) == key { return index }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = UInt32(x.count + 1)
        x.append(point.x)
        y.append(point.y)
        z.append(point.z)
        return UInt32(x.count - 1)
    }

    private subscript(index: UInt32) -> SIMD3<Float> { SIMD3(x[Int(index)], y[Int(index)], z[Int(index)]) }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: 2 * slots.count)
        for index in x.indices {
            var slot = Self.hash(Self.key(self[UInt32(index)])) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(index + 1)
        }
    }

    /// The bits of three numbers; adding 0 makes 0 of −0 and leaves every other number.
    private static func key(_ point: SIMD3<Float>) -> SIMD3<UInt32> {
        SIMD3((point.x + 0).bitPattern, (point.y + 0).bitPattern, (point.z + 0).bitPattern)
    }

    /// Products with odd 64-bit constants mix the bits (Fibonacci hashing); the upper half is the mixed one.
    private static func hash(_ key: SIMD3<UInt32>) -> Int {
        let xy = UInt64(key.x) << 32 | UInt64(key.y)
        let mixed = (xy ^ (xy >> 29)) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(key.z) &* 0xC2B2_AE3D_27D4_EB4F
        return Int(truncatingIfNeeded: (mixed ^ (mixed >> 32)) &* 0x9E37_79B9_7F4A_7C15 >> 32)
    }
}
