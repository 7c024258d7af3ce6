import Glibc
public import LinearAlgebra

/// Where the camera is, found from pairs of poses, and how well.
public struct HandEyeCalibration: Sendable {
    /// How the camera is mounted.
    public var mount: CameraMount
    /// `T_flange_camera` or `T_base_camera`, by the mount.
    public var parentFromCamera: RigidTransform
    /// The board in the frame that it is fixed in: `T_base_board` or `T_flange_board`.
    public var holderFromBoard: RigidTransform
    /// Of each pair, in the order given.
    public var pairs: [PairResidual]
    /// Root mean squares over the pairs that were used.
    public var rms: PoseError
    /// The same with each pair predicted by the others alone.
    public var leaveOneOut: PoseError
    /// Of ``parentFromCamera`` for steps `exp(ξ) T`; its variances are widened by what so few pairs leave unsure about the
    /// noise. Nil where a direction is free.
    public var covariance: PoseCovariance?
    /// Motions of the camera that the pairs don't fix, in the frame that carries it; unit length, translation in metres
    /// where no turn is part of it.
    public var freeDirections: [Twist]
    /// What was odd, with what to do about it.
    public var advice: [CalibrationAdvice]
    /// Whether the result may not be used; ``advice`` says why.
    public var isRefused: Bool
    /// The board in the camera's frame over all pairs used: within this range of distances the result was tested, metres.
    public var distances: ClosedRange<Double>
    /// The box of the board's places in the base, metres; one point for a camera on the hand, whose board stays.
    public var boardBounds: (min: Vector3, max: Vector3)
    /// The standard deviations of a measured board: turn about the ray, tilt (radians), distance, direction (metres).
    public var noise: [Double]
}

/// A turn and a way by which a pose is off.
public struct PoseError: Equatable, Sendable {
    /// Radians.
    public var rotation: Double
    /// Metres.
    public var translation: Double

    /// An error of a pose.
    public init(rotation: Double, translation: Double) {
        (self.rotation, self.translation) = (rotation, translation)
    }
}

/// How far one pair is from what the calibration predicts.
public struct PairResidual: Equatable, Sendable {
    /// Its place in the list given, from 0.
    public var index: Int
    /// The board as measured against the board as predicted, in the camera's frame.
    public var error: PoseError
    /// Whether it took part; an outlier doesn't.
    public var isUsed: Bool
}

/// How a calibration is made.
public struct HandEyeOptions: Sendable {
    /// How far out a pair may be and still take part, as the probability that a sound pair is further out.
    public var outlierProbability = 5e-4
    /// A length to hold in the camera's pose where pairs leave it free, such as a measured height: the axis of the frame
    /// that carries the camera (0, 1 or 2) and the coordinate, metres.
    public var knownCoordinate: (axis: Int, value: Double)?

    /// All defaults unless said otherwise.
    public init(outlierProbability: Double = 5e-4, knownCoordinate: (axis: Int, value: Double)? = nil) {
        (self.outlierProbability, self.knownCoordinate) = (outlierProbability, knownCoordinate)
    }
}

/// Finds the camera from pairs of poses: `AX = XB`, camera on the hand or fixed.
///
/// A start that outliers can't move (closed forms on triples of stations, least median) is refined over the camera's and
/// the board's pose at once, every residual weighted by the noise of its kind, which is estimated on the way (restricted
/// maximum likelihood: Patterson and Thompson 1971); pairs too far out are left out and named. The order of the pairs
/// changes no bit of the result.
///
/// - Parameters:
///   - pairs: what robot and camera said at each stop.
///   - mount: where the camera is.
///   - options: how outliers are told, and what is known beforehand.
/// - Throws: ``CalibrationError`` where there is nothing to calculate with; a set that tells too little is no error but a
///   refused result with ``HandEyeCalibration/advice``.
/// - Complexity: O(*n*²) for *n* pairs.
public func calibrateHandEye(
    _ pairs: [HandEyePair], mount: CameraMount, options: HandEyeOptions = HandEyeOptions()
) throws(CalibrationError) -> HandEyeCalibration {
    guard pairs.count >= 3 else { throw .tooFewPairs(pairs.count, needed: 3) }
    let given = pairs.map { Station($0, mount: mount) }
    let order = given.canonicalOrder
    let stations = order.map { given[$0] }
    guard let consensus = HandEyeConsensus(stations) else { throw .noPose }
    let fit = HandEyeFit(stations, consensus, options)

    var result = HandEyeCalibration(fit, stations, mount: mount, order: order)
    result.advice =
        HandEyeDiagnosis(given: given, order: order, consensus: consensus, fit: fit, mount: mount).advice
    result.isRefused = result.advice.contains { $0.isRefusal }
    return result
}

/// The refinement with its noise and its outliers.
struct HandEyeFit {
    var poses: HandEyePoses
    var noise: HandEyeNoise
    var free: HandEyeFreedom
    var isUsed: [Bool]
    /// The kinds of error whose variance was told together, and from how many degrees of freedom.
    private var variances: [(kinds: [HandEyeNoise.Kind], degreesOfFreedom: Double)] = []
    let stations: [Station]

    var used: [Station] { zip(stations, isUsed).filter(\.1).map(\.0) }

    init(_ stations: [Station], _ consensus: HandEyeConsensus, _ options: HandEyeOptions) {
        self.stations = stations
        poses = consensus.poses
        noise = consensus.noise
        isUsed = stations.map { _ in true }
        let distances = stations.map(\.cameraFromBoard.translation.length).sorted()
        let distance = max(distances[distances.count / 2], 1e-3)
        free = .none(distance: distance)
        let limit = ChiSquared.limit(exceededBy: options.outlierProbability, dimensions: 6)
        markOutliers(limit)
        // Which motions are free shows with a measurement's usual noise; what the residuals say of it comes with the fit.
        free = HandEyeFreedom(
            HandEyeEquations(used, poses, .usual(distance: distance)), distance: distance)
        for _ in 0..<Self.rounds {
            let before = (noise: noise, isUsed: isUsed)
            poses = refined(poses, used, noise, holding: free)
            estimateNoise()
            markOutliers(limit)
            if isUsed == before.isUsed, noise.change(from: before.noise) < Self.settled { break }
        }
        free = HandEyeFreedom(HandEyeEquations(used, poses, noise), distance: distance)
        poses = refined(poses, used, noise, holding: free)
        settleFreeTranslations(options.knownCoordinate)
    }

    /// Those out further than so many standard deviations, squared, and further yet where few stations told the
    /// variances; at least three stations stay.
    private mutating func markOutliers(_ chiSquared: Double) {
        let inverseFreedom = variances.reduce(0) { sum, variance in
            sum + Double(variance.kinds.reduce(0) { $0 + $1.count }) / (6 * variance.degreesOfFreedom)
        }
        let limit =
            chiSquared * ChiSquared.widening(chiSquared, dimensions: 6, inverseFreedom: inverseFreedom)
        let squared = stations.map { noise.squaredDistance(poses.residual(at: $0)) }
        let third = squared.sorted()[2]
        isUsed = squared.map { $0 <= max(limit, third) }
    }

    /// The variances from the residuals and the degrees of freedom that both poses took of them.
    private mutating func estimateNoise() {
        let used = used
        for _ in 0..<Self.noiseRounds {
            guard let parts = HandEyeEquations(used, poses, noise).predictionCovariances(at: used, free) else { return }
            var (squares, taken) = ([0.0, 0, 0, 0], [0.0, 0, 0, 0])
            for (station, part) in zip(used, parts) {
                let residual = poses.residual(at: station)
                for kind in HandEyeNoise.Kind.allCases {
                    squares[kind.rawValue] += noise.squared(residual, kind)
                    let predicted = kind.isRotation ? part.rotation : part.translation
                    taken[kind.rawValue] += (kind.projector(ray: residual.ray).matrix * predicted).trace / noise[kind]
                }
            }
            let before = noise
            // Few pairs don't tell four variances apart.
            let groups: [[HandEyeNoise.Kind]] =
                used.count < Self.pairsForFourVariances
                ? [[.turnAboutRay, .tilt], [.distance, .direction]] : HandEyeNoise.Kind.allCases.map { [$0] }
            variances = []
            for group in groups {
                let total = group.reduce(0) { $0 + Double(used.count * $1.count) - taken[$1.rawValue] }
                let sum = group.reduce(0) { $0 + squares[$1.rawValue] }
                variances.append((group, max(total, 1)))
                for kind in group { noise[kind] = max(sum / max(total, 1), Self.leastVariance) }
            }
            if noise.change(from: before) < Self.settled { break }
        }
    }

    private static let rounds = 40
    /// Of the variances for one pair of poses; the rounds go on with them.
    private static let noiseRounds = 3
    /// The largest share by which a variance may still change when the fit is done: what is left then moves no pose by a
    /// hundredth of its standard deviation.
    private static let settled = 1e-5
    private static let pairsForFourVariances = 8
    /// Of a pose written with ten places; perfect input must not divide by 0.
    private static let leastVariance = 1e-24

    /// Where pairs leave a way of the camera free, the point nearest to the carrier's origin is given, or the one with a
    /// coordinate that is known; the board goes along.
    private mutating func settleFreeTranslations(_ known: (axis: Int, value: Double)?) {
        let rotation = poses.carrierFromCamera.rotation
        let ways = free.directions.filter { $0.rotation.length < 1e-2 }.map { (rotation * $0.translation).normalized }
        guard ways.count == 1, let way = ways.first else { return }
        if let known, abs(way[known.axis]) > 0.1 {
            let missing = known.value - poses.carrierFromCamera.translation[known.axis]
            poses.carrierFromCamera.translation += way * (missing / way[known.axis])
        } else {
            poses.carrierFromCamera.translation -= way * way.dot(poses.carrierFromCamera.translation)
        }
        for _ in 0..<5 {
            guard let step = HandEyeEquations(used, poses, noise).boardStep else { return }
            poses.holderFromBoard = RigidTransform(exponential: step) * poses.holderFromBoard
        }
    }

    /// Of the camera in the carrier's frame, as wide as makes its ellipsoid of 95 % hold though the variances are
    /// estimated too; nil where a direction is free.
    var covariance: PoseCovariance? {
        guard free.directions.isEmpty,
            let (covariance, inverseFreedom) = HandEyeEquations(used, poses, noise).cameraCovariance(
                ofEstimated: variances, noise, used)
        else { return nil }
        let widening = ChiSquared.widening(
            ChiSquared.limit(exceededBy: 0.05, dimensions: 6), dimensions: 6, inverseFreedom: inverseFreedom)
        return PoseCovariance((covariance * widening).transported(by: poses.carrierFromCamera))
    }

    /// Each used station's residual if the others alone had told the poses.
    func leftOutResiduals() -> [HandEyeResidual] {
        let used = used
        guard used.count > 3 else { return [] }
        return used.indices.map { index in
            var others = used
            others.remove(at: index)
            return refined(poses, others, noise, holding: free, iterations: 5).residual(at: used[index])
        }
    }
}

extension HandEyeNoise {
    /// The largest change of a variance, as a share of it.
    fileprivate func change(from other: HandEyeNoise) -> Double {
        zip(other.variances, variances).map { abs($0 / $1 - 1) }.max() ?? 0
    }

    /// What a good board and robot have: 0.1° and a thousandth of the distance.
    static func usual(distance: Double) -> HandEyeNoise {
        let (angle, length) = (0.1 * Double.pi / 180, 1e-3 * distance)
        return HandEyeNoise(rotation: angle * angle, translation: length * length)
    }
}

extension HandEyeCalibration {
    init(_ fit: HandEyeFit, _ stations: [Station], mount: CameraMount, order: [Int]) {
        self.mount = mount
        parentFromCamera = fit.poses.carrierFromCamera
        holderFromBoard = fit.poses.holderFromBoard
        let residuals = stations.map { fit.poses.residual(at: $0) }
        pairs = zip(order, residuals).enumerated().map { place, pair in
            PairResidual(
                index: pair.0,
                error: PoseError(rotation: pair.1.rotation.length, translation: pair.1.translation.length),
                isUsed: fit.isUsed[place])
        }.sorted { $0.index < $1.index }
        rms = PoseError(rootMeanSquareOf: zip(residuals, fit.isUsed).filter(\.1).map(\.0))
        leaveOneOut = PoseError(rootMeanSquareOf: fit.leftOutResiduals())
        let rotation = fit.poses.carrierFromCamera.adjoint
        freeDirections = fit.free.directions.map { direction in
            // Of a pure way the unit is a metre; a turn is given with the way that belongs to it.
            if direction.rotation.length < 1e-2 {
                let way = fit.poses.carrierFromCamera.rotation * direction.translation
                return Twist(translation: way.normalized)
            }
            let motion =
                rotation
                * Twist(rotation: direction.rotation, translation: direction.translation * fit.free.distance)
            return motion * (1 / motion.rotation.length)
        }
        covariance = fit.covariance
        advice = []
        isRefused = false
        let used = fit.used
        let ranges = used.map(\.cameraFromBoard.translation.length)
        distances = (ranges.min() ?? 0)...(ranges.max() ?? 0)
        let places =
            mount == .base
            ? used.map { fit.poses.carrierFromCamera * $0.cameraFromBoard.translation }
            : [fit.poses.holderFromBoard.translation]
        boardBounds = places.reduce(into: (min: places[0], max: places[0])) { box, place in
            box.min.replace(with: place, where: place .< box.min)
            box.max.replace(with: place, where: place .> box.max)
        }
        noise = fit.noise.variances.map { $0.squareRoot() }
    }
}

extension PoseError {
    init(rootMeanSquareOf residuals: [HandEyeResidual]) {
        let n = Double(max(residuals.count, 1))
        self.init(
            rotation: (residuals.reduce(0) { $0 + $1.rotation.squaredLength } / n).squareRoot(),
            translation: (residuals.reduce(0) { $0 + $1.translation.squaredLength } / n).squareRoot())
    }
}
