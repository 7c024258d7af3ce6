import ArgumentParser
import CloudGeometry
import LinearAlgebra
import PointClouds
import RobotCell

/// `pickpose pose SCAN`: where one object is, how it lies, and how certain that is.
struct PoseCommand: ResultCommand {
    static let configuration = CommandConfiguration(
        commandName: "pose",
        abstract: "The pose of one object: centroid, principal axes, oriented box.",
        discussion: """
            x is the direction of the largest variance, y of the middle, z of the smallest. z points towards the \
            viewpoint when the file has one outside the object, else to the side of the positive third moment; x to \
            that side too; y = z × x. What the points don't tell is listed as ambiguous: axes of equal variance, and \
            signs. The standard deviation of each axis says how far it would differ in another scan of the object.

            With --reference, the nearest of the poses that the points don't tell apart is given.

            pickpose pose part.pcd
            pickpose pose part.ply --unit mm --format json
            pickpose pose part.pcd --reference "quaternion_xyzw:0 0 0 0 0 0 1"
            """)

    @Argument(help: "A PCD or PLY file of one object, or - for stdin.")
    var scan: String

    @Option(help: "A pose as NAME:TEXT in the scan's frame (see 'pickpose transform --help').")
    var reference: String?

    @OptionGroup var shared: SharedOptions

    var inputs: [String] { [scan] }

    func perform(_ run: inout Run) throws -> Outcome {
        let nearTo = try reference.map { try run.pose($0, given: "--reference").pose }
        let cloud = try run.readObject(scan)
        do {
            let object = try run.timed("pose") { _ in
                try cloud.estimatedPose(
                    reference: nearTo, assumingIndependentPoints: meshFormat(ofName: scan) != nil,
                    threads: shared.threadCount)
            }
            return Outcome(
                schema: "pickpose.pose/1", status: "ok", body: ["object": JSON(object)], text: Self.text(object))
        } catch let error as CloudGeometryError {
            run.warn("\(scan): \(error)")
            return Outcome(
                exit: .nothingFound, schema: "pickpose.pose/1", status: "nothing_found", body: ["object": nil],
                text: "no object: \(error)")
        }
    }
}

extension PoseCommand {
    /// A table that a person reads: lengths in metres, angles in degrees.
    static func text(_ object: ObjectPose) -> String {
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
            line += (object.axisStandardDeviation[k] * 180 / .pi).fixed(3).padded(to: 10)
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
