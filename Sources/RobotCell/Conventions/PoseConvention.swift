public import LinearAlgebra

/// One maker's way to write a pose as text: which numbers, in which unit, and which rotation they mean.
///
/// A conforming type is a page that holds the formula and the name of the manual it comes from. Lengths inside are
/// metres and angles radians; the unit of the text is the convention's own.
public protocol PoseConvention: Sendable {
    /// What stands before the colon in `NAME:TEXT`.
    var name: String { get }

    /// Other names that it is known by, in small letters.
    var aliases: [String] { get }

    /// The text's shape with its units, for help and for error messages: `{X x,Y y,Z z,A a,B b,C c} mm, deg`.
    var shape: String { get }

    /// The unit of the text's lengths.
    var lengthUnit: LengthUnit { get }

    /// Reads one pose; what stands before and after it is the caller's business.
    func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading

    /// Writes a pose so that reading it back gives the same rotation and translation to 1e-12.
    func write(_ pose: RigidTransform, to text: inout PoseWriter)
}

/// A pose read from a text, with what its reader should know about it.
public struct PoseReading: Equatable, Sendable {
    /// In metres; the rotation is orthonormal to rounding.
    public var pose: RigidTransform
    /// Nothing here refuses the pose; everything here deserves a look.
    public var remarks: [PoseRemark]
    /// The frame that the pose's coordinates are given in, where the text names it (ROS's `frame_id`).
    public var to: String?
    /// The frame that the pose places, where the text names it (ROS's `child_frame_id`).
    public var from: String?

    /// A pose, and what its text said beside it.
    public init(_ pose: RigidTransform, remarks: [PoseRemark] = [], to: String? = nil, from: String? = nil) {
        (self.pose, self.remarks, self.to, self.from) = (pose, remarks, to, from)
    }
}

/// A pose written as text, with the choices that had to be made where the convention leaves one open.
public struct FormattedPose: Equatable, Sendable {
    /// Without the convention's name and colon.
    public var text: String
    /// The branches chosen where the text could say the rotation in several ways.
    public var remarks: [PoseRemark]
}

extension RigidTransform {
    /// The pose as text in a maker's convention: `pose.formatted(.kuka)`.
    public func formatted(_ convention: some PoseConvention) -> String {
        written(as: convention).text
    }

    /// The pose as text, with the branch that was chosen at a gimbal lock or half turn.
    ///
    /// - Parameters:
    ///   - convention: the maker's.
    ///   - frames: the names of the frames that the pose maps into and from, for ROS's texts.
    ///   - precision: how many decimals are written.
    public func written(
        as convention: any PoseConvention, frames: (to: String, from: String)? = nil,
        precision: PoseWriter.Precision = .full
    ) -> FormattedPose {
        var writer = PoseWriter(frames: frames, precision: precision)
        convention.write(self, to: &writer)
        return FormattedPose(text: writer.text, remarks: writer.remarks)
    }
}

extension PoseConvention {
    public var aliases: [String] { [] }

    /// The pose that a text in this convention means.
    ///
    /// - Throws: where the text goes wrong, and what to write instead.
    public func reading(_ text: String) throws(PoseTextError) -> PoseReading {
        var scanner = TextScanner(text)
        return try readWhole(&scanner)
    }

    /// Reads a pose behind which nothing stands, and adds the convention's name to what goes wrong.
    func readWhole(_ scanner: inout TextScanner) throws(PoseTextError) -> PoseReading {
        do throws(PoseTextError) {
            var result = try read(&scanner)
            try scanner.expectEnd()
            guard result.pose.isFinite else { throw PoseTextError(.numberTooLarge, at: 0) }
            result.remarks += suspicions(result.pose.translation)
            return result
        } catch {
            throw PoseTextError(error.reason, at: error.offset, convention: name)
        }
    }
}

extension RigidTransform {
    var isFinite: Bool {
        translation.isFinite && rotation.columns.x.isFinite && rotation.columns.y.isFinite
            && rotation.columns.z.isFinite
    }
}
