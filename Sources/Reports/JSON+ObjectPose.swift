package import CloudGeometry
import LinearAlgebra
package import Segmentation

extension JSON {
    /// What is known of one object: the members that every schema with objects shares.
    package static func members(of object: ObjectPose) -> [(key: String, value: JSON)] {
        [
            ("points", JSON(object.count)),
            ("invalid_points", JSON(object.invalidCount)),
            ("centroid", JSON(object.centroid)),
            ("covariance", JSON(object.covariance)),
            ("eigenvalues", JSON(object.eigenvalues)),
            ("pose", JSON(pose: object.cloudFromObject)),
            ("extents", JSON(object.extents)),
            ("box", ["pose": JSON(pose: object.box.cloudFromBox), "extents": JSON(object.extents)]),
            ("axis_std_deg", JSON((0..<3).map { object.axisStandardDeviation[$0].inDegrees })),
            ("ambiguous_axes", JSON(object.ambiguousAxes.sorted().map(\.rawValue))),
            ("ambiguous_signs", JSON(object.ambiguousSigns.sorted().map(\.rawValue))),
            ("symmetry", JSON(object.symmetry.rawValue)),
        ]
    }

    /// The same of one object of a scene, with its number and what it stands on.
    package static func members(of object: PosedObject) -> [(key: String, value: JSON)] {
        [("id", JSON(object.object.id)), ("label", JSON(Int(object.object.label)))] + members(of: object.pose) + [
            ("stands_on", object.standsOn.map { JSON($0) } ?? .null),
            ("stands_at", object.standsAt.map { JSON($0) } ?? .null),
        ]
    }

    package init(_ object: ObjectPose) { self = .object(JSON.members(of: object)) }
}
