import LinearAlgebra

/// A first pair of poses that gross outliers don't move, and how far typical stations are from it.
struct HandEyeConsensus: Sendable {
    var poses: HandEyePoses
    /// The median of the stations' differences, radians (twice the sine of half the angle) and metres.
    var rotation: Double
    var translation: Double

    /// Smaller is better; a product, so that it needs no ratio between radians and metres.
    var score: Double { max(rotation, Self.rotationFloor) * max(translation, Self.translationFloor) }

    // Below these a difference is rounding: ten places of a written pose.
    private static let rotationFloor = 1e-10
    private static let translationFloor = 1e-10

    /// How many triples of stations are tried: with four outliers in ten, one in five holds none, and that no triple of
    /// so many does has a chance of 1e-12.
    private static let triples = 120

    /// The best of what the closed forms make of all stations and of triples of them (least median of squares, Rousseeuw
    /// 1984); nil where none gives a pose.
    init?(_ stations: [Station]) {
        let n = stations.count
        var best: HandEyeConsensus?
        func tryOut(_ chosen: [Station]) {
            var motions: [RelativeMotion] = []
            for i in chosen.indices {
                // Of many stations each with the next few: all pairs would tell the same.
                for j in chosen.indices.dropFirst(i + 1).prefix(20) {
                    motions.append(RelativeMotion(chosen[i], chosen[j]))
                }
            }
            for form in HandEyeClosedForm.allCases {
                guard let camera = form.carrierFromCamera(motions) else { continue }
                let poses = HandEyePoses(
                    carrierFromCamera: camera, holderFromBoard: RobotCell.holderFromBoard(chosen, camera: camera))
                let candidate = HandEyeConsensus(poses, stations)
                if candidate.score < best?.score ?? .infinity { best = candidate }
            }
        }
        tryOut(stations)
        if n > 3 {
            let all = n * (n - 1) * (n - 2) / 6
            if all <= Self.triples {
                for i in 0..<n { for j in i + 1..<n { for k in j + 1..<n { tryOut([i, j, k].map { stations[$0] }) } } }
            } else {
                var generator = TripleGenerator(count: n)
                for _ in 0..<Self.triples { tryOut(generator.next().map { stations[$0] }) }
            }
        }
        guard let best, best.score.isFinite else { return nil }
        self = best
    }

    private init(_ poses: HandEyePoses, _ stations: [Station]) {
        self.poses = poses
        var (turns, ways) = ([Double](), [Double]())
        let cameraFromCarrier = poses.carrierFromCamera.inverse
        for station in stations {
            let predicted = cameraFromCarrier * station.carrierFromHolder * poses.holderFromBoard
            // ‖R − R'‖ = 2 √2 sin(θ/2): the angle without its arc, for thousands of trials.
            turns.append((predicted.rotation - station.cameraFromBoard.rotation).frobeniusNorm / 2.0.squareRoot())
            ways.append((predicted.translation - station.cameraFromBoard.translation).length)
        }
        rotation = turns.sorted()[stations.count / 2]
        translation = ways.sorted()[stations.count / 2]
    }

    /// The variances that these medians mean for normal errors: of the length of three numbers the median is 1.54 σ.
    var noise: HandEyeNoise {
        func variance(_ median: Double, floor: Double) -> Double {
            let sigma = max(median, floor) / 1.538
            return sigma * sigma
        }
        return HandEyeNoise(
            rotation: variance(rotation, floor: Self.rotationFloor),
            translation: variance(translation, floor: Self.translationFloor))
    }
}

/// Triples of different numbers below a count, always the same ones.
private struct TripleGenerator {
    var count: Int
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    private mutating func number() -> Int {
        // Knuth's MMIX constants; the upper bits are the random ones.
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(count))
    }

    mutating func next() -> [Int] {
        var chosen: [Int] = []
        while chosen.count < 3 {
            let index = number()
            if !chosen.contains(index) { chosen.append(index) }
        }
        return chosen
    }
}
