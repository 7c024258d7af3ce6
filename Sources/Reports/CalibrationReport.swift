import LinearAlgebra
public import RobotCell

/// Where the camera is and how well that is known: `pickpose.calibrate/1`.
public struct CalibrationReport: Report {
    public static let schema = "pickpose.calibrate/1"

    public var result: HandEyeCalibration
    /// The camera's frame in the entry to paste.
    public var frame: String
    /// The file of the pairs.
    public var file: String

    public init(_ result: HandEyeCalibration, frame: String, file: String) {
        (self.result, self.frame, self.file) = (result, frame, file)
    }

    public var status: String { result.isRefused ? "refused" : "ok" }
    public var outcome: ReportOutcome { result.isRefused ? .nothingFound : .done }

    public var members: KeyValuePairs<String, JSON> {
        let (mount, isRefused) = (result.mount, result.isRefused)
        return [
            "mount": JSON(mount.rawValue),
            "transform": isRefused
                ? .null : JSON(transform: result.parentFromCamera, from: "camera", to: mount.parent),
            "target": isRefused
                ? .null : JSON(transform: result.holderFromBoard, from: "board", to: mount.boardHolder),
            "residuals": .object(
                Self.members(of: result.rms)
                    + [
                        (
                            "pairs",
                            JSON(
                                result.pairs.map { pair in
                                    .object(
                                        [("index", JSON(pair.index))] + Self.members(of: pair.error)
                                            + [("used", JSON(pair.isUsed))])
                                })
                        )
                    ]),
            "leave_one_out": .object(Self.members(of: result.leaveOneOut)),
            "covariance": isRefused ? .null : result.covariance.map { JSON($0.matrix) } ?? .null,
            "free_directions": JSON(
                result.freeDirections.map { direction -> JSON in
                    [
                        "frame": JSON(mount.parent), "rotation": JSON(direction.rotation),
                        "translation": JSON(direction.translation),
                    ]
                }),
            "tested": [
                "distance": JSON([result.distances.lowerBound, result.distances.upperBound]),
                "board": result.boardBounds.map {
                    ["frame": "base", "min": JSON($0.min), "max": JSON($0.max)]
                } ?? .null,
            ],
            "advice": JSON(result.advice.map { JSON("\($0)") }),
        ]
    }

    private static func members(of error: PoseError) -> [(key: String, value: JSON)] {
        [("rotation_deg", JSON(error.rotation * 180 / .pi)), ("translation_m", JSON(error.translation))]
    }

    public var text: String {
        func row(_ error: PoseError) -> String {
            (error.translation * 1000).fixed(3).padded(to: 11) + (error.rotation * 180 / .pi).fixed(4).padded(to: 10)
        }
        var lines: [String] = []
        let parent = result.mount.parent
        if result.isRefused {
            lines.append("refused: \(result.advice.first.map { "\($0)" } ?? "")")
        } else {
            lines += ["pose (\(parent) from camera), m"]
            lines += result.parentFromCamera.rows.map { row in row.map { $0.fixed(6).padded(to: 13) }.joined() }
            if let covariance = result.covariance {
                let (rotation, position) = covariance.deviations(of: result.parentFromCamera)
                let millimeters = (0..<3).map { (position[$0] * 1000).fixed(2) }.joined(separator: " ")
                let degrees = (0..<3).map { (rotation[$0] * 180 / .pi).fixed(3) }.joined(separator: " ")
                lines += [
                    "", "standard deviation  \(millimeters) mm, \(degrees)° along and about x y z of the \(parent)",
                ]
            }
            lines += ["", "for the cell's file, under frames:", entry]
        }
        lines += ["", "pair" + "mm".padded(to: 11) + "°".padded(to: 10)]
        for pair in result.pairs {
            lines.append("\(pair.index)".padded(to: 4) + row(pair.error) + (pair.isUsed ? "" : "   left out"))
        }
        lines += [
            " rms" + row(result.rms),
            " rms" + row(result.leaveOneOut) + "   each pair predicted by the others",
        ]
        lines += [
            "",
            "tested from \(result.distances.lowerBound.fixed(3)) to \(result.distances.upperBound.fixed(3)) m before the camera",
        ]
        if let box = result.boardBounds {
            func point(_ p: Vector3) -> String { (0..<3).map { p[$0].fixed(3) }.joined(separator: " ") }
            lines.append("with the board from \(point(box.min)) to \(point(box.max)) m in the base")
        }
        for advice in result.advice.dropFirst(result.isRefused ? 1 : 0) { lines += ["", "\(advice)"] }
        return lines.joined(separator: "\n")
    }

    /// The camera as an entry of a cell's `frames:`.
    public var entry: String {
        let pose = result.parentFromCamera.formatted(.quaternionXYZW)
        var deviations = ""
        if let covariance = result.covariance {
            let (rotation, position) = covariance.deviations(of: result.parentFromCamera)
            func list(_ v: Vector3, _ factor: Double) -> String {
                "[" + (0..<3).map { (v[$0] * factor).fixed(4) }.joined(separator: ", ") + "]"
            }
            deviations = ", std_mm: \(list(position, 1000)), std_deg: \(list(rotation, 180 / .pi))"
        }
        return "  \(frame): {parent: \(result.mount.parent), pose: \"quaternion_xyzw:\(pose)\"\(deviations)}"
    }
}
