import Glibc
import LinearAlgebra

/// Looks for what is wrong with a set of pairs: too little motion, and mistakes that another reading of the same numbers
/// would mend.
struct HandEyeDiagnosis {
    var advice: [CalibrationAdvice] = []

    /// Below this turn between any two stops the rotation's noise rules, radians: at 0.1° of noise a turn of 5° tells the
    /// camera's orientation to a degree.
    static let leastTurn = 5 * Double.pi / 180
    /// Turns that leave a common axis by less than this, as a root mean square, are about one axis, radians.
    static let leastSpread = 2 * Double.pi / 180
    /// Where typical pairs fit better than this, radians and as a share of the distance, nothing was misread.
    static let goodRotation = 0.2 * Double.pi / 180
    static let goodTranslation = 0.003
    /// How much better another reading has to fit, turns times lengths: five times in each.
    static let convincing = 25.0
    /// Lengths mixed up with each other: millimetres, inches, and metres.
    static let unitFactors = [1000, 0.001, 25.4, 1 / 25.4, 0.0254, 1 / 0.0254]
    /// The scale of a board is named from this share on, where it is also as many standard deviations from 1.
    static let leastBoardScale = 0.005
    static let significance = 5.0
    /// An offset in time is named from this share of the way to the next stop on, where it is also significant and the
    /// pairs fit by so much better with it.
    static let leastTimeOffset = 0.05
    static let leastTimeGain = 1.5
    /// What a flange carries is nearer to it, metres.
    static let carriedWithin = 1.0

    /// - Parameters:
    ///   - given: the stations in the order in which they were given.
    ///   - order: where each of the fit's stations stands among them.
    init(given: [Station], order: [Int], consensus: HandEyeConsensus, fit: HandEyeFit, mount: CameraMount) {
        let turns = HandEyeTurns(fit.stations)
        if turns.largest < Self.leastTurn {
            advice.append(.tooLittleRotation(degrees: turns.largest * 180 / .pi))
            return
        }
        let isGood =
            consensus.rotation < Self.goodRotation && consensus.translation < Self.goodTranslation * fit.free.distance
        if !isGood { advice += misreadings(given, consensus, mount) }
        if !advice.isEmpty { return }

        let axis = turns.axis
        if turns.besidesAxis < Self.leastSpread {
            advice.append(.oneAxis(x: axis.x, y: axis.y, z: axis.z, frame: mount.parent))
        }
        if fit.free.includesRotation || fit.free.directions.count > 1 {
            advice.append(.freeRotation)
        } else if let direction = fit.free.directions.first {
            let way = (fit.poses.carrierFromCamera.rotation * direction.translation).normalized.withPositiveLargest
            advice.append(.freeTranslation(x: way.x, y: way.y, z: way.z, frame: mount.parent))
        }
        if let scale = boardScale(fit) { advice.append(.boardScale(factor: scale)) }
        if let stops = timeOffset(given, order, fit) { advice.append(.timeOffset(stops: stops)) }
        let carried = mount == .hand ? fit.poses.carrierFromCamera : fit.poses.holderFromBoard
        if carried.translation.length > Self.carriedWithin {
            advice.append(.farFromFlange(mount == .hand ? "camera" : "board", distance: carried.translation.length))
        }
        let outliers = order.indices.filter { !fit.isUsed[$0] }.map { order[$0] }.sorted()
        if !outliers.isEmpty { advice.append(.outliers(outliers)) }
        let left = order.count - outliers.count
        if left < 3 || 2 * left <= order.count { advice.append(.mostlyOutliers(left: left, of: order.count)) }
    }

    /// Other readings of the same numbers that fit far better.
    private func misreadings(
        _ given: [Station], _ consensus: HandEyeConsensus, _ mount: CameraMount
    ) -> [CalibrationAdvice] {
        func times(_ stations: [Station]) -> Double {
            guard stations.count >= 4 else { return 0 }
            let sorted = stations.canonicalOrder.map { stations[$0] }
            return HandEyeConsensus(sorted).map { consensus.score / $0.score } ?? 0
        }
        var found: [(times: Double, advice: CalibrationAdvice)] = []
        func note(_ times: Double, _ advice: CalibrationAdvice) {
            if times > Self.convincing { found.append((times, advice)) }
        }
        let inverted = times(given.map { $0.inverted })
        note(inverted, .inverted(mount: mount == .hand ? .base : .hand, times: inverted))
        for factor in Self.unitFactors {
            let better = times(given.map { $0.scaled(by: factor) })
            note(better, .unit(factor: factor, times: better))
        }
        for shift in [1, -1, 2, -2] where given.count > 5 {
            let pairs = given.indices.compactMap { index -> Station? in
                guard given.indices.contains(index + shift) else { return nil }
                var station = given[index]
                station.cameraFromBoard = given[index + shift].cameraFromBoard
                return station
            }
            let better = times(pairs)
            note(better, .shifted(by: shift, times: better))
        }
        // Of several the one that fits best: a wrong unit also makes other mistakes look like a gain.
        return found.max { $0.times < $1.times }.map { [$0.advice] } ?? []
    }

    /// The factor of the board's lengths under which the pairs fit best, where it is surely not 1.
    private func boardScale(_ fit: HandEyeFit) -> Double? {
        guard let best = bestChange(fit, step: 0.01, { scale in fit.used.map { $0.scaled(by: 1 + scale) } }) else {
            return nil
        }
        // Lengths times this are right: the board is larger than was said by as much.
        return abs(best.value) > Self.leastBoardScale && best.isSignificant ? 1 + best.value : nil
    }

    /// By how many stops the flange's poses should be later, where that is surely not 0: flange and board of a robot that
    /// moves, taken at different moments.
    private func timeOffset(_ given: [Station], _ order: [Int], _ fit: HandEyeFit) -> Double? {
        guard given.count > 5 else { return nil }
        let moving = zip(order, fit.isUsed).filter(\.1).map { index, _ in
            let (before, after) = (max(index - 1, 0), min(index + 1, given.count - 1))
            let way = given[after].carrierFromHolder * given[before].carrierFromHolder.inverse
            return (station: given[index], speed: way.logarithm * (1 / Double(after - before)))
        }
        let best = bestChange(fit, step: 0.05) { stops in
            moving.map { moving in
                var station = moving.station
                station.carrierFromHolder =
                    RigidTransform(exponential: moving.speed * stops) * station.carrierFromHolder
                return station
            }
        }
        guard let best, abs(best.value) > Self.leastTimeOffset, best.isSignificant, best.gain > Self.leastTimeGain
        else { return nil }
        return best.value
    }

    /// The change of the stations by one parameter, 0 for none, under which they fit best, and by what factor the sum of
    /// squares falls: a parabola through three values.
    private func bestChange(
        _ fit: HandEyeFit, step: Double, _ changed: (Double) -> [Station]
    ) -> (value: Double, isSignificant: Bool, gain: Double)? {
        let costs = [-step, 0, step].map { value in
            let stations = changed(value)
            return HandEyeEquations(stations, refined(fit.poses, stations, fit.noise, holding: fit.free), fit.noise)
                .cost
        }
        let curvature = (costs[0] - 2 * costs[1] + costs[2]) / (step * step)
        guard curvature > 0 else { return nil }
        let value = (costs[0] - costs[2]) / (2 * step) / curvature
        // cost = Σ (r/σ)², whose second derivative is twice the information.
        let deviation = (2 / curvature).squareRoot()
        let least = max(costs[1] - curvature * value * value / 2, costs[1] * 1e-6)
        return (value, abs(value) > Self.significance * deviation, costs[1] / max(least, .leastNormalMagnitude))
    }
}

/// How a set of stations turns the camera against the board.
struct HandEyeTurns {
    /// Between any two stations, radians.
    var largest = 0.0
    /// The axis of most of the turning, in the carrier's frame.
    var axis = Vector3(0, 0, 1)
    /// The root mean square of the turns' parts across that axis, radians.
    var besidesAxis = 0.0

    init(_ stations: [Station]) {
        var spread = SymmetricMatrix3.zero
        var count = 0.0
        for i in stations.indices {
            for j in stations.indices.dropFirst(i + 1) {
                let turn = RelativeMotion(stations[i], stations[j]).carrier.rotation.rotationVector
                largest = max(largest, turn.length)
                spread += SymmetricMatrix3(outer: turn)
                count += 1
            }
        }
        guard count > 0 else { return }
        let eigen = (spread / count).eigen()
        axis = eigen.vectors.columns.x.withPositiveLargest
        besidesAxis = max(0, eigen.values.y + eigen.values.z).squareRoot()
    }
}

extension Vector3 {
    /// The same line with its largest coordinate positive.
    fileprivate var withPositiveLargest: Vector3 {
        let largest = (0..<3).max { abs(self[$0]) < abs(self[$1]) }!
        return self[largest] < 0 ? -self : self
    }
}

extension Station {
    /// As if the carrier's pose were the other way round, which is the same as the board's.
    fileprivate var inverted: Station {
        var result = self
        result.carrierFromHolder = carrierFromHolder.inverse
        return result
    }

    fileprivate func scaled(by factor: Double) -> Station {
        var result = self
        result.cameraFromBoard.translation *= factor
        return result
    }
}
