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
        if n > 3 { for triple in someTriples(below: n, limit: Self.triples) { tryOut(triple.map { stations[$0] }) } }
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
