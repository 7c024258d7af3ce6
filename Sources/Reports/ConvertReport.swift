public import PointClouds

/// What was written of a cloud in another format, encoding or unit: `pickpose.convert/1`.
public struct ConvertReport: Report {
    public static let schema = "pickpose.convert/1"

    /// Where the points came from.
    public var input: String
    /// The file that was written.
    public var output: String
    public var format: CloudFormat
    public var encoding: CloudEncoding
    /// How many points it holds, valid or not.
    public var pointCount: Int

    public init(input: String, output: String, format: CloudFormat, encoding: CloudEncoding, pointCount: Int) {
        (self.input, self.output, self.format, self.encoding) = (input, output, format, encoding)
        self.pointCount = pointCount
    }

    public var status: String { "ok" }

    public var members: KeyValuePairs<String, JSON> {
        [
            "input": JSON(input), "output": JSON(output), "format": JSON(format.rawValue),
            "encoding": JSON(encoding.rawValue), "points": JSON(pointCount),
        ]
    }

    public var text: String {
        "\(output.withoutControls): \(pointCount) points, \(format.rawValue) \(encoding.rawValue)"
    }
}
