import CloudGeometry
import Glibc
import LinearAlgebra

/// Poses of one object from repeated scans: how often each axis was within two of its standard deviations of the mean,
/// how far it typically was, and how often it pointed the other way without a word.
struct PoseSeries: CustomStringConvertible {
    private(set) var within = [0.0, 0, 0]
    private(set) var median = [0.0, 0, 0]
    /// The root mean square of deviation and statement: above 1 the statement flatters.
    private(set) var ratio = [0.0, 0, 0]
    private(set) var silentFlips = 0
    private(set) var count = 0

    private var poses: [ObjectPose] = []
    private var rotations: [Matrix3] = []

    /// Runs `trials` scans; `scan` gives a pose, and its axes in the object's own frame.
    init(trials: Int, scan: (_ trial: UInt64) throws -> (pose: ObjectPose, axes: Matrix3)) rethrows {
        for trial in 0..<UInt64(trials) {
            let (pose, axes) = try scan(trial)
            poses.append(pose)
            rotations.append(axes)
        }
        count = trials
        for (k, axis) in Axis.allCases.enumerated() { summarize(k, axis) }
    }

    private mutating func summarize(_ k: Int, _ axis: Axis) {
        let directions = rotations.map { $0.column(k) }
        let spread = directions.reduce(SymmetricMatrix3.zero) { $0 + SymmetricMatrix3(outer: $1) }
        var mean = spread.eigen().vectors.columns.x
        if directions.count(where: { $0.dot(mean) > 0 }) * 2 < directions.count { mean = mean * -1 }
        var ratios: [Double] = []
        var (squares, stated) = (0.0, 0.0)
        for (pose, direction) in zip(poses, directions) {
            let angle = atan2(direction.cross(mean).length, abs(direction.dot(mean)))
            let deviation = pose.axisStandardDeviation[k]
            ratios.append(angle / deviation)
            squares += angle * angle
            stated += deviation * deviation
            let isSaid = pose.ambiguousAxes.contains(axis) || pose.ambiguousSigns.contains(axis)
            if direction.dot(mean) < 0 && !isSaid { silentFlips += 1 }
        }
        within[k] = Double(ratios.count { $0 <= 2 }) / Double(ratios.count)
        median[k] = ratios.sorted()[ratios.count / 2]
        ratio[k] = (squares / stated).squareRoot()
    }

    /// The mean stated deviation of each axis in degrees.
    var stated: Vector3 {
        poses.reduce(.zero) { $0 + $1.axisStandardDeviation } / Double(count) * (180 / Double.pi)
    }

    var description: String {
        func list(_ values: [Double]) -> String {
            values.map { "\(($0 * 1000).rounded() / 1000)" }.joined(separator: " ")
        }
        let s = stated
        return "within 2σ: \(list(within)); median/σ: \(list(median)); true/stated: \(list(ratio)); "
            + "σ in degrees: \(list([s.x, s.y, s.z])); silent flips: \(silentFlips) of \(count)"
    }
}
