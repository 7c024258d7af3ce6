import Glibc

/// A room of 20 × 20 × 5 m: floor, four walls, twelve balls and twelve boxes on the floor, with 3 mm of noise along
/// the normal.
enum SyntheticRoom {
    /// `count` rows of six floats, in no order of place: position, then the true normal.
    static func rows(_ count: Int, seed: UInt64 = 20_240_607) -> [Float] {
        var random = SplitMix(seed: seed)
        func things(_ size: (SplitMix.Unit) -> Double) -> [(center: SIMD3<Double>, size: Double)] {
            (0..<12).map { _ in
                let half = size(random.unit())
                return (SIMD3(2 + 16 * random.unit(), 2 + 16 * random.unit(), half), half)
            }
        }
        let balls = things { 0.3 + 0.7 * $0 }
        let boxes = things { 0.3 + 0.5 * $0 }
        return Array(unsafeUninitializedCapacity: 6 * count) { rows, initialized in
            for i in 0..<count {
                var point = SIMD3<Double>.zero
                var normal = SIMD3<Double>.zero
                let kind = random.unit()
                if kind < 0.4 {
                    point = SIMD3(20 * random.unit(), 20 * random.unit(), 0)
                    normal.z = 1
                } else if kind < 0.7 {
                    let wall = Int(4 * random.unit())
                    let axis = wall & 1
                    point[axis] = wall & 2 == 0 ? 0 : 20
                    point[1 - axis] = 20 * random.unit()
                    point.z = 5 * random.unit()
                    normal[axis] = wall & 2 == 0 ? 1 : -1
                } else if kind < 0.9 {
                    let ball = balls[Int(12 * random.unit())]
                    let z = 2 * random.unit() - 1
                    let turn = 2 * Double.pi * random.unit()
                    let flat = (1 - z * z).squareRoot()
                    normal = SIMD3(flat * cos(turn), flat * sin(turn), z)
                    point = ball.center + ball.size * normal
                } else {
                    let box = boxes[Int(12 * random.unit())]
                    let face = Int(6 * random.unit())
                    for axis in 0..<3 { point[axis] = box.center[axis] + box.size * (2 * random.unit() - 1) }
                    let side: Double = face < 3 ? 1 : -1
                    point[face % 3] = box.center[face % 3] + side * box.size
                    normal[face % 3] = side
                }
                point += 0.003 * random.normal() * normal
                for axis in 0..<3 {
                    rows[6 * i + axis] = Float(point[axis])
                    rows[6 * i + 3 + axis] = Float(normal[axis])
                }
            }
            initialized = 6 * count
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers everywhere for one seed.
struct SplitMix {
    typealias Unit = Double
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// In 0..<1.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    mutating func normal() -> Double { (-2 * log(unit() + 0x1p-60)).squareRoot() * cos(2 * .pi * unit()) }
}
