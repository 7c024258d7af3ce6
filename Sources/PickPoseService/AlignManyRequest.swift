import LinearAlgebra
public import Parallel
import PointClouds
public import Registration
public import Reports

/// The poses of many scans in one frame, and the cloud that they make together.
public struct AlignManyRequest: Request {
    public var scans: [CloudInput]
    /// Without it the scans are taken to lie nearly right in one frame already.
    public var searchesGlobally: Bool
    public var method: AlignmentMethod
    /// The finest voxels that take part, in metres; `nil`: from the clouds' own spacing.
    public var voxel: Double?
    public var meshPoints: MeshPoints
    /// Where the merged cloud of the scans that are placed goes.
    public var output: CloudOutput?
    /// How many cores to use; the answer doesn't depend on it.
    public var threads: Int

    public init(
        _ scans: [CloudInput], searchesGlobally: Bool = true, method: AlignmentMethod = .symmetric,
        voxel: Double? = nil, meshPoints: MeshPoints = .surface, output: CloudOutput? = nil,
        threads: Int = availableThreads
    ) {
        (self.scans, self.searchesGlobally, self.method) = (scans, searchesGlobally, method)
        (self.voxel, self.meshPoints, self.output, self.threads) = (voxel, meshPoints, output, threads)
    }

    public func perform(_ diagnostics: inout Diagnostics) throws -> AlignManyReport {
        let options = JointAlignmentOptions(
            areNearlyAligned: !searchesGlobally, method: method, voxel: voxel, threads: threads)
        let names = scans.map(\.name)
        let clouds = try scans.map {
            try diagnostics.readObject($0, meshPoints: meshPoints, threads: threads).file.cloud
        }
        try check(voxel: voxel, against: Array(zip(names, clouds)))
        let result = try diagnostics.timed("align") { try align(clouds, options: options) }
        explain(result, &diagnostics)
        if let output { try write(result, of: clouds, to: output, &diagnostics) }
        return AlignManyReport(paths: names, result: result)
    }

    private func explain(_ result: JointAlignment, _ diagnostics: inout Diagnostics) {
        for (scan, pose) in result.poses.enumerated() where pose == nil {
            diagnostics.warn("\(scans[scan].name): not placed; \(result.obstacle(ofScan: scan))")
        }
        for pair in result.pairs {
            let status = pair.alignment.map { $0.status.rawValue } ?? "not aligned"
            diagnostics.detail("\(pair.name): \(([status] + pair.reasons).joined(separator: "; "))")
        }
        for pair in result.pairs where pair.outcome == .undecided {
            diagnostics.warn("\(pair.name): \(pair.reasons.joined(separator: "; "))")
        }
        let contradicted = result.pairs.filter(\.isContradicted).map(\.name)
        if !contradicted.isEmpty {
            diagnostics.warn(
                "scans that would stand where the other saw empty space: \(contradicted.joined(separator: " "))")
        }
    }

    private func write(
        _ result: JointAlignment, of clouds: [PointCloud], to output: CloudOutput, _ diagnostics: inout Diagnostics
    ) throws {
        let placed = zip(clouds, result.poses).compactMap { cloud, pose in
            pose.map { cloud.transformed(by: $0, threads: threads) }
        }
        guard placed.count >= 2 else {
            return diagnostics.warn(ofUnwritten: output, since: "no two scans were brought together")
        }
        let (merged, leftOut) = PointCloud.merging(placed)
        if !leftOut.isEmpty {
            let names = leftOut.joined(separator: " ")
            diagnostics.warn("\(output.path): fields that not all clouds have alike left out: \(names)")
        }
        try diagnostics.write(merged, to: output, threads: threads)
        if placed.count < clouds.count {
            diagnostics.warn("\(output.path): holds \(placed.count) of the \(clouds.count) scans")
        } else if result.status != .converged {
            diagnostics.warn("\(output.path): written, but not all of its poses are believed")
        }
    }
}
