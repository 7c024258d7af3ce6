import LinearAlgebra
import TestSupport
import Testing

@Suite struct RigidTransformTests {
    @Test func quaternionAndMatrixRoundTrip() {
        let seed: UInt64 = 1
        var random = SeededGenerator(seed: seed)
        for _ in 0..<10_000 {
            let q = Quaternion(x: random.normal(), y: random.normal(), z: random.normal(), w: random.normal())
                .normalized.canonical
            let back = Quaternion(rotation: q.rotation)
            let error = max(abs(back.x - q.x), abs(back.y - q.y), abs(back.z - q.z), abs(back.w - q.w))
            #expect(error < 1e-14, "seed \(seed), \(q)")
        }
    }

    @Test func inverseUndoes() {
        let t = RigidTransform(
            rotation: Quaternion(x: 0.1, y: -0.2, z: 0.3, w: 0.9).normalized.rotation,
            translation: Vector3(1, -2, 3))
        let p = Vector3(0.3, 0.2, -7)
        #expect((t.inverse * (t * p) - p).length < 1e-14)
        #expect(((t * t.inverse).translation).length < 1e-14)
    }
}
