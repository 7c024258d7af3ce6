public import CloudGeometry
import LinearAlgebra

/// Where one object is, how it lies, and how certain that is: `pickpose.pose/1`.
public struct PoseReport: Report {
    public static let schema = "pickpose.pose/1"

    /// The object, in the scan's coordinates; or why the points don't show one.
    public var object: Result<ObjectPose, CloudGeometryError>

    public init(object: Result<ObjectPose, CloudGeometryError>) {
        self.object = object
    }

    private var found: ObjectPose? { try? object.get() }

    public var status: String { found == nil ? "nothing_found" : "ok" }

    public var outcome: ReportOutcome { found == nil ? .nothingFound : .done }

    public var members: KeyValuePairs<String, JSON> { ["object": found.map { JSON($0) } ?? .null] }

    public var text: String {
        switch object {
        case .success(let object): Self.table(of: object)
        case .failure(let reason): "no object: \(reason)"
        }
    }

    /// Lengths in metres, angles in degrees.
    private static func table(of object: ObjectPose) -> String {
        let axes = object.cloudFromObject.rotation
        let skipped = object.invalidCount > 0 ? " (\(object.invalidCount) invalid ones left out)" : ""
        let center = object.centroid
        var lines = [
            "points    \(object.count)\(skipped)",
            "centroid  " + row([center.x, center.y, center.z].map { $0.fixed(6) }, width: 13) + "  m",
            "",
            "axis  " + row(["x", "y", "z"], width: 10) + "    extent m     sigma m   std deg",
        ]
        for (k, axis) in Axis.allCases.enumerated() {
            let direction = axes.column(k)
            var line = "\(axis.rawValue)     "
            line += row([direction.x, direction.y, direction.z].map { $0.fixed(6) }, width: 10)
            line += object.extents[k].fixed(6).padded(to: 12)
            // Along this axis, whichever way it was found: a standing object's axes aren't the principal ones.
            line += max(0, direction.dot(object.covariance * direction)).squareRoot().fixed(6).padded(to: 12)
            line += object.axisStandardDeviation[k].degrees(fixed: 3).padded(to: 10)
            var remarks: [String] = []
            if object.ambiguousAxes.contains(axis) { remarks.append("axis") }
            if object.ambiguousSigns.contains(axis) { remarks.append("sign") }
            if !remarks.isEmpty { line += "   ambiguous: \(remarks.joined(separator: ", "))" }
            lines.append(line)
        }
        lines += ["", "symmetry  \(object.symmetry.rawValue)", "", "pose (scan from object), m"]
        for line in object.cloudFromObject.rows {
            lines.append(row(line.map { $0.fixed(6) }, width: 13))
        }
        return lines.joined(separator: "\n")
    }

    private static func row(_ texts: [String], width: Int) -> String {
        texts.map { $0.padded(to: width) }.joined()
    }
}
