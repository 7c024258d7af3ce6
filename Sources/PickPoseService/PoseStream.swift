public import Files
import LinearAlgebra
import Reports
public import RobotCell

/// Answers poses that come one a line with one line of NDJSON each, in whatever pieces they come.
///
///     var stream = PoseStream(conventions: [.kuka])
///     var answers: [UInt8] = []
///     for piece in pieces { stream.take(piece, answers: &answers) }
///     stream.finish(answers: &answers)
public struct PoseStream: Sendable {
    /// Lines that held something.
    public private(set) var answered = 0
    /// Those among them that held no pose.
    public private(set) var failed = 0

    private let chain: NamedTransform?
    private let inverts: Bool
    private var lines: TransformLines
    private var number = 0
    private var pending: [UInt8] = []
    private var isOverlong = false

    /// A line longer than any pose is answered by an error and read over.
    private static let lineLimit = 1 << 16

    /// - Parameters:
    ///   - chain: comes in front of each pose.
    ///   - inverts: whether the inverse of all that is given.
    ///   - conventions: what the poses are written in.
    ///   - settings: the names by which errors call settings.
    public init(
        chain: NamedTransform? = nil, inverts: Bool = false, conventions: [any PoseConvention] = [.matrix],
        naming settings: SettingNames = .labels
    ) {
        (self.chain, self.inverts) = (chain, inverts)
        lines = TransformLines(conventions: conventions, naming: settings)
    }

    /// Reads the cell's frames once, for all poses.
    public init(
        chain: FrameChain?, inverts: Bool = false, conventions: [any PoseConvention] = [.matrix],
        _ diagnostics: inout Diagnostics
    ) throws {
        self.init(
            chain: try chain?.transform(besideScan: nil, &diagnostics), inverts: inverts, conventions: conventions,
            naming: diagnostics.settings)
    }

    /// Appends the answers to all lines that end in this piece, so that whoever asks may wait for them.
    public mutating func take(_ piece: ArraySlice<UInt8>, answers: inout [UInt8]) {
        var rest = piece
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            keep(rest[..<end])
            endLine(answers: &answers)
            rest = rest[(end + 1)...]
        }
        keep(rest)
    }

    /// Appends the answer to a last line without a line break.
    public mutating func finish(answers: inout [UInt8]) {
        if !pending.isEmpty || isOverlong { endLine(answers: &answers) }
    }

    private mutating func keep(_ part: ArraySlice<UInt8>) {
        isOverlong = isOverlong || pending.count + part.count > Self.lineLimit
        if !isOverlong { pending.append(contentsOf: part) }
    }

    private mutating func endLine(answers: inout [UInt8]) {
        number += 1
        defer {
            pending.removeAll(keepingCapacity: true)
            isOverlong = false
        }
        if !isOverlong, pending.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) { return }
        answered += 1
        do throws(PoseTextError) {
            if isOverlong { throw PoseTextError(.tooLong(Self.lineLimit), at: 0) }
            let reading = try PoseConventions.reading(utf8: pending)
            if let outer = reading.to, let chain, outer != chain.from {
                throw PoseTextError(.otherFrame(outer, expected: chain.from), at: 0)
            }
            append(reading, to: &answers)
        } catch {
            failed += 1
            lines.append(error, number: number, to: &answers)
        }
    }

    private mutating func append(_ reading: PoseReading, to answers: inout [UInt8]) {
        var pose = chain.map { $0.pose * reading.pose } ?? reading.pose
        var named = (to: chain?.to ?? reading.to, from: reading.from)
        var asked = (to: named.to, from: chain?.from ?? reading.from)
        if inverts {
            pose = pose.inverse
            (named, asked) = ((named.from, named.to), (asked.from, asked.to))
        }
        lines.append(pose, number: number, names: named, asked: asked, remarks: reading.remarks, to: &answers)
    }
}
