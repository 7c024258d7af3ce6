import Glibc
public import LinearAlgebra
public import RobotCell
import Segmentation

/// The surface that the objects of a plan stand on, as the scan shows it, in the base.
public struct PlannedSupport: Equatable, Sendable {
    /// Where it is below the middle of the objects, along the base's z; metres.
    public var height: Double
    /// Its normal in the base.
    public var normal: Vector3
    /// How far it leans, radians: against what the cell expects, else against level in the base.
    public var lean: Double
    /// How far it lies from where the cell expects it, along the expected normal, metres: positive over it. `nil` where
    /// the cell doesn't say.
    public var offset: Double?
    /// What the cell allows.
    public var settings: SupportSettings

    /// The surface below a point of the base.
    public init(height: Double, normal: Vector3, lean: Double, offset: Double? = nil, settings: SupportSettings) {
        (self.height, self.normal, self.lean, self.offset) = (height, normal, lean, offset)
        self.settings = settings
    }

    /// Whether it leans more than grasps may be trusted on.
    public var leansTooMuch: Bool { lean > settings.maximumLean }

    /// Whether the scan shows it elsewhere than the cell expects it.
    public var disagrees: Bool {
        guard let offset else { return false }
        return abs(offset) > settings.tolerance || leansTooMuch
    }
}

extension PlannedSupport {
    /// The scene's support, as a cell sees it.
    init(of scene: GraspScene, baseFromScan: RigidTransform, cell: CellFile) throws(FrameTreeError) {
        let count = Double(max(1, scene.objects.count))
        var middle = scene.objects.reduce(Vector3.zero) { $0 + $1.centroid } / count
        middle.z = 0
        let point = baseFromScan * (scene.scanFromSupport * middle)
        let normal = baseFromScan.rotation * scene.support.normal
        func angle(to other: Vector3) -> Double { acos(max(-1, min(1, normal.dot(other)))) }
        guard let expected = cell.support.expected else {
            self.init(height: point.z, normal: normal, lean: angle(to: Vector3(0, 0, 1)), settings: cell.support)
            return
        }
        let baseFromFrame = try cell.frames.transform(from: expected.frame, to: cell.base).pose
        let expectedNormal = baseFromFrame.rotation * expected.normal
        self.init(
            height: point.z, normal: normal, lean: angle(to: expectedNormal),
            offset: expectedNormal.dot(point - baseFromFrame.translation) - expected.height, settings: cell.support)
    }
}
