public import LinearAlgebra
public import PointClouds

extension PCLEngine {
    /// Which of PCL's registrations.
    public enum AlignmentMethod: Int64, Sendable, CaseIterable {
        case pointToPoint = 0
        case pointToPlane = 1
        case generalized = 2
    }

    /// How PCL's registration goes.
    public struct AlignmentOptions: Sendable {
        /// Which of PCL's registrations.
        public var method = AlignmentMethod.generalized
        /// Steps after which it ends.
        public var iterations = 50
        /// Points farther apart than this are no pair, in metres.
        public var correspondenceDistance = 1.0
        /// Steps whose squared length is below this end the search.
        public var translationEpsilon = 1e-6
        /// Where it starts, metres.
        public var initialTargetFromSource = RigidTransform.identity

        /// Everything at its default.
        public init() {}
    }

    public struct Alignment: Sendable {
        /// PCL computes it in single precision, so it is a rotation to about 1e-6. Row by row.
        public var targetFromSource: [Double]
        /// What PCL says of itself.
        public var converged: Bool
        /// Mean squared distance of the source's points to their nearest in the target, in m².
        public var fitness: Double
    }

    /// Brings `source` onto `target` by one of PCL's ICPs; both need 20 valid points.
    public func align(
        _ source: Coordinates, to target: Coordinates, options: AlignmentOptions = .init()
    ) throws(PCLBridgeError) -> Alignment {
        try check(source, for: .alignment)
        try check(target, for: .alignment)
        let answer = try ask(.alignment) { request in
            request.append(source)
            request.append(target)
            request.append([options.method.rawValue, Int64(options.iterations)])
            request.append(
                [options.correspondenceDistance, options.translationEpsilon]
                    + options.initialTargetFromSource.rows.flatMap { $0 })
        }
        return try reading(.alignment) { () throws(GarbledMessage) in
            let numbers = try answer.numbers(0, as: Double.self, count: 17)
            return Alignment(
                targetFromSource: Array(numbers[..<16]),
                converged: try answer.numbers(1, as: Int64.self, count: 1)[0] != 0, fitness: numbers[16])
        }
    }
}
