import Grasping
import LinearAlgebra
import PointClouds
import RobotCell
import Segmentation
import SyntheticScans

/// Scenes whose answer is known: rendered with truth, so that segmentation has no say.
struct TestScene {
    var scan: SyntheticScan
    var worldFromCamera: RigidTransform
    var segments: SegmentedScene

    init(_ solids: [Solid], noise: Double = 0, seed: UInt64 = 1) {
        var camera = DepthCamera(at: Vector3(0, -0.6, 0.6), lookingAt: Vector3(0, 0, 0.03))
        (camera.width, camera.height, camera.focalLength) = (320, 240, 330)
        (camera.noise, camera.baseline) = (noise, noise > 0 ? 0.075 : 0)
        scan = camera.scan(TableScene(solids: solids), seed: seed)
        worldFromCamera = camera.worldFromCamera
        segments = Self.segments(scan.truth, cameraFromWorld: worldFromCamera.inverse)
    }

    /// What a segmentation without a fault would say: the labels are the truth's.
    static func segments(_ labels: [UInt32], cameraFromWorld: RigidTransform) -> SegmentedScene {
        let normal = cameraFromWorld.rotation * Vector3(0, 0, 1)
        let count = Int(labels.max() ?? 1)
        let objects = (2...max(2, count)).map { label in
            SegmentedObject(id: label - 2, pointIndices: labels.indices.filter { labels[$0] == UInt32(label) })
        }
        return SegmentedScene(
            labels: labels,
            support: SupportPlane(
                normal: normal, offset: normal.dot(cameraFromWorld.translation), inliers: 1, rmse: 0),
            objects: objects, diagnostics: SegmentationDiagnostics())
    }

    var graspScene: GraspScene { GraspScene(scan.cloud, segments: segments)! }

    func search(
        _ options: GraspOptions = .init(), motion: PickMotion = .init(), gripper: JawGripper = .test, threads: Int = 2
    ) -> GraspSearchResult {
        grasps(
            in: GraspScene(scan.cloud, segments: segments, threads: threads)!, gripper: .jaw(gripper), motion: motion,
            options: options, threads: threads)
    }

    /// A grasp in the world: z up, the table at 0.
    func world(_ grasp: Grasp) -> RigidTransform { worldFromCamera * grasp.scanFromGrasp }
}

extension Grasp {
    /// How two fingers hold it: no other gripper is tested here.
    var jaw: JawGrip {
        guard case .jaw(let jaw) = grip else { preconditionFailure("held by another kind than the tests' gripper") }
        return jaw
    }
}

extension JawGripper {
    static let test = JawGripper(
        opening: 0...0.085, fingers: Part(length: 0.045, width: 0.02, thickness: 0.008),
        palm: Part(length: 0.06, width: 0.08, thickness: 0.14))
}

extension Solid {
    static func box(_ x: Double, _ y: Double, _ z: Double, at position: Vector3, yaw: Double = 0) -> Solid {
        .box(Vector3(x, y, z), at: position, yaw: yaw, color: SIMD3(200, 60, 40))
    }
}
