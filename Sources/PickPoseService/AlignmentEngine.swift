import CloudGeometry
import LinearAlgebra
import PCLBridge
import PointClouds
import Registration

/// Who brings clouds together; who judges the result is pickpose itself either way.
public enum AlignmentEngine: String, CaseIterable, Sendable {
    case own
    /// PCL's ICP as a second opinion: from a start, without a search.
    case pcl
}

extension PCLEngine {
    /// Where PCL's ICP ends from the start, on clouds thinned to the finest scale that pickpose would use.
    func pose(of source: PointCloud, in target: PointCloud, options: Registration.AlignmentOptions) throws
        -> RigidTransform
    {
        let scale = try finestVoxel(aligning: source, to: target, options: options)
        let thin = try [source, target].map { try voxelDownsampling(of: $0.positions, size: scale).positions }
        let origins = [source, target].map { RigidTransform(translation: $0.origin) }
        var settings = PCLEngine.AlignmentOptions()
        settings.method =
            switch options.method {
            case .pointToPoint: .pointToPoint
            case .pointToPlane, .symmetric: .pointToPlane
            case .generalized: .generalized
            }
        settings.correspondenceDistance = 8 * scale
        settings.initialTargetFromSource = origins[1].inverse * options.search.start * origins[0]
        let n = try align(thin[0], to: thin[1], options: settings).targetFromSource
        // Single precision: a rotation to rounding again.
        let turn = Quaternion(
            rotation: Matrix3(
                rows: Vector3(n[0], n[1], n[2]), Vector3(n[4], n[5], n[6]), Vector3(n[8], n[9], n[10])))
        let pose = RigidTransform(rotation: turn.normalized.rotation, translation: Vector3(n[3], n[7], n[11]))
        return origins[1] * pose * origins[0].inverse
    }
}
