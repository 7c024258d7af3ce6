import CloudGeometry
public import Files
import LinearAlgebra
public import Segmentation

/// The support plane and the objects that stand on it: `pickpose.segment/1`.
public struct SegmentReport: Report {
    public static let schema = "pickpose.segment/1"

    /// Who took the scene apart: `own` or `pcl`.
    public var engine: String
    /// A label for each point, and what the segmentation noticed.
    public var scene: SegmentedScene
    /// The objects that have a pose, largest first, in the cloud's coordinates.
    public var objects: [PosedObject]
    /// The smallest object that was asked for, in points; `nil` where it follows from the scan.
    public var minimumPoints: Int?

    public init(
        engine: String, scene: SegmentedScene, objects: [PosedObject], minimumPoints: Int? = nil
    ) {
        (self.engine, self.scene, self.objects, self.minimumPoints) = (engine, scene, objects, minimumPoints)
    }

    public var status: String { scene.objects.isEmpty ? "nothing_found" : "ok" }

    public var outcome: ReportOutcome { scene.objects.isEmpty ? .nothingFound : .done }

    public var members: KeyValuePairs<String, JSON> {
        [
            "engine": JSON(engine),
            "support": scene.support.map { json(of: $0) } ?? .null,
            "objects": JSON(objects.map { .object(JSON.members(of: $0)) }),
            "dropped": [
                "groups": JSON(scene.diagnostics.droppedGroupCount),
                "points": JSON(scene.diagnostics.droppedPointCount),
            ],
        ]
    }

    private func json(of support: SupportPlane) -> JSON {
        [
            "normal": JSON(support.normal),
            "offset": JSON(support.offset),
            "inliers": JSON(support.inliers),
            "rmse": support.rmse.isFinite ? JSON(support.rmse) : .null,
        ]
    }

    public var text: String { text(naming: .labels) }

    /// A table with lengths in millimetres.
    public func text(naming settings: SettingNames) -> String {
        var lines: [String] = []
        if let support = scene.support {
            let n = support.normal
            lines.append(
                "support  \(support.inliers) points, normal \(n.x.fixed(4)) \(n.y.fixed(4)) \(n.z.fixed(4)), "
                    + "offset \(support.offset.millimeters(fixed: 1)) mm")
        } else {
            lines.append("support  none")
        }
        lines += dropped(settings)
        guard !objects.isEmpty else { return (lines + ["no objects"]).joined(separator: "\n") }
        lines += ["", "object  label  points   centroid mm: x        y        z   extents mm: x      y      z"]
        for object in objects {
            let pose = object.pose
            var line =
                "\(object.object.id)".padded(to: 6) + "\(object.object.label)".padded(to: 7)
                + "\(pose.count)".padded(to: 8)
            for (k, width) in [17, 9, 9].enumerated() {
                line += pose.centroid[k].millimeters(fixed: 1).padded(to: width)
            }
            for (k, width) in [16, 7, 7].enumerated() {
                line += pose.extents[k].millimeters(fixed: 1).padded(to: width)
            }
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }

    /// Groups of points that would have been objects but for their size.
    private func dropped(_ settings: SettingNames) -> [String] {
        let diagnostics = scene.diagnostics
        guard diagnostics.droppedGroupCount > 0 else { return [] }
        let limit = minimumPoints.map { "\($0) points" } ?? "a thousandth of the scan"
        return [
            "dropped  \(diagnostics.droppedGroupCount) groups, \(diagnostics.droppedPointCount) points in all, each of fewer than"
                + " \(limit) (\(settings("minimum-points")))"
        ]
    }
}
