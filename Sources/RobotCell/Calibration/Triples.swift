/// Triples of different numbers below a count: all of them, or so many by chance and always the same ones.
func someTriples(below count: Int, limit: Int) -> [[Int]] {
    guard count >= 3 else { return [] }
    if count * (count - 1) * (count - 2) / 6 <= limit {
        return (0..<count).flatMap { i in
            (i + 1..<count).flatMap { j in (j + 1..<count).map { [i, j, $0] } }
        }
    }
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func number() -> Int {
        // Knuth's MMIX constants; the upper bits are the random ones.
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(count))
    }
    return (0..<limit).map { _ in
        var chosen: [Int] = []
        while chosen.count < 3 {
            let index = number()
            if !chosen.contains(index) { chosen.append(index) }
        }
        return chosen
    }
}
