import LinearAlgebra
public import Registration

/// The poses of many scans in one frame: `pickpose.align_many/1`.
///
/// Rows and members name scans by their place, counted from 1.
public struct AlignManyReport: Report {
    public static let schema = "pickpose.align_many/1"

    /// The scans in the order in which they were given.
    public var paths: [String]
    public var result: JointAlignment

    public init(paths: [String], result: JointAlignment) {
        (self.paths, self.result) = (paths, result)
    }

    public var status: String { result.status.rawValue }

    public var outcome: ReportOutcome { result.status == .converged ? .done : .nothingFound }

    public var members: KeyValuePairs<String, JSON> {
        [
            "frame": JSON(paths[result.frame]),
            "scans": JSON(paths.indices.map { json(ofScan: $0) }),
            "groups": JSON(result.groups.map { group in JSON(group.map { $0 + 1 }) }),
            "edges": JSON(result.pairs.map { json(of: $0) }),
        ]
    }

    private func json(ofScan scan: Int) -> JSON {
        [
            "scan": JSON(scan + 1), "path": JSON(paths[scan]), "placed": JSON(result.poses[scan] != nil),
            "transform": result.poses[scan].map {
                JSON(transform: $0, from: paths[scan], to: paths[result.frame])
            } ?? .null,
            "residual": result.disagreement(ofScan: scan).map { JSON($0) } ?? .null,
            "reason": result.poses[scan] == nil ? JSON(result.obstacle(ofScan: scan)) : .null,
        ]
    }

    private func json(of pair: JointAlignment.Pair) -> JSON {
        [
            "from": JSON(pair.source + 1), "to": JSON(pair.target + 1),
            "status": JSON(pair.outcome.rawValue), "weight": JSON(pair.weight),
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
    }

    /// A row for each scan and for each pair that is believed; lengths in metres, residuals in millimetres.
    public var text: String {
        var lines = ["status  \(result.status.rawValue)", "frame   \(paths[result.frame])", ""]
        lines.append("scan      x m      y m      z m      qx       qy       qz       qw    residual mm  from")
        for (scan, path) in paths.enumerated() {
            var line = "\(scan + 1)".padded(to: 4)
            if let pose = result.poses[scan] {
                let (t, q) = (pose.translation, Quaternion(rotation: pose.rotation).canonical)
                line += [t.x, t.y, t.z, q.x, q.y, q.z, q.w].map { $0.fixed(4).padded(to: 9) }.joined()
                line += Self.millimeters(result.disagreement(ofScan: scan)).padded(to: 11) + "  "
                line += " \(path.withoutControls)"
                let others = result.pairs.filter { $0.outcome == .kept }.compactMap { $0.other(than: scan) }
                if !others.isEmpty { line += ", by " + others.map { "\($0 + 1)" }.joined(separator: " ") }
            } else {
                line += "  not placed: \(path.withoutControls)"
            }
            lines.append(line)
        }
        lines += ["", "pair    overlap   rmse mm  residual mm"]
        for pair in result.pairs where pair.outcome != .unused { lines.append(Self.row(pair)) }
        let unused = result.pairs.filter { $0.outcome == .unused }
        if !unused.isEmpty { lines.append("\(unused.count) more pairs not aligned, or not to be believed") }
        return lines.joined(separator: "\n")
    }

    private static func row(_ pair: JointAlignment.Pair) -> String {
        var line = pair.name.padded(to: 6)
        if let alignment = pair.alignment {
            line += "\(alignment.overlap.source.asPercent) \(alignment.overlap.target.asPercent)".padded(to: 12)
            line += millimeters(alignment.inlierRMSE).padded(to: 8)
        }
        line += millimeters(pair.disagreement).padded(to: 12) + "   " + pair.outcome.rawValue
        if pair.isGuided { line += ", guided by the others" }
        if pair.outcome == .kept && !pair.isChecked && !pair.isGuided { line += ", no loop checks it" }
        return ([line] + pair.reasons).joined(separator: ": ")
    }

    private static func millimeters(_ length: Double?) -> String { length?.millimeters(fixed: 2) ?? "-" }
}

extension JointAlignment.Pair {
    fileprivate func other(than scan: Int) -> Int? { scan == source ? target : scan == target ? source : nil }
}

extension JointAlignment {
    /// Why nothing joins a scan to the others: what kept it from the one that it fits best.
    package func obstacle(ofScan scan: Int) -> String {
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
