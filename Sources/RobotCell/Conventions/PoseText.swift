public import LinearAlgebra

/// Every convention by name, and the reading of `NAME:TEXT`.
public enum PoseConventions {
    /// The conventions in the order in which help lists them. `euler:AXES:intrinsic|extrinsic:deg|rad` comes on top.
    public static let all: [any PoseConvention] = [
        MatrixConvention(), QuaternionXYZWConvention(), QuaternionWXYZConvention(), KUKAConvention(),
    ]

    /// The convention of this name.
    public static func named(_ name: String) throws(PoseTextError) -> any PoseConvention {
        if let convention = all.first(where: { $0.name == name }) { return convention }
        throw PoseTextError(.unknownConvention(name, nearest: nearest(to: name, among: all.map(\.name))), at: 0)
    }

    /// The pose of a text such as `kuka:{X 600,Y 0,Z 900,A 180,B 0,C 180}`.
    ///
    /// The name is part of the text because numbers alone don't say their unit, nor the order of a quaternion.
    public static func reading(_ text: String) throws(PoseTextError) -> PoseReading {
        var scanner = TextScanner(text)
        let convention = try convention(leading: &scanner)
        return try convention.readWhole(&scanner)
    }

    static func convention(leading scanner: inout TextScanner) throws(PoseTextError) -> any PoseConvention {
        scanner.skipSpace()
        let start = scanner.position
        guard let name = scanner.word(upTo: UInt8(ascii: ":")) else {
            throw PoseTextError(.noConvention, at: start)
        }
        do {
            return try named(name)
        } catch {
            throw PoseTextError(error.reason, at: start)
        }
    }
}

extension RigidTransform {
    /// The pose of a text `NAME:TEXT`; ``PoseConventions/reading(_:)`` also tells what is suspicious about it.
    public init(parsing text: String) throws(PoseTextError) {
        self = try PoseConventions.reading(text).pose
    }
}
