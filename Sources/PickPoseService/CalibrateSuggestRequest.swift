public import Reports
public import RobotCell

/// The next stops for a calibration from poses.
public struct CalibrateSuggestRequest: Request {
    public var pairs: CalibrationPairsInput
    /// Where the camera is; what the file says where nil.
    public var mount: CameraMount?
    /// How many stops to propose.
    public var count: Int
    /// How their poses are written; as the file writes the flange's where nil.
    public var convention: (any PoseConvention)?

    public init(
        _ pairs: CalibrationPairsInput, mount: CameraMount? = nil, count: Int = 5,
        convention: (any PoseConvention)? = nil
    ) {
        (self.pairs, self.mount, self.count, self.convention) = (pairs, mount, count, convention)
    }

    public func perform(_ diagnostics: inout Diagnostics) throws -> SuggestReport {
        let read = try diagnostics.timed("read") { try pairs.pairs() }
        for remark in read.remarks { diagnostics.warn("\(remark)") }
        guard let mount = mount ?? read.mount else { throw RequestError.mountNotSaid(file: pairs.name) }
        let stops = try diagnostics.timed("suggest") { try suggestedStops(for: read.pairs, mount: mount, count: count) }
        let written = read.texts.first.flatMap { $0.flange.split(separator: ":", maxSplits: 1).first }
        let own = written.flatMap { name in PoseConventions.all.first { $0.name == name } }
        return SuggestReport(stops, convention: convention ?? own ?? .matrix)
    }
}
