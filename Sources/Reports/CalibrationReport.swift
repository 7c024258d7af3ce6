public import LinearAlgebra
public import RobotCell

/// Where the camera is and how well that is known: `pickpose.calibrate/1`.
public struct CalibrationReport: Report {
    public static let schema = "pickpose.calibrate/1"

    /// How far one pair is from what is predicted; a point has no rotation.
    public struct Residual: Sendable {
        /// Its place in the file, from 0.
        public var index: Int
        /// Radians.
        public var rotation: Double?
        /// Metres.
        public var translation: Double
        public var isUsed: Bool
    }

    public var mount: CameraMount
    /// The camera, as the cell's file has it.
    public var entry: FrameEntry
    /// The board in the frame that it is fixed in; nil where there was none.
    public var board: RigidTransform?
    public var residuals: [Residual]
    public var rms: (rotation: Double?, translation: Double)
    public var leaveOneOut: (rotation: Double?, translation: Double)
    public var freeDirections: [Twist]
    /// How far from the camera the pairs were, metres.
    public var distances: ClosedRange<Double>
    public var tested: TestedVolume
    /// The corners of the work volume in the base, or else of ``tested``, with the standard deviations of what the camera
    /// sees there; none for a camera on the hand.
    public var corners: [(point: Vector3, deviations: Vector3)]
    public var advice: [CalibrationAdvice]
    public var isRefused: Bool
    /// The cell's file that holds the entry now.
    public var written: String?

    /// A calibration from poses.
    ///
    /// - Parameters:
    ///   - result: what was found.
    ///   - frame: the camera's frame in the cell.
    ///   - parent: what the cell calls the frame that the pose is given in.
    ///   - cell: whose work volume the corners are of; nil without one.
    public init(_ result: HandEyeCalibration, frame: String, parent: String, cell: CellFile?) {
        mount = result.mount
        entry = FrameEntry(frame, in: parent, pose: result.parentFromCamera, covariance: result.covariance)
        board = result.holderFromBoard
        residuals = result.pairs.map {
            Residual(
                index: $0.index, rotation: $0.error.rotation, translation: $0.error.translation, isUsed: $0.isUsed)
        }
        rms = (result.rms.rotation, result.rms.translation)
        leaveOneOut = (result.leaveOneOut.rotation, result.leaveOneOut.translation)
        (freeDirections, distances, tested) = (result.freeDirections, result.distances, result.testedVolume)
        (advice, isRefused) = (result.advice, result.isRefused)
        corners = result.mount == .base ? Self.corners(result.covariance, tested, cell) : []
    }

    /// A calibration from touched points.
    public init(_ result: PointCalibration, frame: String, parent: String, cell: CellFile?) {
        mount = .base
        entry = FrameEntry(frame, in: parent, pose: result.baseFromCamera, covariance: result.covariance)
        residuals = result.points.map {
            Residual(index: $0.index, rotation: nil, translation: $0.distance, isUsed: $0.isUsed)
        }
        (rms, leaveOneOut) = ((nil, result.rms), (nil, result.leaveOneOut))
        (freeDirections, distances, tested) = (result.freeDirections, result.distances, result.testedVolume)
        (advice, isRefused) = (result.advice, result.isRefused)
        corners = Self.corners(result.covariance, tested, cell)
    }

    private static func corners(
        _ covariance: PoseCovariance?, _ tested: TestedVolume, _ cell: CellFile?
    ) -> [(point: Vector3, deviations: Vector3)] {
        guard let covariance else { return [] }
        return (cell?.workVolumeCorners ?? tested.corners).map { ($0, covariance.deviations(at: $0)) }
    }

    public var status: String { isRefused ? "refused" : "ok" }
    public var outcome: ReportOutcome { isRefused ? .nothingFound : .done }

    public var members: KeyValuePairs<String, JSON> {
        let residualMembers: [(key: String, value: JSON)] =
            Self.members(of: rms) + [("pairs", JSON(residuals.map(\.json)))]
        return [
            "mount": JSON(mount.rawValue),
            "transform": isRefused
                ? .null : JSON(transform: entry.parentFromFrame, from: "camera", to: mount.parent),
            "target": isRefused
                ? .null : board.map { JSON(transform: $0, from: "board", to: mount.boardHolder) } ?? .null,
            "residuals": .object(residualMembers),
            "leave_one_out": .object(Self.members(of: leaveOneOut)),
            "covariance": isRefused ? .null : entry.covariance.map { JSON($0.matrix) } ?? .null,
            "free_directions": JSON(
                freeDirections.map { direction -> JSON in
                    [
                        "frame": JSON(mount.parent), "rotation": JSON(direction.rotation),
                        "translation": JSON(direction.translation),
                    ]
                }),
            "tested": [
                "distance": JSON([distances.lowerBound, distances.upperBound]), "frame": "base",
                "min": JSON(tested.min), "max": JSON(tested.max),
            ],
            "corners": JSON(
                isRefused ? [] : corners.map { ["point": JSON($0.point), "std": JSON($0.deviations)] as JSON }),
            "advice": JSON(advice.map { JSON("\($0)") }),
            "written": JSON(name: written),
        ]
    }

    fileprivate static func members(
        of error: (rotation: Double?, translation: Double)
    ) -> [(key: String, value: JSON)] {
        [
            ("rotation_deg", error.rotation.map { JSON($0.inDegrees) } ?? .null),
            ("translation_m", JSON(error.translation)),
        ]
    }

    public var text: String {
        var lines: [String] = []
        if isRefused {
            lines.append("refused: \(advice.first.map { "\($0)" } ?? "")")
        } else {
            lines += ["pose (\(entry.parent) from \(entry.name)), m"]
            lines += entry.parentFromFrame.rows.map { row in row.map { $0.fixed(6).padded(to: 13) }.joined() }
            if let covariance = entry.covariance {
                let (rotation, position) = covariance.deviations(of: entry.parentFromFrame)
                lines += [
                    "",
                    "standard deviation  \(Self.millimeters(position)) mm, \(Self.degrees(rotation))° along and about x y z"
                        + " of \(entry.parent)",
                ]
            }
            let deviations = corners.map(\.deviations.length)
            if let least = deviations.min(), let most = deviations.max() {
                lines.append(
                    "of what is seen at the work volume's corners  \(least.millimeters(fixed: 2)) to"
                        + " \(most.millimeters(fixed: 2)) mm")
            }
            lines +=
                written.map { ["", "written to \($0): frames.\(entry.name)"] }
                ?? ["", "for the cell's file, under frames:"] + entry.lines()
        }
        let hasRotation = rms.rotation != nil
        lines += ["", "pair" + "mm".padded(to: 11) + (hasRotation ? "°".padded(to: 10) : "")]
        lines += residuals.map { residual in
            "\(residual.index)".padded(to: 4) + Self.columns((residual.rotation, residual.translation))
                + (residual.isUsed ? "" : "   left out")
        }
        lines += [
            " rms" + Self.columns(rms),
            " rms" + Self.columns(leaveOneOut) + "   each predicted by the others",
            "",
            "tested from \(distances.lowerBound.fixed(3)) to \(distances.upperBound.fixed(3)) m from the camera",
        ]
        func point(_ p: Vector3) -> String { (0..<3).map { p[$0].fixed(3) }.joined(separator: " ") }
        lines.append(
            mount == .hand
                ? "with the board at \(point(tested.min)) m in the base"
                : "in the box from \(point(tested.min)) to \(point(tested.max)) m in the base")
        for advice in advice.dropFirst(isRefused ? 1 : 0) { lines += ["", "\(advice)"] }
        return lines.joined(separator: "\n")
    }

    private static func columns(_ error: (rotation: Double?, translation: Double)) -> String {
        error.translation.millimeters(fixed: 3).padded(to: 11)
            + (error.rotation.map { $0.degrees(fixed: 4).padded(to: 10) } ?? "")
    }

    private static func millimeters(_ v: Vector3) -> String {
        (0..<3).map { v[$0].millimeters(fixed: 2) }.joined(separator: " ")
    }

    private static func degrees(_ v: Vector3) -> String {
        (0..<3).map { v[$0].degrees(fixed: 3) }.joined(separator: " ")
    }
}

extension CalibrationReport.Residual {
    fileprivate var json: JSON {
        .object(
            [("index", JSON(index))] + CalibrationReport.members(of: (rotation, translation))
                + [("used", JSON(isUsed))])
    }
}
