import CloudGeometry
import LinearAlgebra

extension JSON {
    /// What is known of one object: the members that every schema with objects shares.
    static func members(of object: ObjectPose) -> [(key: String, value: JSON)] {
        let deviation = object.axisStandardDeviation * (180 / Double.pi)
        return [
            ("points", JSON(object.count)),
            ("invalid_points", JSON(object.invalidCount)),
            ("centroid", JSON(object.centroid)),
            ("covariance", JSON(object.covariance)),
            ("eigenvalues", JSON(object.eigenvalues)),
            ("pose", JSON(pose: object.cloudFromObject)),
            ("extents", JSON(object.extents)),
            ("box", ["pose": JSON(pose: object.box.cloudFromBox), "extents": JSON(object.extents)]),
            ("axis_std_deg", JSON(deviation)),
            ("ambiguous_axes", JSON(object.ambiguousAxes.sorted().map(\.rawValue))),
            ("ambiguous_signs", JSON(object.ambiguousSigns.sorted().map(\.rawValue))),
            ("symmetry", JSON(object.symmetry.rawValue)),
        ]
    }

    init(_ object: ObjectPose) { self = .object(JSON.members(of: object)) }
}
