public import Files
import LinearAlgebra
public import PointClouds

/// Something odd about a file that is read all the same.
public enum CloudFileWarning: Equatable, Sendable, NamesSettings {
    case noPositions
    case missingAxes([String])
    case noVertices
    case looksLikeMillimeters
    /// Read as millimetres, and only so wide (metres).
    case looksLikeMeters(Double)
    case widened
    case leftOut(String, CloudFormat)
    case triangleCount(promised: Int, held: Int)
    case bytesBehindTriangles(Int)
    case noEndOfSolid

    public var description: String { description(naming: .labels) }

    public func description(naming settings: SettingNames) -> String {
        switch self {
        case .noPositions: "the file has no fields x y z: none of its points is valid"
        case .missingAxes(let names): "the file has no field \(names.joined(separator: " and no ")): taken as 0"
        case .noVertices: "the file has no element vertex: the cloud is empty"
        case .looksLikeMillimeters:
            "the cloud is over 100 m wide: if the file is in millimetres, say \(settings("unit", "mm"))"
        case .looksLikeMeters(let width):
            "the cloud is only \(width.asMillimeters(decimals: 3)) wide: is the file in metres? Then leave out"
                + " \(settings("unit", "mm"))"
        case .widened:
            "the text of the positions says more than the Float32 its header declares: they are kept as Float64"
        case .triangleCount(let promised, let held):
            "its header says \(promised) triangles and its size \(held): read are all \(held)"
        case .bytesBehindTriangles(let count): "\(count) bytes behind the last triangle passed over"
        case .noEndOfSolid: "the text ends without endsolid: is the file whole?"
        case .leftOut(let what, let format): "\(what) left out: \(format.name) has no place for it"
        }
    }
}
