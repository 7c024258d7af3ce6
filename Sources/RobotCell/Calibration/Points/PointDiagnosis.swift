import LinearAlgebra

/// Looks for what is wrong with a set of touched points: too little spread, and mistakes that another reading of the same
/// numbers would mend.
struct PointDiagnosis {
    var advice: [CalibrationAdvice] = []

    /// How much better another reading has to fit.
    private static let convincing = 5.0
    /// A ratio of lengths beyond this is another unit's.
    private static let unitRatio = 3.0
    /// The scale is named from this share on, where it is also as many standard deviations from 1.
    private static let leastScale = 0.005
    private static let significance = 5.0

    /// - Parameter given: the points in the order in which they were given.
    init(_ given: [PointPair], _ fit: PointFit, _ result: PointCalibration) {
        let scaled = PointFit.alignment(of: given, estimatingScale: true)
        if let scale = scaled?.scale, scale > 0, max(scale, 1 / scale) > Self.unitRatio {
            let factor = HandEyeDiagnosis.unitFactors.min { distance($0, scale) < distance($1, scale) } ?? scale
            advice.append(.pointUnit(factor: distance(factor, scale) < 1.5 ? factor : scale))
            return
        }
        if let misread = misreading(given, fit) {
            advice.append(misread)
            return
        }
        if let axis = fit.freeDirections.first?.rotation {
            advice.append(.pointsOnALine(x: axis.x, y: axis.y, z: axis.z))
            return
        }
        if let scale = scale(fit) { advice.append(.pointScale(factor: scale)) }
        let outliers = result.points.filter { !$0.isUsed }.map(\.index)
        if !outliers.isEmpty { advice.append(.outliers(outliers)) }
        let left = given.count - outliers.count
        if given.count > 3, left <= 3 || 2 * left <= given.count {
            advice.append(.mostlyOutliers(left: left, of: given.count))
        }
        if left <= Self.fewPoints { advice.append(.fewPoints(left)) }
    }

    /// From so few points three coordinates each leave little to tell the noise from.
    private static let fewPoints = 5

    private func misreading(_ given: [PointPair], _ fit: PointFit) -> CalibrationAdvice? {
        guard given.count > 4 else { return nil }
        // Below a thousandth of the spread nothing was misread.
        let median = given.map { fit.residual(of: $0) }.sorted()[given.count / 2]
        func times(_ pairs: [PointPair]) -> Double {
            guard pairs.count > 4 else { return 0 }
            return PointFit.consensus(pairs).map { median / max($0.median, 1e-9) } ?? 0
        }
        guard median > 1e-4 else { return nil }
        var found: [(times: Double, advice: CalibrationAdvice)] = []
        let mirrored = times(
            given.map { PointPair(robot: $0.robot, camera: Vector3(-$0.camera.x, $0.camera.y, $0.camera.z)) })
        found.append((mirrored, .mirrored(times: mirrored)))
        for shift in [1, -1] {
            let shifted = given.indices.filter { given.indices.contains($0 + shift) }.map {
                PointPair(robot: given[$0].robot, camera: given[$0 + shift].camera)
            }
            let better = times(shifted)
            found.append((better, .pointsShifted(by: shift, times: better)))
        }
        return found.filter { $0.times > Self.convincing }.max { $0.times < $1.times }?.advice
    }

    /// The factor of the camera's lengths under which the points fit best, where it is surely not 1.
    private func scale(_ fit: PointFit) -> Double? {
        let cameras = fit.used.map(\.camera)
        let mean = cameras.reduce(.zero, +) / Double(cameras.count)
        let spread = cameras.reduce(0) { $0 + ($1 - mean).squaredLength }
        guard spread > 0, let scaled = PointFit.alignment(of: fit.used, estimatingScale: true) else { return nil }
        let freedom = Double(max(3 * cameras.count - 7, 1))
        let deviation = (scaled.rmse * scaled.rmse * Double(cameras.count) / freedom / spread).squareRoot()
        let offset = abs(scaled.scale - 1)
        return offset > Self.leastScale && offset > Self.significance * deviation ? scaled.scale : nil
    }
}

/// How far apart two factors are, as a factor from 1.
private func distance(_ a: Double, _ b: Double) -> Double { max(a / b, b / a) }
