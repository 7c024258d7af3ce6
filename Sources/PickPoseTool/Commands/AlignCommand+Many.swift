import ArgumentParser
import LinearAlgebra
import PointClouds
import Registration
import RobotCell

/// `pickpose align A B C …`: the poses of many scans in one frame, and the cloud that they make together.
extension AlignCommand {
    private var paths: [String] { [source, target] + more }

    func validateMany() throws {
        let given = [("--init", initial != nil), ("--evaluate", evaluate), ("--lock", lock != nil)]
        if let (option, _) = given.first(where: \.1) {
            throw ValidationError("\(option) is about one pose: leave it out, or give two clouds.")
        }
        if engine == .pcl {
            throw ValidationError("--engine pcl brings two clouds together: leave it out, or give two clouds.")
        }
        try shared.checkCloudOutput(of: "the merged cloud")
    }

    func performMany(_ run: inout Run) throws -> Outcome {
        var options = AlignmentOptions()
        options.searchesGlobally = !withoutGlobal
        options.threads = shared.threadCount
        options.method = method
        options.voxel = voxel
        let clouds = try paths.map { try run.readObject($0) }
        try checkVoxel(against: clouds)
        let result = try run.timed("align") { _ in try align(clouds, options: options) }
        for (scan, pose) in result.poses.enumerated() where pose == nil {
            run.warn("\(paths[scan]): not placed; \(result.obstacle(ofScan: scan))")
        }
        for pair in result.pairs {
            let status = pair.alignment.map { $0.status.rawValue } ?? "not aligned"
            run.messages.detail("\(pair.name): \(([status] + pair.reasons).joined(separator: "; "))")
        }
        for pair in result.pairs where pair.standing == .undecided {
            run.warn("\(pair.name): \(pair.reasons.joined(separator: "; "))")
        }
        let contradicted = result.pairs.filter(\.isContradicted).map(\.name)
        if !contradicted.isEmpty {
            run.warn("scans that would stand where the other saw empty space: \(contradicted.joined(separator: " "))")
        }
        if let output = shared.output {
            let placed = zip(clouds, result.poses).compactMap { cloud, pose in
                pose.map { cloud.transformed(by: $0, threads: options.threads) }
            }
            if placed.count < 2 {
                warnOfUnwritten("no two scans were brought together", &run)
            } else {
                let (merged, leftOut) = PointCloud.merging(placed)
                if !leftOut.isEmpty {
                    let names = leftOut.joined(separator: " ")
                    run.warn("\(output): fields that not all clouds have alike left out: \(names)")
                }
                try write(merged, to: output, &run)
                if placed.count < clouds.count {
                    run.warn("\(output): holds \(placed.count) of the \(clouds.count) scans")
                } else if result.status != .converged {
                    run.warn("\(output): written, but not all of its poses are believed")
                }
            }
        }
        return Outcome(
            exit: result.status == .converged ? .done : .nothingFound, schema: "pickpose.align_many/1",
            status: result.status.rawValue, body: body(result), text: text(result))
    }

    private func body(_ result: JointAlignment) -> KeyValuePairs<String, JSON> {
        [
            "frame": JSON(paths[result.frame]),
            "scans": JSON(
                paths.enumerated().map { scan, path -> JSON in
                    [
                        "scan": JSON(scan + 1), "path": JSON(path), "placed": JSON(result.poses[scan] != nil),
                        "transform": result.poses[scan].map {
                            JSON(transform: $0, from: path, to: paths[result.frame])
                        } ?? .null,
                        "residual": result.disagreement(ofScan: scan).map { JSON($0) } ?? .null,
                        "reason": result.poses[scan] == nil ? JSON(result.obstacle(ofScan: scan)) : .null,
                    ]
                }),
            "groups": JSON(result.groups.map { group in JSON(group.map { $0 + 1 }) }),
            "edges": JSON(
                result.pairs.map { pair -> JSON in
                    [
                        "from": JSON(pair.source + 1), "to": JSON(pair.target + 1),
                        "status": JSON(pair.standing.rawValue), "weight": JSON(pair.weight),
                        "alignment": pair.alignment.map { JSON($0.status.rawValue) } ?? .null,
                        "guided": JSON(pair.isGuided), "checked": JSON(pair.isChecked),
                        "agreement": pair.agreement.map { JSON($0) } ?? .null,
                        "contradicted": JSON(pair.isContradicted),
                        "overlap": [
                            "source": pair.alignment.map { JSON($0.overlap.source) } ?? .null,
                            "target": pair.alignment.map { JSON($0.overlap.target) } ?? .null,
                        ],
                        "inlier_rmse": pair.alignment?.inlierRMSE.map { JSON($0) } ?? .null,
                        "residual": pair.disagreement.map { JSON($0) } ?? .null,
                        "transform": pair.alignment.map {
                            JSON(transform: $0.targetFromSource, from: paths[pair.source], to: paths[pair.target])
                        } ?? .null,
                        "reasons": JSON(pair.reasons),
                    ]
                }),
        ]
    }

    /// A row for each scan and for each pair that is believed; lengths in metres, residuals in millimetres.
    private func text(_ result: JointAlignment) -> String {
        var lines = ["status  \(result.status.rawValue)", "frame   \(paths[result.frame])", ""]
        lines.append("scan      x m      y m      z m      qx       qy       qz       qw    residual mm  from")
        for (scan, path) in paths.enumerated() {
            var line = "\(scan + 1)".padded(to: 4)
            if let pose = result.poses[scan] {
                let (t, q) = (pose.translation, Quaternion(rotation: pose.rotation).canonical)
                line += [t.x, t.y, t.z, q.x, q.y, q.z, q.w].map { $0.fixed(4).padded(to: 9) }.joined()
                line += (result.disagreement(ofScan: scan).map { ($0 * 1000).fixed(2) } ?? "-").padded(to: 11) + "  "
                line += " \(path.withoutControls)"
                let others = result.pairs.filter { $0.standing == .kept }.compactMap { $0.other(than: scan) }
                if !others.isEmpty { line += ", by " + others.map { "\($0 + 1)" }.joined(separator: " ") }
            } else {
                line += "  not placed: \(path.withoutControls)"
            }
            lines.append(line)
        }
        lines += ["", "pair    overlap   rmse mm  residual mm"]
        for pair in result.pairs where pair.standing != .unused { lines.append(Self.row(pair)) }
        let unused = result.pairs.filter { $0.standing == .unused }
        if !unused.isEmpty { lines.append("\(unused.count) more pairs not aligned, or not to be believed") }
        return lines.joined(separator: "\n")
    }

    private static func row(_ pair: JointAlignment.Pair) -> String {
        let millimeters = { (length: Double?) in length.map { ($0 * 1000).fixed(2) } ?? "-" }
        var line = pair.name.padded(to: 6)
        if let alignment = pair.alignment {
            line += "\(alignment.overlap.source.asPercent) \(alignment.overlap.target.asPercent)".padded(to: 12)
            line += millimeters(alignment.inlierRMSE).padded(to: 8)
        }
        line += millimeters(pair.disagreement).padded(to: 12) + "   " + pair.standing.rawValue
        if pair.isGuided { line += ", guided by the others" }
        if pair.standing == .kept && !pair.isChecked && !pair.isGuided { line += ", no loop checks it" }
        return ([line] + pair.reasons).joined(separator: ": ")
    }
}

extension JointAlignment.Pair {
    fileprivate func other(than scan: Int) -> Int? { scan == source ? target : scan == target ? source : nil }
}

extension JointAlignment {
    /// Why nothing joins a scan to the others: what kept it from the one that it fits best.
    fileprivate func obstacle(ofScan scan: Int) -> String {
        let all = pairs.filter { $0.other(than: scan) != nil }
        let withPlaced = all.filter { poses[$0.other(than: scan)!] != nil }
        let tried = withPlaced.isEmpty ? all : withPlaced
        func rank(_ pair: Pair) -> (Int, Double) {
            guard let alignment = pair.alignment else { return (0, 0) }
            return (alignment.status == .ambiguous ? 2 : 1, min(alignment.overlap.source, alignment.overlap.target))
        }
        guard let best = tried.max(by: { rank($0) < rank($1) }), !best.reasons.isEmpty else {
            return "no alignment with the others is believed"
        }
        guard best.alignment != nil else { return best.reasons.joined(separator: "; ") }
        return "best with \(best.other(than: scan)! + 1): \(best.reasons.joined(separator: "; "))"
    }
}
