public import Files
import LinearAlgebra
public import RobotCell

/// What in a request itself is wrong.
public enum RequestError: Error, Equatable, Sendable {
    /// The text given for a pose is none; the setting is named as the request's ``Diagnostics`` do.
    case pose(setting: String, PoseTextError)
    /// A pose that a robot would go by looks like another unit's.
    case doubtfulUnit(setting: String, PoseRemark)
    /// Voxels larger than a cloud would leave one point of it; metres.
    case voxelTooLarge(Double, cloud: String, size: Double)
    case noSuchObject(Int, count: Int)
    /// PCL has no such setting.
    case notWithPCL(setting: String)
    /// A file of pairs that doesn't say where the camera is.
    case mountNotSaid(file: String)
}

extension RequestError: NamesSettings {
    public var description: String { description(naming: .labels) }

    public func description(naming settings: SettingNames) -> String {
        switch self {
        case .pose(let setting, let error): "\(setting): \(error.description(naming: settings))"
        case .doubtfulUnit(let setting, let remark): "\(setting): \(remark); \(PoseRemark.unitRemedy)"
        case .voxelTooLarge(let voxel, let cloud, let size):
            "\(settings("voxel", "\(voxel)")): \(cloud) is \(size.rounded(to: 6)) m across; give metres below that."
        case .noSuchObject(let object, let count):
            "\(settings("object", "\(object)")): the scene has \(count) objects, from 0."
        case .notWithPCL(let setting):
            "\(setting): PCL has no such setting; leave out it or \(settings("engine", "pcl"))."
        case .mountNotSaid(let file):
            "\(file): it doesn't say where the camera is: give \(settings("mount", "hand")) (on the flange) or "
                + "\(settings("mount", "base")) (fixed)."
        }
    }
}
