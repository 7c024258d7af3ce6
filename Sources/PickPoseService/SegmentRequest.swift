import CloudFiles
public import Parallel
import PointClouds
public import Reports
import Segmentation

/// The support plane of a scene and the objects that stand on it.
public struct SegmentRequest: Request {
    public var scene: CloudInput
    public var engine: SegmentationEngine
    /// Where the scene goes with a field `label`, same points in the same order: 0 invalid or unassigned, 1 the support,
    /// 2 and up the objects.
    public var output: CloudOutput?
    /// How many cores to use; the answer doesn't depend on it.
    public var threads: Int

    public init(
        _ scene: CloudInput, engine: SegmentationEngine = .own(), output: CloudOutput? = nil,
        threads: Int = availableThreads
    ) {
        (self.scene, self.engine, self.output, self.threads) = (scene, engine, output, threads)
    }

    public func perform(_ diagnostics: inout Diagnostics) throws -> SegmentReport {
        let file = try diagnostics.readCloud(scene, threads: threads).file
        let cloud = file.cloud
        let compressed = compressedColumns(of: file)
        let segments = try diagnostics.timed("segment") { try engine.scene(of: cloud, threads: threads) }
        let poses = diagnostics.timed("poses") { segments.poses(in: cloud, threads: threads) }
        diagnostics.warn(of: poses.unposed, in: scene.name)
        explain(segments, of: cloud, in: &diagnostics)
        if let output {
            let warnings = try diagnostics.timed("write") {
                var labelled = cloud
                labelled[field: "label"] = Field(name: "label", values: .uint32(segments.labels))
                return try labelled.write(
                    to: output.path, encoding: encoding(of: file), unit: output.unit, threads: threads,
                    compressed: compressed?.value)
            }
            for warning in warnings { diagnostics.warn(of: warning, in: output.path) }
        }
        return SegmentReport(
            engine: engine.name, scene: segments, objects: poses.posed, minimumPoints: engine.minimumPoints)
    }

    /// The labels' file is encoded as the scan's where both are PCD.
    private func encoding(of file: CloudFile) -> CloudEncoding? {
        let isPCD = output.flatMap { CloudFormat(pathExtension: $0.path) } == .pcd
        return isPCD && file.format == .pcd ? file.encoding : nil
    }

    /// The scan's own columns, compressed for the labels' file on a core that much of the segmentation leaves idle; those
    /// of more points than cameras have pixels would take much memory, and wait.
    private func compressedColumns(of file: CloudFile) -> Deferred<CompressedColumns>? {
        guard output != nil, encoding(of: file) == .binaryCompressed, threads > 1, file.cloud.count <= 1 << 22
        else { return nil }
        var columns = file.cloud
        columns[field: "label"] = nil
        return Deferred { [columns] in CompressedColumns(of: columns) }
    }

    private func explain(_ segments: SegmentedScene, of cloud: PointCloud, in diagnostics: inout Diagnostics) {
        let noticed = segments.diagnostics
        if segments.support == nil {
            diagnostics.warn("\(scene.name): \(engine.obstacle(in: cloud, diagnostics.settings))")
        }
        guard case .own = engine else { return }
        diagnostics.detail("layout: \(noticed.layout.rawValue)")
        diagnostics.detail("noise: \(noticed.inverseDepthNoise) 1/m of inverse depth")
        diagnostics.detail("other planes: \(noticed.otherPlanes.count)")
        diagnostics.detail("surface patches: \(noticed.patchCount)")
        diagnostics.detail("joined across something nearer: \(noticed.joinsAcrossOccluders)")
        diagnostics.detail("dropped: \(noticed.droppedGroupCount) groups of \(noticed.droppedPointCount) points")
        for (stage, milliseconds) in noticed.timings { diagnostics.detail("\(stage): \(milliseconds) ms") }
    }
}
