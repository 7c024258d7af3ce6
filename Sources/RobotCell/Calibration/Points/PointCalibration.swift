public import LinearAlgebra

/// A place that the robot's tip stood at and the camera measured.
public struct PointPair: Equatable, Sendable {
    /// In the robot's base, metres.
    public var robot: Vector3
    /// In the camera's frame, metres.
    public var camera: Vector3

    /// What robot and camera said of one place.
    public init(robot: Vector3, camera: Vector3) {
        (self.robot, self.camera) = (robot, camera)
    }
}

/// Where a fixed camera is, found from touched points, and how well.
public struct PointCalibration: Sendable {
    /// `T_base_camera`.
    public var baseFromCamera: RigidTransform
    /// Of each point, in the order given.
    public var points: [PointResidual]
    /// Root mean square over the points that were used, metres.
    public var rms: Double
    /// The same with each point predicted by the others alone.
    public var leaveOneOut: Double
    /// Of ``baseFromCamera`` for steps `exp(ξ) T`; widened by what so few points leave unsure about the noise. Nil where a
    /// turn is free.
    public var covariance: PoseCovariance?
    /// Motions of the camera that the points don't fix, in the base; a turn has unit length.
    public var freeDirections: [Twist]
    /// What was odd, with what to do about it.
    public var advice: [CalibrationAdvice]
    /// Whether the result may not be used; ``advice`` says why.
    public var isRefused: Bool
    /// The box of the points used, in the base, metres.
    public var bounds: (min: Vector3, max: Vector3)
    /// How far from the camera the points used were, metres.
    public var distances: ClosedRange<Double>
}

/// How far one point is from what the calibration predicts.
public struct PointResidual: Equatable, Sendable {
    /// Its place in the list given, from 0.
    public var index: Int
    /// Metres.
    public var distance: Double
    /// Whether it took part; an outlier doesn't.
    public var isUsed: Bool
}

/// Finds a fixed camera from points that the robot's tip touched: Kabsch's closed form, on the points that agree.
///
/// A start that outliers can't move (triples of points, least median) tells which points agree, with a variance that is
/// estimated on the way. The order of the points changes no bit of the result.
///
/// - Parameters:
///   - pairs: the points, as the camera and as the robot gives them.
///   - outlierProbability: how far out a point may be and still take part, as the probability that a sound point is
///     further out.
/// - Throws: ``CalibrationError`` where there is nothing to calculate with; points that tell too little are no error but a
///   refused result with ``PointCalibration/advice``.
/// - Complexity: O(*n*²) for *n* points.
public func calibratePoints(
    _ pairs: [PointPair], outlierProbability: Double = 5e-4
) throws(CalibrationError) -> PointCalibration {
    guard pairs.count >= 3 else { throw .tooFewPairs(pairs.count, needed: 3) }
    func key(_ pair: PointPair) -> [Double] {
        [pair.robot.x, pair.robot.y, pair.robot.z, pair.camera.x, pair.camera.y, pair.camera.z]
    }
    let keys = pairs.map(key)
    let order = pairs.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
    let sorted = order.map { pairs[$0] }
    guard let fit = PointFit(sorted, outlierProbability: outlierProbability) else { throw .noPose }

    let used = fit.used
    let distances = used.map(\.camera.length)
    var result = PointCalibration(
        baseFromCamera: fit.alignment.targetFromSource,
        points: zip(order, sorted).enumerated().map { place, pair in
            PointResidual(index: pair.0, distance: fit.residual(of: pair.1), isUsed: fit.isUsed[place])
        }.sorted { $0.index < $1.index },
        rms: fit.alignment.rmse, leaveOneOut: fit.leaveOneOut, covariance: fit.covariance,
        freeDirections: fit.freeDirections, advice: [], isRefused: false,
        bounds: used.reduce(into: (min: used[0].robot, max: used[0].robot)) { box, pair in
            box.min.replace(with: pair.robot, where: pair.robot .< box.min)
            box.max.replace(with: pair.robot, where: pair.robot .> box.max)
        },
        distances: (distances.min() ?? 0)...(distances.max() ?? 0))
    result.advice = PointDiagnosis(pairs, fit, result).advice
    result.isRefused = result.advice.contains { $0.isRefusal }
    return result
}

/// The camera where the points that agree have it.
struct PointFit {
    let pairs: [PointPair]
    private(set) var alignment: KabschAlignment
    private(set) var isUsed: [Bool]
    /// Of one coordinate of a point, m².
    private(set) var variance: Double

    var used: [PointPair] { zip(pairs, isUsed).filter(\.1).map(\.0) }

    private static let rounds = 20
    /// All points' variance may be so many times that of the half that agrees best: three times its errors.
    private static let agreement = 9.0
    /// How many triples of points are tried: see ``HandEyeConsensus``.
    private static let triples = 120
    /// Of a coordinate written to a nanometre; perfect input must not divide by 0.
    private static let leastVariance = 1e-18
    /// A turn whose standard deviation is above this, in radians, is free: 1.1°.
    private static let freeTurn = 0.02

    init?(_ pairs: [PointPair], outlierProbability: Double) {
        self.pairs = pairs
        isUsed = pairs.map { _ in true }
        guard let (best, median) = Self.consensus(pairs) else { return nil }
        alignment = best
        // Of the length of three normal errors the median is 1.54 σ.
        variance = max(median * median / (1.538 * 1.538), Self.leastVariance)
        let limit = ChiSquared.limit(exceededBy: outlierProbability, dimensions: 3)
        var widening = 1.0
        // Where all points agree as they do, none is left out: errors that grow with the place are no outliers.
        if let all = Self.alignment(of: pairs) {
            let spread = all.rmse * all.rmse * Double(pairs.count) / freedom
            let worst = all.residuals.max() ?? 0
            if spread <= Self.agreement * variance, worst * worst <= limit * spread {
                (alignment, variance) = (all, max(spread, Self.leastVariance))
                return
            }
        }
        for _ in 0..<Self.rounds {
            let before = isUsed
            let squared = pairs.map { residual(of: $0) * residual(of: $0) / variance }
            let third = squared.sorted()[2]
            isUsed = squared.map { $0 <= max(limit * widening, third) }
            guard let next = Self.alignment(of: used) else { break }
            alignment = next
            variance = max(next.rmse * next.rmse * Double(used.count) / freedom, Self.leastVariance)
            widening = ChiSquared.widening(limit, dimensions: 3, inverseFreedom: 1 / freedom)
            if isUsed == before { break }
        }
    }

    private var freedom: Double { Double(max(3 * used.count - 6, 1)) }

    func residual(of pair: PointPair) -> Double { (alignment.targetFromSource * pair.camera - pair.robot).length }

    static func alignment(of pairs: [PointPair], estimatingScale: Bool = false) -> KabschAlignment? {
        try? rigidAlignment(of: pairs.map(\.camera), to: pairs.map(\.robot), estimatingScale: estimatingScale)
    }

    /// The alignment of all points or of three of them that leaves the least median (Rousseeuw 1984).
    static func consensus(_ pairs: [PointPair]) -> (alignment: KabschAlignment, median: Double)? {
        var best: (alignment: KabschAlignment, median: Double)?
        for chosen in [Array(pairs.indices)] + someTriples(below: pairs.count, limit: Self.triples) {
            guard let fit = alignment(of: chosen.map { pairs[$0] }) else { continue }
            let distances = pairs.map { (fit.targetFromSource * $0.camera - $0.robot).length }.sorted()
            let median = distances[pairs.count / 2]
            if median < best?.median ?? .infinity { best = (fit, median) }
        }
        return best
    }

    /// Of the camera in the base; nil where the points lie on a line.
    var covariance: PoseCovariance? {
        guard freeDirections.isEmpty, let covariance = alignment.covariance else { return nil }
        return PoseCovariance(
            covariance
                * ChiSquared.widening(
                    ChiSquared.limit(exceededBy: 0.05, dimensions: 6), dimensions: 6, inverseFreedom: 1 / freedom))
    }

    /// The turn about the line on which the points lie, as far as their noise can tell.
    var freeDirections: [Twist] {
        let robots = used.map(\.robot)
        let mean = robots.reduce(.zero, +) / Double(robots.count)
        let spread = robots.reduce(SymmetricMatrix3.zero) { $0 + SymmetricMatrix3(outer: $1 - mean) }
        let eigen = spread.eigen()
        // What a turn about an axis moves are the points' distances from it.
        let axes = [eigen.vectors.columns.x, eigen.vectors.columns.y, eigen.vectors.columns.z]
        let lever = [
            eigen.values.y + eigen.values.z, eigen.values.x + eigen.values.z, eigen.values.x + eigen.values.y,
        ]
        return zip(axes, lever).filter { variance > Self.freeTurn * Self.freeTurn * max($1, 0) }.map { axis, _ in
            Twist(rotation: axis, translation: mean.cross(axis))
        }
    }

    /// Root mean square of each used point's residual if the others alone had told the pose.
    var leaveOneOut: Double {
        let used = used
        guard used.count > 3 else { return 0 }
        let squares = used.indices.compactMap { index -> Double? in
            var others = used
            let left = others.remove(at: index)
            return Self.alignment(of: others).map {
                ($0.targetFromSource * left.camera - left.robot).squaredLength
            }
        }
        return (squares.reduce(0, +) / Double(max(squares.count, 1))).squareRoot()
    }
}
