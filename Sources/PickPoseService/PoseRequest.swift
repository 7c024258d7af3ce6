import CloudFiles
import CloudGeometry
public import Parallel
import PointClouds
public import Reports
import RobotCell

/// Where one object is, how it lies, and how certain that is.
public struct PoseRequest: Request {
    public var scan: CloudInput
    /// In the scan's frame: of the poses that the points don't tell apart the one nearest to it is given.
    public var reference: PoseInput?
    public var meshPoints: MeshPoints
    /// How many cores to use; the answer doesn't depend on it.
    public var threads: Int

    public init(
        _ scan: CloudInput, reference: PoseInput? = nil, meshPoints: MeshPoints = .surface,
        threads: Int = availableThreads
    ) {
        (self.scan, self.reference, self.meshPoints, self.threads) = (scan, reference, meshPoints, threads)
    }

    public func perform(_ diagnostics: inout Diagnostics) throws -> PoseReport {
        let nearTo = try reference.map { try diagnostics.pose($0, for: diagnostics.settings("reference")).pose }
        let read = try diagnostics.readObject(scan, meshPoints: meshPoints, threads: threads)
        do throws(CloudGeometryError) {
            let object = try diagnostics.timed("pose") { () throws(CloudGeometryError) in
                try read.file.cloud.estimatedPose(
                    reference: nearTo, assumingIndependentPoints: read.isSampledSurface, threads: threads)
            }
            return PoseReport(object: .success(object))
        } catch {
            diagnostics.warn("\(scan.name): \(error)")
            return PoseReport(object: .failure(error))
        }
    }
}
