public import LinearAlgebra
public import Parallel
import PointClouds
import SpatialSearch

/// How one run of ICP goes.
public struct LocalOptions: Sendable {
    /// What is brought together.
    public var method: AlignmentMethod
    /// How large errors count.
    public var kernel: RobustKernel
    /// Pairs further apart than this are none, in metres.
    public var maximumDistance: Double
    /// Steps after which the run ends where it is.
    public var maximumIterations: Int
    /// A step below both ends the run, in radians and metres.
    public var rotationTolerance: Double
    /// In metres.
    public var translationTolerance: Double
    /// The share of the closest pairs that counts.
    public var keptShare: Double
    /// Whether points are paired only where their normals are within 60°, whichever side they show.
    public var comparesNormals: Bool
    /// Whether the normals' sides count in that.
    public var comparesSides: Bool
    /// Motions to leave as the start has them, or another pose.
    public var locks: MotionLocks
    /// How many cores to use; the result doesn't depend on it.
    public var threads: Int

    /// Lengths in metres, angles in radians.
    public init(
        method: AlignmentMethod = .generalized, kernel: RobustKernel = .none, maximumDistance: Double,
        maximumIterations: Int = 30, rotationTolerance: Double = 1e-4, translationTolerance: Double = 1e-3,
        keptShare: Double = 1, comparesNormals: Bool = false, comparesSides: Bool = false,
        locks: MotionLocks = MotionLocks([]), threads: Int = availableThreads
    ) {
        (self.method, self.kernel, self.locks, self.threads) = (method, kernel, locks, threads)
        (self.maximumDistance, self.maximumIterations) = (maximumDistance, maximumIterations)
        (self.rotationTolerance, self.translationTolerance) = (rotationTolerance, translationTolerance)
        (self.keptShare, self.comparesNormals, self.comparesSides) = (keptShare, comparesNormals, comparesSides)
    }
}

/// Where a run of ICP ended.
public struct LocalAlignment: Sendable {
    /// Maps the source's coordinates into the target's, metres.
    public var targetFromSource: RigidTransform
    /// Steps taken.
    public var iterations: Int
    /// Whether the last step was below the tolerances, rather than one too many or none that makes things better.
    public var isSettled: Bool
    /// At the last linearisation.
    var equations: NormalEquations

    /// Pairs within reach at the last linearisation.
    public var pairs: Int { equations.pairs }
}

/// ICP from `start`: pairs with the nearest point, a Levenberg–Marquardt step on SE(3), and again.
///
/// Nothing is judged here: whether the pose can be believed is for `align(_:to:options:)` to say. Same input, same bits,
/// for any number of threads.
///
/// - Complexity: O(*n* log *m*) an iteration; from the second on, the neighbour of the last iteration bounds the search.
public func alignLocally(
    _ source: SurfaceSamples, to target: SurfaceSamples, from start: RigidTransform = .identity,
    _ options: LocalOptions
) -> LocalAlignment {
    switch options.method {
    case .pointToPoint: iterate(PointToPointFactor.self, source, target, start, options)
    case .pointToPlane: iterate(PointToPlaneFactor.self, source, target, start, options)
    case .symmetric: iterate(SymmetricFactor.self, source, target, start, options)
    case .generalized: iterate(GeneralizedFactor.self, source, target, start, options)
    }
}

private func iterate<Factor: RegistrationFactor>(
    _ factor: Factor.Type, _ source: SurfaceSamples, _ target: SurfaceSamples, _ start: RigidTransform,
    _ options: LocalOptions
) -> LocalAlignment {
    var pairs = Correspondences(count: source.count)
    var pose = start
    var descent = LevenbergMarquardt(trials: 8)
    var iterations = 0
    pairs.update(source, target, pose, options)
    var equations = pairs.equations(factor, source, target, pose, options)
    var settled = false
    while iterations < options.maximumIterations, equations.pairs >= 3 {
        iterations += 1
        let outcome = descent.step(error: equations.error) { damping in
            equations.step(damping: damping, locks: options.locks.motions, about: pose * options.locks.center)
        } move: { step in
            let moved = pose.moved(by: step)
            return options.locks.isEmpty ? moved : options.locks.applied(to: moved, from: start)
        } errorOf: { candidate in
            // On the same pairs: with new ones, a worse pose that loses its worst pairs would look better.
            pairs.error(factor, source, target, candidate, options)
        } isNegligible: { step in
            step.rotation.length < options.rotationTolerance
                && step.translation.length < options.translationTolerance
        }
        if let accepted = outcome.accepted { pose = accepted.state }
        settled = outcome.isNegligible
        if settled || outcome.accepted == nil { break }
        pairs.update(source, target, pose, options)
        equations = pairs.equations(factor, source, target, pose, options)
    }
    return LocalAlignment(targetFromSource: pose, iterations: iterations, isSettled: settled, equations: equations)
}

/// Which target point each source point is paired with.
struct Correspondences: Sendable {
    /// −1 for none.
    var target: [Int32]
    /// Points a thread takes at a time; the sums have one partial sum a block, so that it is part of the result.
    private static let blockSize = 512
    /// A search is bounded by the distance to the last neighbour and a little more, since the tree may round it
    /// otherwise.
    private static let roundingMargin: Float = 1.000_01

    init(count: Int) { target = Array(repeating: -1, count: count) }

    /// Pairs every source point with the nearest target point within reach.
    mutating func update(
        _ source: SurfaceSamples, _ other: SurfaceSamples, _ pose: RigidTransform, _ options: LocalOptions
    ) {
        let reach = Float(options.maximumDistance)
        let contact = SurfaceContact.paired(comparesSides: options.comparesSides)
        let isTrimmed = options.keptShare < 1
        var distances = [Float](repeating: .infinity, count: isTrimmed ? target.count : 0)
        withSharedElements(&target, &distances) { target, distances in
            forEachBlock(of: target.count, size: Self.blockSize, threads: options.threads) { _, range in
                for i in range {
                    let p = SIMD3<Float>(pose * SIMD3<Double>(source.points[i]))
                    var bound = reach
                    if target[i] >= 0 {
                        let d = p - other.points[Int(target[i])]
                        bound = min(reach, (d * d).sum().squareRoot() * Self.roundingMargin)
                    }
                    let found = other.tree.nearest(to: p, within: bound)
                    target[i] = Int32(found?.index ?? -1)
                    if let found, options.comparesNormals {
                        let n = pose.rotation * SIMD3<Double>(source.normals[i])
                        if !contact.isAlike(n, SIMD3<Double>(other.normals[found.index])) { target[i] = -1 }
                    }
                    if isTrimmed, target[i] >= 0, let found { distances[i] = found.squaredDistance }
                }
            }
        }
        guard isTrimmed else { return }
        let found = distances.filter { $0 < .infinity }.sorted()
        guard !found.isEmpty else { return }
        let kept = min(1, max(0, options.keptShare)) * Double(found.count)
        let limit = found[max(0, Int(kept.rounded(.up)) - 1)]
        for i in target.indices where distances[i] > limit { target[i] = -1 }
    }

    /// The normal equations at `pose`, summed in fixed blocks in fixed order.
    func equations<Factor: RegistrationFactor>(
        _: Factor.Type, _ source: SurfaceSamples, _ other: SurfaceSamples, _ pose: RigidTransform,
        _ options: LocalOptions
    ) -> NormalEquations {
        orderedSum(of: target.count, blockSize: Self.blockSize, threads: options.threads, zero: NormalEquations()) {
            sum, i in
            guard target[i] >= 0 else { return }
            let j = Int(target[i])
            let p = pose * SIMD3<Double>(source.points[i])
            let r = p - SIMD3<Double>(other.points[j])
            let m = Factor.information(
                source: pose.rotation * SIMD3<Double>(source.normals[i]), target: SIMD3<Double>(other.normals[j]))
            let squaredError = r.dot(m * r)
            let weight = options.kernel.weight(squaredError)
            sum.add(p, residual: r, information: m, weight: weight)
            sum.error += options.kernel.loss(squaredError)
            sum.pairs += 1
        } combine: {
            $0 += $1
        }
    }

    func error<Factor: RegistrationFactor>(
        _: Factor.Type, _ source: SurfaceSamples, _ other: SurfaceSamples, _ pose: RigidTransform,
        _ options: LocalOptions
    ) -> Double {
        orderedSum(of: target.count, blockSize: Self.blockSize, threads: options.threads, zero: 0.0) { sum, i in
            guard target[i] >= 0 else { return }
            let j = Int(target[i])
            let r = pose * SIMD3<Double>(source.points[i]) - SIMD3<Double>(other.points[j])
            let m = Factor.information(
                source: pose.rotation * SIMD3<Double>(source.normals[i]), target: SIMD3<Double>(other.normals[j]))
            sum += options.kernel.loss(r.dot(m * r))
        } combine: {
            $0 += $1
        }
    }
}

extension RigidTransform {
    /// After a step of the optimiser, `p ↦ exp(ω) p + υ`, with a rotation that is orthonormal to rounding.
    func moved(by step: Twist) -> RigidTransform {
        let turn = Quaternion(rotationVector: step.rotation)
        let q = (turn * Quaternion(rotation: rotation)).normalized
        return RigidTransform(rotation: q.rotation, translation: turn.rotation * translation + step.translation)
    }

    /// The angle of the rotation, in radians.
    var angle: Double { Quaternion(rotation: rotation).rotationVector.length }
}
