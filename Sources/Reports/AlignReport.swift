import LinearAlgebra
public import Registration

/// Where one cloud lies in the other's frame, and whether to believe it: `pickpose.align/1`.
public struct AlignReport: Report {
    public static let schema = "pickpose.align/1"

    /// The pose and what speaks for it; or why the two can't be aligned at all.
    public var result: Result<Alignment, AlignmentError>
    /// Who brought the clouds together: `own` or `pcl`.
    public var engine: String
    /// What ICP was asked to bring together.
    public var method: AlignmentMethod
    /// Whether the moved cloud was asked for, which is written only of a pose that is believed.
    public var asksForCloud: Bool

    public init(
        result: Result<Alignment, AlignmentError>, engine: String, method: AlignmentMethod, asksForCloud: Bool = false
    ) {
        (self.result, self.engine, self.method, self.asksForCloud) = (result, engine, method, asksForCloud)
    }

    /// Not converged where there is no pose.
    public var alignmentStatus: AlignmentStatus { (try? result.get())?.status ?? .notConverged }

    public var status: String { alignmentStatus.rawValue }

    public var outcome: ReportOutcome {
        switch alignmentStatus {
        case .converged: .done
        case .ambiguous: asksForCloud ? .nothingFound : .done
        case .notConverged: .nothingFound
        }
    }

    public var members: KeyValuePairs<String, JSON> {
        switch result {
        case .success(let alignment): members(of: alignment)
        case .failure(let error): members(without: error)
        }
    }

    private func members(of result: Alignment) -> KeyValuePairs<String, JSON> {
        [
            "transform": JSON(transform: result.targetFromSource, from: "source", to: "target"),
            "engine": JSON(engine),
            "method": JSON(result.method.rawValue),
            "iterations": engine == "pcl" ? .null : JSON(result.iterations),
            "overlap": ["source": JSON(result.overlap.source), "target": JSON(result.overlap.target)],
            "stray_points": ["source": JSON(result.outliers.source), "target": JSON(result.outliers.target)],
            "inlier_distance": JSON(result.inlierDistance),
            "inlier_rmse": result.inlierRMSE.map { JSON($0) } ?? .null,
            "agreement": JSON(result.agreement),
            "probability": result.probability.map { JSON($0) } ?? .null,
            "margin": result.margin.map { JSON($0) } ?? .null,
            "covariance": result.covariance.map { JSON($0) } ?? .null,
            "degenerate_directions": JSON(
                result.degenerateDirections.map { direction -> JSON in
                    [
                        "frame": "target", "rotation": JSON(direction.rotation),
                        "translation": JSON(direction.translation),
                        "center": JSON(direction.center),
                    ]
                }),
            "centroid_shift": JSON(result.centroidShift),
            "voxel": JSON(result.voxel),
            "runner_ups": JSON(result.runnerUps.map { JSON(pose: $0) }),
            "candidates": JSON(
                result.candidates.map { candidate -> JSON in
                    let p = candidate.plausibility
                    return [
                        "pose": JSON(pose: candidate.targetFromSource), "log_odds": JSON(p.logOdds),
                        "overlap": JSON(p.overlap), "support": JSON(p.support), "residual": JSON(p.residual),
                        "conformity": JSON(p.conformity),
                        "contradiction": JSON(p.contradiction), "hold": JSON(p.hold),
                        "free_motions": JSON(p.freeMotions),
                    ]
                }),
            "reasons": JSON(result.reasons),
        ]
    }

    /// The same members where the clouds can't be aligned at all.
    private func members(without error: AlignmentError) -> KeyValuePairs<String, JSON> {
        [
            "transform": nil, "engine": JSON(engine), "method": JSON(method.rawValue), "iterations": 0,
            "overlap": ["source": nil, "target": nil], "stray_points": ["source": nil, "target": nil],
            "inlier_distance": nil, "inlier_rmse": nil, "agreement": nil,
            "probability": nil, "margin": nil, "covariance": nil, "degenerate_directions": [], "centroid_shift": nil,
            "voxel": nil, "runner_ups": [], "candidates": [], "reasons": [JSON("\(error)")],
        ]
    }

    public var text: String {
        switch result {
        case .success(let alignment): Self.text(of: alignment)
        case .failure(let error): "not converged: \(error)"
        }
    }

    private static func text(of result: Alignment) -> String {
        var lines = [
            "status    \(result.status.rawValue)", "T_target_source, translation in m",
        ]
        lines += result.targetFromSource.rows.map { row in
            row.map { " " + "\($0.rounded(to: 6))".padded(to: 12) }.joined()
        }
        lines.append(
            "overlap   \(result.overlap.source.asPercent) of the source, \(result.overlap.target.asPercent) of the target"
        )
        let strays = result.outliers
        if strays.source + strays.target > 0 {
            lines.append("left out  \(strays.source) stray points of the source, \(strays.target) of the target")
        }
        if let rmse = result.inlierRMSE {
            lines.append("rmse      \(rmse.millimeters(rounded: 3)) mm across the surface")
        }
        if let probability = result.probability { lines.append("probable  \(probability.asPercent)") }
        // Of the odds between two poses, of which neither may be probable.
        if let margin = result.margin, result.status == .converged {
            lines.append("margin    \(margin.asPercent) to the best different pose")
        }
        return (lines + result.reasons).joined(separator: "\n")
    }
}
