import Files
public import LinearAlgebra

/// Every convention by name, and the reading of `NAME:TEXT`.
public enum PoseConventions {
    /// The conventions in the order in which help lists them. `euler:AXES:intrinsic|extrinsic:deg|rad` comes on top.
    public static let all: [any PoseConvention] = [
        MatrixConvention(), QuaternionXYZWConvention(), QuaternionWXYZConvention(), URConvention(), KUKAConvention(),
        FANUCConvention(), ABBConvention(), YaskawaConvention(), StaubliConvention(), MitsubishiConvention(),
        DensoConvention(), DoosanConvention(), KawasakiConvention(), ComauConvention(), NachiConvention(),
        TechmanConvention(), JAKAConvention(), XArmConvention(), AUBOConvention(), FrankaConvention(),
        EpsonConvention(), DobotConvention(), MatrixMillimetersConvention(), ROSPoseConvention(),
        ROSTransformConvention(), ROSStaticConvention(),
        JSONConvention(),
    ]

    private static let byName = Dictionary(
        uniqueKeysWithValues: all.flatMap { convention in
            ([convention.name] + convention.aliases).map { ($0, convention) }
        })

    /// The convention of this name, in whatever case it is written.
    ///
    /// - Throws: for the name of a maker without a convention here, the form that says the same; for a misspelt name the
    ///   right one; a name of neither kind is no other maker's by mistake.
    public static func named(_ name: String) throws(PoseTextError) -> any PoseConvention {
        if let convention = byName[name] { return convention }
        let small = name.lowercased()
        if let convention = byName[small] ?? EulerConvention(named: small) { return convention }
        if let forms = OtherMakers.forms(of: small) {
            throw PoseTextError(.otherMaker(name, forms: forms), at: 0)
        }
        throw PoseTextError(.unknownConvention(name, nearest: misspelt(small)), at: 0)
    }

    /// The name that was meant, if one letter is wrong, or its beginning stands there: more would be a guess at another
    /// maker's robot.
    private static func misspelt(_ name: String) -> String? {
        let names = all.map(\.name)
        if name.count >= 3, let begun = names.first(where: { $0.hasPrefix(name) }) { return begun }
        guard name.count >= 4, let nearest = nearest(to: name, among: names) else { return nil }
        return editDistance(name, nearest) <= 1 ? nearest : nil
    }

    /// The pose of a text such as `kuka:{X 600,Y 0,Z 900,A 180,B 0,C 180}`.
    ///
    /// The name is part of the text because numbers alone don't say their unit, nor the order of a quaternion.
    public static func reading(_ text: String) throws(PoseTextError) -> PoseReading {
        var scanner = TextScanner(text)
        return try reading(&scanner)
    }

    /// The pose of a text that lies in memory as UTF-8: a line of a stream.
    public static func reading(utf8 bytes: [UInt8]) throws(PoseTextError) -> PoseReading {
        var scanner = TextScanner(bytes: bytes)
        return try reading(&scanner)
    }

    static func reading(_ scanner: inout TextScanner) throws(PoseTextError) -> PoseReading {
        scanner.skipSpace()
        let start = scanner.position
        guard let name = scanner.word(upTo: UInt8(ascii: ":")) else { throw PoseTextError(.noConvention, at: start) }
        if let convention = byName[name] { return try convention.readWhole(&scanner) }
        if name.lowercased() == "named" {
            let result = try scanner.namedPose()
            try scanner.expectEnd()
            return result
        }
        return try convention(name, from: start, &scanner).readWhole(&scanner)
    }

    /// The convention named in front of the colon; `euler` has three more words, each with a colon behind it.
    static func convention(leading scanner: inout TextScanner) throws(PoseTextError) -> any PoseConvention {
        scanner.skipSpace()
        let start = scanner.position
        guard let name = scanner.word(upTo: UInt8(ascii: ":")) else { throw PoseTextError(.noConvention, at: start) }
        return try convention(name, from: start, &scanner)
    }

    private static func convention(
        _ word: String, from start: Int, _ scanner: inout TextScanner
    ) throws(PoseTextError) -> any PoseConvention {
        var name = word
        if name.lowercased() == "euler" {
            for _ in 0..<3 {
                guard let part = scanner.word(upTo: UInt8(ascii: ":")) else { break }
                name += ":\(part)"
            }
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
