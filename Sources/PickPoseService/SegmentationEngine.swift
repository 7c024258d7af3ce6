import Files
import LinearAlgebra
public import PCLBridge
import PointClouds
public import Segmentation

/// Who takes a scene apart, and with which settings.
public enum SegmentationEngine: Sendable {
    /// pickpose itself.
    case own(SegmentationOptions = .init())
    /// PCL's LCCP as a second opinion.
    case pcl(PCLEngine.ConvexPartsOptions = .init())

    /// As results name it.
    public var name: String {
        switch self {
        case .own: "own"
        case .pcl: "pcl"
        }
    }

    /// The smallest object that was asked for, in points.
    var minimumPoints: Int? {
        guard case .own(let options) = self else { return nil }
        return options.minimumPoints
    }

    func scene(of cloud: PointCloud, threads: Int) throws(PCLFailure) -> SegmentedScene {
        switch self {
        case .own(let options):
            return segment(cloud, options: options, threads: threads)
        case .pcl(let options):
            let answer: PCLEngine.TableScene
            do throws(PCLBridgeError) {
                answer = try PCLEngine().tableScene(
                    of: cloud.positions, imageWidth: cloud.isOrganized ? cloud.width : 0, options: options)
            } catch {
                // Nothing found is a result, as with our own engine.
                if case .refused(_, "no plane found") = error {
                    return SegmentedScene(labels: Array(repeating: 0, count: cloud.count), support: nil)
                }
                throw PCLFailure(error)
            }
            return SegmentedScene(
                labels: answer.labels,
                support: SupportPlane(
                    normal: answer.plane.normal, localOffset: answer.plane.offset, labels: answer.labels, of: cloud))
        }
    }

    /// Why a cloud shows nothing that things stand on, and what to do next.
    func obstacle(in cloud: PointCloud, _ settings: SettingNames) -> String {
        let valid = FiniteBounds(of: cloud.positions).count
        if cloud.count == 0 { return "there are no points; a scene needs thousands" }
        if valid == 0 {
            return
                "none of the \(cloud.count) points is valid (every one has a NaN or infinite coordinate); a scene needs"
                + " thousands"
        }
        if valid < 3 {
            return
                "of the \(cloud.count) points only \(valid) \(valid == 1 ? "is" : "are") valid; a scene needs thousands"
        }
        return "no plane that things stand on; \(remedy(settings))"
    }

    private func remedy(_ settings: SettingNames) -> String {
        if case .own(let options) = self {
            if options.up != nil { return "leave out \(settings("up")), or check its direction in the scan's frame" }
            if options.maximumRange < .infinity { return "give a larger \(settings("maximum-range")), or none" }
        }
        return
            "give \(settings("up", "x,y,z")) where the direction is known, and look at the scan's extent with"
            + " \(settings.request("info"))"
    }
}

extension Diagnostics {
    /// Objects that were found and have no pose are missing from the result's list: each is named with the reason.
    mutating func warn(of unposed: [UnposedObject], in scene: String) {
        for (object, reason) in unposed.map({ ($0.object, $0.reason) }) {
            warn("\(scene): object \(object.id) (label \(object.label)) has no pose: \(reason)")
        }
    }
}
