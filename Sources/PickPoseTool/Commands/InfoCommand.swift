import ArgumentParser
import CloudFiles
import LinearAlgebra
import PointClouds
import RobotCell
import SpatialSearch

/// `pickpose info FILE…`: what clouds hold.
struct InfoCommand: ResultCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "What files of points hold: format, fields, points, bounds, spacing, viewpoint.",
        discussion: """
            Points with a coordinate that is not a number are invalid; points at exactly 0 0 0 are counted too, for \
            some programs write them in place of invalid ones. The spacing is the median distance from a point to the \
            nearest other one.

            A file that can't be read doesn't keep the others from being told: in its place stand its path and the \
            error, and the exit code is that of the first failure.

            pickpose info scan.pcd
            pickpose info *.ply --format json
            """)

    @Argument(help: "PCD or PLY files, meshes as OBJ, STL or VTK (read by PCL), or - for stdin.")
    var files: [String]

    @OptionGroup var shared: SharedOptions

    var inputs: [String] { files }

    func perform(_ run: inout Run) throws -> Outcome {
        var told: [JSON] = []
        var texts: [String] = []
        var firstFailure: ExitStatus?
        for path in files {
            do {
                let report = try report(on: path, &run)
                told.append(report.json)
                texts.append(report.text)
            } catch {
                // One file alone ends as every command does.
                if files.count == 1 { throw error }
                run.messages.error("\(error)")
                told.append(["path": JSON(path), "error": JSON("\(error)")])
                firstFailure = firstFailure ?? ExitStatus(of: error)
            }
        }
        return Outcome(
            exit: firstFailure ?? .done, schema: "pickpose.info/1", status: firstFailure == nil ? "ok" : "incomplete",
            body: ["files": .array(told)], text: texts.joined(separator: "\n\n"))
    }

    private func report(on path: String, _ run: inout Run) throws -> CloudReport {
        if let format = meshFormat(ofName: path), let mesh = try run.readMesh(path) {
            return run.timed("measure") { _ in
                CloudReport(path: path, format: format, cloud: PointCloud(mesh), threads: shared.threadCount)
            }
        }
        let file = try run.readCloud(path)
        return run.timed("measure") { _ in
            CloudReport(
                path: path, format: file.format.rawValue, encoding: file.encoding.rawValue, cloud: file.cloud,
                threads: shared.threadCount)
        }
    }
}

/// What is told of one file.
private struct CloudReport {
    let path: String
    let format: String
    /// nil where the format has but one, or doesn't say.
    let encoding: String?
    let cloud: PointCloud
    let validCount: Int
    let zeroCount: Int
    let bounds: (min: Vector3, max: Vector3)?
    let spacing: Float?

    init(path: String, format: String, encoding: String? = nil, cloud: PointCloud, threads: Int) {
        (self.path, self.format, self.encoding, self.cloud) = (path, format, encoding, cloud)
        var (valid, zeros) = (0, 0)
        for index in cloud.positions.indices {
            if cloud.positions.isFinite(at: index) { valid += 1 }
            if cloud.positions[index] == .zero { zeros += 1 }
        }
        validCount = valid
        zeroCount = cloud.origin == .zero ? zeros : 0
        let box = FiniteBounds(of: cloud.positions, threads: threads)
        bounds = box.isEmpty ? nil : (cloud.origin + Self.shortest(box.low), cloud.origin + Self.shortest(box.high))
        spacing = valid > 1 ? KDTree(cloud.positions, threads: threads).medianSpacing() : nil
    }

    /// As the shortest text of the Float32 says: 0.1, not 0.10000000149.
    private static func shortest(_ v: SIMD3<Float>) -> Vector3 {
        Vector3(Double(v.x.description) ?? .nan, Double(v.y.description) ?? .nan, Double(v.z.description) ?? .nan)
    }

    private var fields: [(name: String, type: ScalarType, count: Int)] {
        var all = cloud.fields.map { ($0.name, $0.values.type, $0.count) }
        for position in (cloud.layout?.positions ?? []).sorted(by: { $0.index < $1.index }) {
            all.insert((position.name, position.exact?.type ?? .float32, 1), at: min(position.index, all.count))
        }
        return all
    }

    var json: JSON {
        [
            "path": JSON(path), "format": JSON(format), "encoding": encoding.map { JSON($0) } ?? nil,
            "fields": JSON(
                fields.map { field -> JSON in
                    // A list has no count of its own: null.
                    [
                        "name": JSON(field.name), "type": JSON(field.type.rawValue),
                        "count": field.count == 0 ? nil : JSON(field.count),
                    ]
                }),
            "points": JSON(cloud.count), "valid_points": JSON(validCount), "zero_points": JSON(zeroCount),
            "width": JSON(cloud.width), "height": JSON(cloud.height), "viewpoint": JSON(pose: cloud.viewpoint),
            "bounds": bounds.map { ["min": JSON($0.min), "max": JSON($0.max)] } ?? nil,
            "spacing": spacing.map { JSON($0) } ?? nil,
        ]
    }

    var text: String {
        // To a tenth of a micrometre: differences of Float32 coordinates carry noise behind it.
        func row(_ v: Vector3) -> String {
            [v.x, v.y, v.z].map { "\($0.rounded(to: 7))" }.joined(separator: " ")
        }
        var lines = [path.withoutControls, "  format     \(format)\(encoding.map { " \($0)" } ?? "")"]
        lines.append(
            "  fields     "
                + fields.map { field in
                    "\(field.name):\(field.type.rawValue)"
                        + (field.count == 1 ? "" : field.count == 0 ? "[…]" : "[\(field.count)]")
                }.joined(separator: " "))
        var points = "  points     \(cloud.count), \(validCount) valid"
        if zeroCount > 0 { points += ", \(zeroCount) at exactly 0 0 0" }
        lines.append(points)
        if cloud.isOrganized { lines.append("  organised  \(cloud.width) × \(cloud.height)") }
        if let bounds {
            lines.append("  min        \(row(bounds.min)) m")
            lines.append("  max        \(row(bounds.max)) m")
            lines.append("  extent     \(row(bounds.max - bounds.min)) m")
        }
        if let spacing { lines.append("  spacing    \(spacing) m") }
        let turn = Quaternion(rotation: cloud.viewpoint.rotation).canonical
        lines.append(
            "  viewpoint  \(row(cloud.viewpoint.translation)) m, quaternion_xyzw \(turn.x) \(turn.y) \(turn.z) \(turn.w)"
        )
        for element in (cloud.layout?.elementsBefore ?? []) + (cloud.layout?.elementsAfter ?? []) {
            lines.append("  also       \(element.rowCount) rows of \(element.name)")
        }
        return lines.joined(separator: "\n")
    }
}
