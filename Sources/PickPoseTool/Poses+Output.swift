import LinearAlgebra
import RobotCell

extension JSON {
    init(name: String?) { self = name.map { JSON($0) } ?? .null }
}

extension RigidTransform {
    /// Four rows, as NumPy's `loadtxt` reads them.
    var rowsAsText: String {
        let numbers = formatted(.matrix).split(separator: " ")
        return stride(from: 0, to: 16, by: 4).map { numbers[$0..<$0 + 4].joined(separator: " ") }.joined(
            separator: "\n")
    }
}

extension PoseCovariance {
    /// Of the pose's orientation and of its own origin, along the axes of the frame it is given in.
    func json(of pose: RigidTransform) -> JSON {
        let (rotation, position) = deviations(of: pose)
        return ["rotation": JSON(rotation), "position": JSON(position)]
    }
}

extension PoseDifference {
    var json: JSON {
        [
            "angle": JSON(angle), "distance": JSON(distance), "axis": JSON(axis),
            "point": point.map { JSON($0) } ?? .null, "advance": JSON(advance),
        ]
    }

    var text: String {
        func rounded(_ value: Double) -> Double { value.rounded(to: 6) }
        func list(_ v: Vector3) -> String { [v.x, v.y, v.z].map { "\(rounded($0))" }.joined(separator: " ") }
        let screw = point.map { "axis \(list(axis)) through \(list($0)), advance \(rounded(advance)) m" }
        return """
            angle     \(rounded(angle * 180 / .pi)) deg
            distance  \(rounded(distance)) m
            screw     \(screw ?? "no turn; direction \(list(axis))")
            """
    }
}
