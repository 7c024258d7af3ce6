import TestSupport
import Testing

@testable import Segmentation

@Suite struct ClippedMeanTests {
    /// Straight from the definition.
    private func slowMean(_ values: [Float], _ depths: [Float], width: Int, radius: Int, limit: Float) -> [Double] {
        let height = values.count / width
        return values.indices.map { i in
            let (row, column) = (i / width, i % width)
            var (sum, count) = (0.0, 0.0)
            for r in max(0, row - radius)...min(height - 1, row + radius) {
                for c in max(0, column - radius)...min(width - 1, column + radius) where depths[r * width + c] > 0 {
                    sum += Double(min(limit, max(-limit, values[r * width + c])))
                    count += 1
                }
            }
            return count > 0 ? sum / count : 0
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func isTheMeanOfItsDefinition(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let (width, height) = (Int.random(in: 1...70, using: &random), Int.random(in: 1...70, using: &random))
        let (radius, limit) = (Int.random(in: 0...4, using: &random), Float.random(in: 0.1...2, using: &random))
        let values = (0..<width * height).map { _ in Float.random(in: -3...3, using: &random) }
        let depths = (0..<width * height).map { _ in Float.random(in: -0.5...1, using: &random) }
        let slow = slowMean(values, depths, width: width, radius: radius, limit: limit)
        let fast = clippedMean(values, depths: depths, width: width, radius: radius, limit: limit, threads: 1)
        for i in slow.indices {
            #expect(abs(Double(fast[i]) - slow[i]) < 1e-5, "seed \(seed), \(width)×\(height), pixel \(i)")
        }
        let threaded = clippedMean(values, depths: depths, width: width, radius: radius, limit: limit, threads: 3)
        #expect(threaded == fast, "seed \(seed)")
    }

    @Test func nothingHasNoMean() {
        #expect(clippedMean([], depths: [], width: 0, radius: 1, limit: 1, threads: 1).isEmpty)
        #expect(clippedMean([5], depths: [0], width: 1, radius: 2, limit: 1, threads: 1) == [0])
    }
}

@Suite struct ForegroundTests {
    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func weakPixelsCountWhereTheyReachAStrongOne(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let (width, height) = (Int.random(in: 1...12, using: &random), Int.random(in: 1...12, using: &random))
        let kinds: [Foreground.Prominence] = [.none, .none, .weak, .weak, .weak, .strong]
        let pixels = (0..<width * height).map { _ in kinds.randomElement(using: &random)! }
        // Spreads by one pixel at a time until nothing changes.
        var slow = pixels.map { $0 == .strong }
        while true {
            let before = slow
            for i in pixels.indices where pixels[i] != .none {
                for j in pixels.indices where before[j] {
                    let (dx, dy) = (i % width - j % width, i / width - j / width)
                    if abs(dx) + abs(dy) == 1 { slow[i] = true }
                }
            }
            if slow == before { break }
        }
        #expect(Foreground.connected(pixels, width: width) == slow, "seed \(seed)")
    }
}
