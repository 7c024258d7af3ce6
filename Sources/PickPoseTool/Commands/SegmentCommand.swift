import ArgumentParser
import CloudGeometry
import LinearAlgebra
import PCLBridge
import PointClouds
import RobotCell
import Segmentation

/// Who takes the scene apart.
enum SegmentationEngine: String, ExpressibleByArgument, CaseIterable {
    case own, pcl
}

/// `pickpose segment SCENE`: the support plane and the things that stand on it.
struct SegmentCommand: ResultCommand {
    static let configuration = CommandConfiguration(
        commandName: "segment",
        abstract: "The support plane and the objects that stand on it.",
        discussion: """
            The support is the surface that things stand on, not just the largest plane; everything on it is divided \
            into objects, touching, stacked and partly hidden ones too. Objects are numbered by size, largest first; \
            their poses lie on the support: z its normal, x along the footprint's long side.

            --output writes the scene with a field 'label', same points in the same order: 0 invalid or unassigned, \
            1 the support, 2 and up the objects.

            pickpose segment scene.pcd
            pickpose segment scene.pcd --format json
            pickpose segment scene.pcd --output labels.pcd
            """)

    @Argument(help: "A PCD or PLY file of things on a table, or - for stdin.")
    var scene: String

    @Option(help: "Who takes the scene apart: pickpose itself, or PCL's LCCP as a second opinion.")
    var engine: SegmentationEngine = .own

    @Option(help: "Objects of fewer points are dropped, and counted (default: a thousandth of the scan).")
    var minimumPoints: Int?

    @Option(help: "Points further from the sensor than this, in metres, are left out.")
    var maximumRange: Double?

    @Option(help: ArgumentHelp("Up in the scan's frame, when it is known: three numbers.", valueName: "x,y,z"))
    var up: String?

    @Flag(name: .customLong("no-color"), help: "Leave the scan's colours out of account.")
    var withoutColor = false

    @OptionGroup var shared: SharedOptions

    var outputTakesResult: Bool { false }

    func validate() throws {
        if let minimumPoints, minimumPoints < 1 {
            throw ValidationError("--minimum-points \(minimumPoints): give a number from 1.")
        }
        if let maximumRange, !(maximumRange > 0) {
            throw ValidationError("--maximum-range \(maximumRange): give metres above 0.")
        }
        try shared.checkCloudOutput(of: "the labelled scene")
        _ = try upDirection()
        if engine == .pcl {
            let given = [
                ("--up", up != nil), ("--maximum-range", maximumRange != nil), ("--no-color", withoutColor),
            ]
            if let (option, _) = given.first(where: \.1) {
                throw ValidationError(
                    "\(option): PCL's segmentation has no such setting; leave out it or --engine pcl.")
            }
        }
    }

    func perform(_ run: inout Run) throws -> Outcome {
        let file = try run.readCloud(scene)
        let cloud = file.cloud
        let compressed = compressedColumns(of: file)
        let segments = try run.timed("segment") { _ in try segmented(cloud) }
        let poses = run.timed("poses") { _ in segments.poses(in: cloud, threads: shared.threadCount) }
        let objects = poses.posed
        run.warn(of: poses.unposed, in: scene)
        explain(segments, in: &run)
        if let output = shared.output {
            let warnings = try run.timed("write") { _ in
                var labelled = cloud
                labelled[field: "label"] = Field(name: "label", values: .uint32(segments.labels))
                return try labelled.write(
                    to: output, encoding: encoding(of: file), unit: shared.unit, threads: shared.threadCount,
                    compressed: compressed?.value)
            }
            for warning in warnings { run.warn("\(output): \(warning)") }
        }
        let isEmpty = segments.objects.isEmpty
        return Outcome(
            exit: isEmpty ? .nothingFound : .done, schema: "pickpose.segment/1",
            status: isEmpty ? "nothing_found" : "ok",
            body: [
                "engine": JSON(engine.rawValue),
                "support": segments.support.map { Self.json($0, origin: cloud.origin) } ?? .null,
                "objects": JSON(objects.map { .object(JSON.members(of: $0)) }),
                "dropped": [
                    "groups": JSON(segments.diagnostics.droppedGroups),
                    "points": JSON(segments.diagnostics.droppedPoints),
                ],
            ],
            text: Self.text(segments, objects, origin: cloud.origin))
    }

    /// The labels' file is encoded as the scan's, where its format has that encoding.
    private func encoding(of file: CloudFile) -> CloudEncoding {
        let isPCD = shared.output.flatMap { CloudFormat(pathExtension: $0) } == .pcd
        return isPCD && file.format == .pcd ? file.encoding : .binary
    }

    /// The scan's own columns, compressed for the labels' file on a core that much of the segmentation leaves idle; those
    /// of more points than cameras have pixels would take much memory, and wait.
    private func compressedColumns(of file: CloudFile) -> Deferred<CompressedColumns>? {
        guard shared.output != nil, encoding(of: file) == .binaryCompressed, shared.threadCount > 1,
            file.cloud.count <= 1 << 22
        else { return nil }
        var columns = file.cloud
        columns[field: "label"] = nil
        return Deferred { [columns] in CompressedColumns(of: columns) }
    }

    private func segmented(_ cloud: PointCloud) throws -> SegmentedScene {
        switch engine {
        case .own:
            var options = SegmentationOptions()
            options.threads = shared.threadCount
            options.minimumPoints = minimumPoints
            options.maximumRange = maximumRange ?? .infinity
            options.usesColor = !withoutColor
            options.up = try upDirection()
            return segment(cloud, options: options)
        case .pcl:
            var options = PCLEngine.ConvexPartsOptions()
            if let minimumPoints { options.smallestObject = minimumPoints }
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
                    normal: answer.plane.normal, offset: answer.plane.offset, labels: answer.labels,
                    of: cloud.positions))
        }
    }

    private func upDirection() throws -> Vector3? {
        guard let up else { return nil }
        let numbers = up.split(whereSeparator: { $0 == "," || $0 == " " }).map { Double($0) }
        guard numbers.count == 3, let x = numbers[0], let y = numbers[1], let z = numbers[2],
            Vector3(x, y, z).isFinite, Vector3(x, y, z).length > 0
        else { throw ValidationError("--up \(up): give three numbers, such as 0,0,1.") }
        return Vector3(x, y, z)
    }

    private func explain(_ segments: SegmentedScene, in run: inout Run) {
        let diagnostics = segments.diagnostics
        if segments.support == nil { run.warn("\(scene): no plane that things stand on") }
        guard engine == .own else { return }
        run.messages.detail("layout: \(diagnostics.layout.rawValue)")
        run.messages.detail("noise: \(diagnostics.inverseDepthNoise) 1/m of inverse depth")
        run.messages.detail("other planes: \(diagnostics.otherPlanes.count)")
        run.messages.detail("surface patches: \(diagnostics.patches)")
        run.messages.detail("joined across something nearer: \(diagnostics.joinsAcrossOccluders)")
        run.messages.detail("dropped: \(diagnostics.droppedGroups) groups of \(diagnostics.droppedPoints) points")
        for (stage, milliseconds) in diagnostics.timings { run.messages.detail("\(stage): \(milliseconds) ms") }
    }
}

extension SupportPlane {
    /// `normal · p` of its points, for positions that are given relative to `origin`.
    fileprivate func offset(from origin: Vector3) -> Double { offset + normal.dot(origin) }
}

extension SegmentCommand {
    private static func json(_ support: SupportPlane, origin: Vector3) -> JSON {
        [
            "normal": JSON(support.normal),
            "offset": JSON(support.offset(from: origin)),
            "inliers": JSON(support.inliers),
            "rmse": support.rmse.isFinite ? JSON(support.rmse) : .null,
        ]
    }

    /// A table that a person reads: lengths in millimetres.
    private static func text(
        _ segments: SegmentedScene, _ objects: [PosedObject], origin: Vector3
    ) -> String {
        var lines: [String] = []
        if let support = segments.support {
            let n = support.normal
            lines.append(
                "support  \(support.inliers) points, normal \(n.x.fixed(4)) \(n.y.fixed(4)) \(n.z.fixed(4)), "
                    + "offset \((support.offset(from: origin) * 1000).fixed(1)) mm")
        } else {
            lines.append("support  none")
        }
        guard !objects.isEmpty else { return (lines + ["no objects"]).joined(separator: "\n") }
        lines += ["", "object  label  points   centroid mm: x        y        z   extents mm: x      y      z"]
        for object in objects {
            let pose = object.pose
            var line =
                "\(object.object.id)".padded(to: 6) + "\(object.object.label)".padded(to: 7)
                + "\(pose.count)".padded(to: 8)
            for (k, width) in [17, 9, 9].enumerated() { line += (pose.centroid[k] * 1000).fixed(1).padded(to: width) }
            for (k, width) in [16, 7, 7].enumerated() { line += (pose.extents[k] * 1000).fixed(1).padded(to: width) }
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }
}
