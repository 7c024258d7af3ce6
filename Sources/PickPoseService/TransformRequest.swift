import CloudFiles
import Files
public import LinearAlgebra
public import Parallel
import PointClouds
public import Reports
public import RobotCell

/// Poses chained, inverted, compared and written in the robots' conventions; points and clouds moved by them.
public struct TransformRequest: Request {
    /// A cloud to move, and the file that gets it.
    public struct Move: Sendable {
        public var cloud: CloudInput
        public var output: CloudOutput

        public init(_ cloud: CloudInput, to output: CloudOutput) {
            (self.cloud, self.output) = (cloud, output)
        }
    }

    /// A way towards a second pose, along the screw that joins the two.
    public struct Interpolation: Sendable {
        public var end: PoseInput
        /// 0 is the start, 1 the end.
        public var share: Double

        public init(to end: PoseInput, share: Double = 0.5) {
            (self.end, self.share) = (end, share)
        }
    }

    /// Comes in front of the poses.
    public var chain: FrameChain?
    /// Multiplied from left to right.
    public var poses: [PoseInput]
    public var interpolation: Interpolation?
    /// Whether the inverse of all that is given.
    public var inverts: Bool
    /// A second pose: how it differs from the result.
    public var difference: PoseInput?
    /// Points to move, metres.
    public var points: [Vector3]
    public var move: Move?
    /// What the pose is written in.
    public var conventions: [any PoseConvention]
    /// The unit that points are shown in to people.
    public var unit: LengthUnit
    /// How many cores to use; the answer doesn't depend on it.
    public var threads: Int

    public init(
        _ poses: [PoseInput] = [], chain: FrameChain? = nil, interpolation: Interpolation? = nil,
        inverts: Bool = false, difference: PoseInput? = nil, points: [Vector3] = [], move: Move? = nil,
        conventions: [any PoseConvention] = [.matrix], unit: LengthUnit = .meters, threads: Int = availableThreads
    ) {
        (self.poses, self.chain, self.interpolation, self.inverts) = (poses, chain, interpolation, inverts)
        (self.difference, self.points, self.move) = (difference, points, move)
        (self.conventions, self.unit, self.threads) = (conventions, unit, threads)
    }

    public func perform(_ diagnostics: inout Diagnostics) throws -> TransformReport {
        var result = try product(&diagnostics)
        if let interpolation {
            let end = try diagnostics.pose(interpolation.end, for: diagnostics.settings("interpolate")).pose
            result.pose = result.pose.interpolated(to: end, at: interpolation.share)
        }
        if inverts { result = result.inverse }
        if let move { try self.move(move, by: result.pose, &diagnostics) }
        var formatted: [TransformReport.Formatted] = []
        for convention in conventions {
            let written = result.pose.written(as: convention, frames: result.names)
            for remark in written.remarks { diagnostics.warn("\(convention.name): \(remark)") }
            formatted.append(.init(convention: convention.name, text: written.text))
        }
        // A pose carried from frame to frame is told by those two; a text's own names stand where nothing was asked.
        let (given, wanted) = inverts ? (chain?.to, chain?.from) : (chain?.from, chain?.to)
        return TransformReport(
            pose: result.pose, formatted: formatted, from: given ?? result.from, to: wanted ?? result.to,
            path: result.path, covariance: result.covariance,
            difference: try difference.map {
                PoseDifference(
                    from: result.pose, to: try diagnostics.pose($0, for: diagnostics.settings("difference")).pose)
            },
            cloud: move?.cloud.name, points: points.map { result.pose * $0 }, unit: unit)
    }

    /// The chain's product with the poses given.
    private func product(_ diagnostics: inout Diagnostics) throws -> FramedPose {
        var result = FramedPose()
        if let chain = try chain?.transform(besideScan: move?.cloud.path, &diagnostics) {
            result = FramedPose(
                pose: chain.pose, from: chain.from, to: chain.to, path: chain.path, covariance: chain.covariance)
            diagnostics.detail("\(chain.name): \(chain.path.joined(separator: " → "))")
        }
        for (index, pose) in poses.enumerated() {
            let reading = try diagnostics.pose(pose, for: setting(of: pose, diagnostics.settings))
            // A text that names its frames must fit what stands before it.
            if let outer = reading.to, let inner = result.from, outer != inner {
                throw FrameTreeError.mismatch(
                    left: "T_\(result.to ?? "?")_\(inner)", right: "T_\(outer)_\(reading.from ?? "?")")
            }
            if index == 0, result.to == nil { result.to = reading.to }
            result.pose = result.pose * reading.pose
            result.from = reading.from
        }
        return result
    }

    private func setting(of pose: PoseInput, _ settings: SettingNames) -> String {
        guard poses.count > 1, case .text(let text) = pose else { return settings("pose") }
        return settings("pose", text)
    }

    private func move(_ move: Move, by pose: RigidTransform, _ diagnostics: inout Diagnostics) throws {
        let file = try diagnostics.readCloud(move.cloud, threads: threads).file
        let moved = diagnostics.timed("transform") { file.cloud.transformed(by: pose, threads: threads) }
        let isSameFormat = CloudFormat(pathExtension: move.output.path) == file.format
        try diagnostics.write(
            moved, to: move.output, encoding: isSameFormat ? file.encoding : nil, threads: threads)
    }
}

/// A pose with the frames it maps between, where they are known.
private struct FramedPose {
    var pose = RigidTransform.identity
    var from: String?
    var to: String?
    var path: [String] = []
    /// In the frame `to`; a pose multiplied from the right leaves it as it is.
    var covariance: PoseCovariance?

    var inverse: FramedPose {
        FramedPose(
            pose: pose.inverse, from: to, to: from, path: path.reversed(),
            covariance: covariance?.seen(through: pose.inverse))
    }

    var names: (to: String, from: String)? {
        from == nil && to == nil ? nil : (to ?? "", from ?? "")
    }
}
