import Glibc
import PickPose

extension Area {
    /// GICP on a pair of lidar scans with a known pose, from the identity: both clouds in memory as raw points, voxels of
    /// 0.25 m, pairs up to 1 m apart, until a step is below 0.1° and 1 mm. Stage by stage, and from end to end.
    static let registration = Area("registration") { bench in
        guard let pair = ScanPair(in: Paths.scanPair) else {
            bench.remark("left out: registration (no scan pair in \(Paths.scanPair); PICKPOSE_SHARED says where else)")
            return
        }
        let files = (
            source: bench.inputs.made("scan-pair-source.f32") { Inputs.write(pair.source.packed, to: $0) },
            target: bench.inputs.made("scan-pair-target.f32") { Inputs.write(pair.target.packed, to: $0) }
        )
        let voxel = 0.25
        func peers(_ contest: Contest, _ task: String, pcl: Bool, neighbors: Int = 0) {
            let request = "\(task) \(files.source) \(files.target) \(voxel) \(neighbors)"
            for threads in [1, 2] {
                contest.ask(.smallGICP, as: "small_gicp, C++", threads: threads, request, note: pair.remark)
            }
            if pcl { contest.ask(.pcl, as: "PCL", threads: 1, request, note: pair.remark) }
        }
        func both<Result>(_ body: (Coordinates) throws -> Result) rethrows -> (source: Result, target: Result) {
            (try body(pair.source), try body(pair.target))
        }
        func settings(_ threads: Int) -> LocalOptions {
            LocalOptions(
                maximumDistance: 1, rotationTolerance: 0.1 * .pi / 180, translationTolerance: 1e-3, threads: threads)
        }

        bench.contest("voxels of 0.25 m, both scans") { contest in
            for threads in [1, 2] {
                contest.measure(
                    "pickpose", threads: threads, note: { "\($0.source.counts.count) and \($0.target.counts.count)" }
                ) {
                    try both { try voxelDownsampling(of: $0, size: voxel, threads: threads) }
                }
            }
            peers(contest, "pair-voxels", pcl: true)
        }
        guard let means = try? both({ try voxelDownsampling(of: $0, size: voxel).positions }) else { return }
        bench.contest("k-d trees of both") { contest in
            for threads in [1, 2] {
                contest.measure("pickpose", threads: threads) {
                    (KDTree(means.source, threads: threads), KDTree(means.target, threads: threads))
                }
            }
            peers(contest, "pair-trees", pcl: true)
        }
        let trees = (source: KDTree(means.source), target: KDTree(means.target))
        for neighbors in [10, 20] {
            bench.contest("normals and covariances of both, k = \(neighbors)") { contest in
                for threads in [1, 2] {
                    let options = NormalOptions(neighbors: neighbors, threads: threads)
                    contest.measure("pickpose", threads: threads) {
                        (
                            surfaceNormals(of: means.source, tree: trees.source, options: options),
                            surfaceNormals(of: means.target, tree: trees.target, options: options)
                        )
                    }
                }
                peers(contest, "pair-covariances", pcl: false, neighbors: neighbors)
            }
            guard
                let samples = try? both({
                    try SurfaceSamples(of: $0, voxel: voxel, viewpoint: .zero, neighbors: neighbors)
                })
            else { return }
            bench.contest("GICP of what is prepared, k = \(neighbors)") { contest in
                for threads in [1, 2] {
                    contest.measure("pickpose", threads: threads, note: pair.remark) {
                        alignLocally(samples.source, to: samples.target, settings(threads))
                    }
                }
                peers(contest, "pair-align", pcl: false, neighbors: neighbors)
            }
            bench.contest("GICP end to end, k = \(neighbors)") { contest in
                for threads in [1, 2] {
                    contest.measure("pickpose", threads: threads, note: pair.remark) {
                        let samples = try both {
                            try SurfaceSamples(
                                of: $0, voxel: voxel, viewpoint: .zero, neighbors: neighbors, threads: threads)
                        }
                        return alignLocally(samples.source, to: samples.target, settings(threads))
                    }
                }
                peers(contest, "pair-gicp", pcl: true, neighbors: neighbors)
            }
        }
        let (source, target) = (PointCloud(positions: pair.source), PointCloud(positions: pair.target))
        bench.contest("judged: neighbourhood of the identity, or any pose") { contest in
            for (who, isGlobal) in [("pickpose align, local", false), ("pickpose align, global", true)] {
                for threads in [1, 2] {
                    let options = AlignmentOptions(
                        search: isGlobal ? .everywhere() : .near(), method: .generalized, threads: threads)
                    contest.measure(who, threads: threads, note: { pair.error($0.targetFromSource) }) {
                        try align(source, to: target, options: options)
                    }
                }
            }
        }
    }
}

/// Two scans and the stated pose of one in the other's frame.
private struct ScanPair {
    let source, target: Coordinates
    let targetFromSource: RigidTransform

    /// Nil where the folder hasn't got them.
    init?(in folder: String) {
        let truth = Inputs.lines(of: "\(folder)/T_target_source.txt").joined(separator: " ")
        let rows = truth.split(separator: " ").compactMap { Double($0) }
        guard rows.count == 16, let source = try? PointCloud(contentsOf: "\(folder)/source.ply"),
            let target = try? PointCloud(contentsOf: "\(folder)/target.ply")
        else { return nil }
        (self.source, self.target) = (source.positions, target.positions)
        targetFromSource = Self.pose(rows)
    }

    func error(_ pose: RigidTransform) -> String {
        let turn = Quaternion(rotation: pose.rotation * targetFromSource.rotation.transposed).rotationVector.length
        let millimeters = (pose.translation - targetFromSource.translation).length * 1000
        return "\(ResultTable.digits(turn * 180 / .pi))° \(ResultTable.digits(millimeters)) mm off"
    }

    func remark(_ result: LocalAlignment) -> String {
        "\(error(result.targetFromSource)), \(result.iterations) steps, \(result.pairs) pairs"
    }

    /// A peer's note with the error in place of the pose, should it begin with one: three rows of four numbers.
    func remark(_ note: String) -> String {
        let words = note.split(separator: " ", maxSplits: 12)
        let rows = words.prefix(12).compactMap { Double($0) }
        guard rows.count == 12 else { return note }
        return "\(error(Self.pose(rows))), \(words.dropFirst(12).joined())"
    }

    private static func pose(_ rows: [Double]) -> RigidTransform {
        let rotation = Matrix3(
            columns: Vector3(rows[0], rows[4], rows[8]), Vector3(rows[1], rows[5], rows[9]),
            Vector3(rows[2], rows[6], rows[10]))
        return RigidTransform(
            rotation: Quaternion(rotation: rotation).normalized.rotation,
            translation: Vector3(rows[3], rows[7], rows[11]))
    }
}

extension Coordinates {
    /// Three floats a row.
    fileprivate var packed: [Float] { indices.flatMap { [x[$0], y[$0], z[$0]] } }
}
