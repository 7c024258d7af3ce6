import LinearAlgebra
public import RobotCell

/// Stops to add to a set of pairs: `pickpose.calibrate_suggest/1`.
public struct SuggestReport: Report {
    public static let schema = "pickpose.calibrate_suggest/1"

    public var result: SuggestedStops
    /// How the flange's poses are written.
    public var convention: any PoseConvention

    public init(_ result: SuggestedStops, convention: any PoseConvention) {
        (self.result, self.convention) = (result, convention)
    }

    public var status: String { result.stops.isEmpty ? "refused" : "ok" }
    public var outcome: ReportOutcome { result.stops.isEmpty ? .nothingFound : .done }

    public var members: KeyValuePairs<String, JSON> {
        [
            "mount": JSON(result.mount.rawValue),
            "worst": [
                "frame": JSON(result.mount.parent), "rotation": JSON(result.worst.rotation),
                "translation": JSON(result.worst.translation),
            ],
            "before": Self.json(result.before),
            "stops": JSON(
                result.stops.map { stop -> JSON in
                    [
                        "flange": JSON(transform: stop.baseFromFlange, from: "flange", to: "base"),
                        "formatted": [convention.name: JSON(stop.baseFromFlange.formatted(convention))],
                        "board": JSON(transform: stop.cameraFromBoard, from: "board", to: "camera"),
                        "after": Self.json(stop.after),
                    ]
                }),
            "advice": JSON(result.advice.map { JSON("\($0)") }),
        ]
    }

    private static func json(_ error: PoseError?) -> JSON {
        error.map {
            ["rotation_deg": JSON($0.rotation.inDegrees), "translation_m": JSON($0.translation)]
        } ?? .null
    }

    public var text: String {
        if result.stops.isEmpty {
            return result.advice.first.map { "refused: \($0)" }
                ?? "refused: no stop keeps the board in view near where the robot has been; take some by hand"
        }
        func deviation(_ error: PoseError?) -> String {
            guard let error else { return "some motion of the camera stays free" }
            return "\(error.translation.millimeters(fixed: 2)) mm, \(error.rotation.degrees(fixed: 3))°"
        }
        func vector(_ v: Vector3) -> String { (0..<3).map { v[$0].fixed(2) }.joined(separator: " ") }
        let worst = result.worst
        let isTurn = worst.rotation.length > worst.translation.length
        return
            ([
                "the camera's standard deviation now: \(deviation(result.before))",
                "worst known is its \(isTurn ? "turn about" : "place along")"
                    + " \(vector(isTurn ? worst.rotation : worst.translation)) in the \(result.mount.parent)'s frame",
                "", "send the flange to (\(convention.name)), after a look at the way there:",
            ]
            + result.stops.enumerated().map { index, stop in
                "  \(index + 1)  \(stop.baseFromFlange.written(as: convention, precision: .display).text)   then"
                    + " \(deviation(stop.after))"
            }).joined(separator: "\n")
    }
}
