import ArgumentParser
import CloudFiles
import CloudGeometry
import LinearAlgebra
import PCLBridge
import Parallel
import PointClouds
import RobotCell
import Segmentation

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

    @OptionGroup var segmentation: SegmentationArguments
    @OptionGroup var shared: SharedOptions

    var inputs: [String] { [scene] }
    var outputTakesResult: Bool { false }

    func validate() throws {
        try shared.checkCloudOutput(of: "the labelled scene")
    }

    func perform(_ run: inout Run) throws -> Outcome {
        let file = try run.readCloud(scene)
        let cloud = file.cloud
        let compressed = compressedColumns(of: file)
        let segments = try run.timed("segment") { _ in try segmentation.scene(of: cloud, threads: shared.threadCount) }
        let poses = run.timed("poses") { _ in segments.poses(in: cloud, threads: shared.threadCount) }
        let objects = poses.posed
        run.warn(of: poses.unposed, in: scene)
        explain(segments, of: cloud, in: &run)
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
                "engine": JSON(segmentation.engine.rawValue),
                "support": segments.support.map { Self.json($0, origin: cloud.origin) } ?? .null,
                "objects": JSON(objects.map { .object(JSON.members(of: $0)) }),
                "dropped": [
                    "groups": JSON(segments.diagnostics.droppedGroups),
                    "points": JSON(segments.diagnostics.droppedPoints),
                ],
            ],
            text: text(segments, objects, origin: cloud.origin))
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

    private func explain(_ segments: SegmentedScene, of cloud: PointCloud, in run: inout Run) {
        let diagnostics = segments.diagnostics
        if segments.support == nil { run.warn("\(scene): \(segmentation.obstacle(in: cloud))") }
        guard segmentation.engine == .own else { return }
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
    private func text(
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
        lines += dropped(segments.diagnostics)
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

    /// Groups of points that would have been objects but for their size.
    private func dropped(_ diagnostics: SegmentationDiagnostics) -> [String] {
        guard diagnostics.droppedGroups > 0 else { return [] }
        let limit = segmentation.minimumPoints.map { "\($0) points" } ?? "a thousandth of the scan"
        return [
            "dropped  \(diagnostics.droppedGroups) groups, \(diagnostics.droppedPoints) points in all, each of fewer than"
                + " \(limit) (--minimum-points)"
        ]
    }
}
