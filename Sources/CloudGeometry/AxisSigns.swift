import LinearAlgebra

/// Which way the principal axes point, so that two scans of one object agree.
///
/// z towards the viewpoint when there is one, else to the side of the positive third moment; x to that side; y = z × x.
struct AxisSigns: Equatable, Sendable {
    /// +1 or -1 for each axis; the product makes the frame right-handed when `axes` is.
    var signs: Vector3
    /// Signs that the data don't fix. y follows from x and z, so it is open when one of them is.
    var ambiguous: Set<Axis>

    /// Of the elevation's sine: what rounding leaves of one that is 0.
    private static let leastLeeway = 1e-9

    /// - Parameter toViewpoint: from the centroid to the viewpoint, if there is one.
    init(axes: Matrix3, toViewpoint: Vector3?, frame: FrameMoments, uncertainty: AxisUncertainty) {
        func side(_ value: Double) -> Double { value < 0 ? -1 : 1 }
        let significance = AxisUncertainty.significance
        ambiguous = []

        let x = side(frame.cubes.x)
        if uncertainty.skewnessScore.x <= significance { ambiguous.formUnion([.x, .y]) }

        let z: Double
        if let toViewpoint {
            // Seen edge-on, an axis that leans a little further points the other way.
            let elevation = axes.columns.z.dot(toViewpoint.normalized)
            z = side(elevation)
            let leeway = max(significance * uncertainty.standardDeviation.z, Self.leastLeeway)
            if abs(elevation) <= leeway { ambiguous.formUnion([.y, .z]) }
        } else {
            z = side(frame.cubes.z)
            if uncertainty.skewnessScore.z <= significance { ambiguous.formUnion([.y, .z]) }
        }
        signs = Vector3(x, x * z, z)
    }
}
