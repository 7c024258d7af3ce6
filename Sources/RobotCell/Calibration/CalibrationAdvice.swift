import LinearAlgebra

/// Why a result can't be used, or what would make it better, each with what to do.
public enum CalibrationAdvice: Equatable, Sendable, CustomStringConvertible {
    /// The robot hardly turned between the stops; degrees.
    case tooLittleRotation(degrees: Double)
    /// All turns were about one axis, in the carrier's frame (`flange` or `base`).
    case oneAxis(x: Double, y: Double, z: Double, frame: String)
    /// A way of the camera stays free.
    case freeTranslation(x: Double, y: Double, z: Double, frame: String)
    /// Some of the camera's turning stays free though the robot turned.
    case freeRotation
    /// The pairs fit far better with one side's poses inverted, as they do for a camera of the other mount.
    case inverted(mount: CameraMount, times: Double)
    /// The pairs fit far better with the board's lengths multiplied.
    case unit(factor: Double, times: Double)
    /// The board's lengths are off by a factor near 1: its squares aren't as large as was said.
    case boardScale(factor: Double)
    /// Each flange pose fits the board seen so many stops later.
    case shifted(by: Int, times: Double)
    /// One side's texts fit far better when read in another convention.
    case convention(side: String, stated: String, fitting: [String], times: Double)
    /// Each board fits where the flange was so many stops later.
    case timeOffset(stops: Double)
    /// What should be mounted on the flange (`camera` or `board`) would be so far from it, metres.
    case farFromFlange(String, distance: Double)
    /// Touched points on a line, along this direction in the base.
    case pointsOnALine(x: Double, y: Double, z: Double)
    /// The camera's lengths times this are the robot's.
    case pointUnit(factor: Double)
    /// The same for a factor near 1.
    case pointScale(factor: Double)
    /// One side's axes are left-handed.
    case mirrored(times: Double)
    /// Each of the robot's points fits the camera's so many rows later.
    case pointsShifted(by: Int, times: Double)
    /// So few points were left.
    case fewPoints(Int)
    /// Pairs that fit nothing.
    case outliers([Int])
    /// More pairs are left out than a calibration may do without.
    case mostlyOutliers(left: Int, of: Int)

    /// Whether the result may not be used.
    public var isRefusal: Bool {
        switch self {
        case .tooLittleRotation, .freeRotation, .inverted, .unit, .shifted, .convention, .pointsOnALine, .pointUnit,
            .mirrored, .pointsShifted, .mostlyOutliers:
            true
        case .oneAxis, .freeTranslation, .boardScale, .timeOffset, .farFromFlange, .pointScale, .fewPoints, .outliers:
            false
        }
    }

    /// How much better another reading of the same numbers fits; nil for what isn't about one.
    public var times: Double? {
        switch self {
        case .inverted(_, let times), .unit(_, let times), .shifted(_, let times), .convention(_, _, _, let times),
            .mirrored(let times), .pointsShifted(_, let times):
            times
        default: nil
        }
    }

    public var description: String {
        func decimals(_ value: Double, _ places: Int) -> String { value.fixed(places) }
        func vector(_ x: Double, _ y: Double, _ z: Double) -> String {
            "(\(decimals(x, 2)), \(decimals(y, 2)), \(decimals(z, 2)))"
        }
        switch self {
        case .tooLittleRotation(let degrees):
            return
                "the robot turned by \(decimals(degrees, 1))° between stops at most, which tells hardly anything: turn it by"
                + " 30° and more, about two axes at least"
        case .oneAxis(let x, let y, let z, let frame):
            return
                "all turns were about one axis, \(vector(x, y, z)) in the \(frame)'s frame: add stops that turn by 30° and"
                + " more about an axis across it; a 4-axis arm can't, measure the camera's place along that axis"
        case .freeTranslation(let x, let y, let z, let frame):
            return
                "the camera's place along \(vector(x, y, z)) in the \(frame)'s frame isn't fixed by these pairs; the point"
                + " nearest to the \(frame)'s origin is given: measure it"
        case .freeRotation:
            return
                "the camera's orientation isn't fixed by these pairs: add stops that turn by 30° and more about two axes"
        case .inverted(let mount, let times):
            return "the flange or the board poses are inverted (T_board_camera for T_camera_board, or T_flange_base for"
                + " T_base_flange), or the mount is \(mount.rawValue): so the pairs fit \(factor(times)) better"
        case .unit(let lengths, let times):
            return "board and flange are in different units: with the board's lengths times \(lengths) the pairs fit"
                + " \(factor(times)) better"
        case .boardScale(let factor):
            return
                "the board is \(decimals(abs(factor - 1) * 100, 1)) % \(factor < 1 ? "smaller" : "larger") than was said when"
                + " it was located: measure its squares"
        case .shifted(let stops, let times):
            return "flange and board are out of step: each flange pose fits the board seen \(abs(stops))"
                + " \(abs(stops) == 1 ? "stop" : "stops") \(stops > 0 ? "later" : "earlier"), \(factor(times)) better"
        case .convention(let side, let stated, let fitting, let times):
            return
                "the \(side) poses are stated as \(stated), but read as \(fitting.joined(separator: " or ")) the pairs fit \(factor(times)) better"
        case .timeOffset(let stops):
            return "flange and board weren't taken at the same moment: the boards fit where the flange was"
                + " \(decimals(abs(stops), 2)) stops \(stops > 0 ? "later" : "earlier"); let the robot stand still"
                + " before the two are taken"
        case .farFromFlange(let what, let distance):
            return "the \(what) would be \(decimals(distance, 2)) m from the flange that carries it: if it isn't, both"
                + " the flange and the board poses are inverted, which fits as well"
        case .pointsOnALine(let x, let y, let z):
            return
                "the points lie on a line along \(vector(x, y, z)) in the base, about which the camera may turn: touch"
                + " points beside it, by 100 mm and more"
        case .pointUnit(let factor):
            return "robot and camera are in different units: the camera's lengths times \(significant(factor)) are the"
                + " robot's"
        case .pointScale(let factor):
            return "the camera's lengths are \(decimals(abs(1 / factor - 1) * 100, 1)) % too"
                + " \(factor > 1 ? "short" : "long"): calibrate the camera itself"
        case .mirrored(let times):
            return
                "one side's axes are left-handed: mirrored, the points fit \(factor(times)) better; turn the sign of one"
                + " axis of the camera or the robot"
        case .pointsShifted(let rows, let times):
            return "robot and camera are out of step: each of the robot's points fits the camera's"
                + " \(abs(rows)) \(abs(rows) == 1 ? "row" : "rows") \(rows > 0 ? "later" : "earlier"),"
                + " \(factor(times)) better"
        case .fewPoints(let count):
            return "\(count) points tell hardly how well they fit: touch 8 and more, spread over the work volume"
        case .outliers(let indices):
            return "left out as not fitting the others: \(indices.count == 1 ? "pair" : "pairs")"
                + " \(indices.map { "\($0)" }.joined(separator: ", ")) (counted from 0)"
        case .mostlyOutliers(let left, let count):
            return
                "only \(left) of \(count) pairs agree with each other: check the convention of the poses, the time at which"
                + " they were taken, and whether the board moved"
        }
    }

    private func factor(_ times: Double) -> String { "\(Int(min(times, 1e6).rounded())) times" }
}

/// What keeps a calibration from being made at all.
public enum CalibrationError: Error, Equatable, CustomStringConvertible {
    case tooFewPairs(Int, needed: Int)
    /// The poses are so far off that no number is left of them.
    case noPose

    public var description: String {
        switch self {
        case .tooFewPairs(let count, let needed):
            "\(count) pairs tell too little: give \(needed) at least, better 15 to 25 that turn about different axes"
        case .noPose: "the poses lie too far out to be calculated with: check their unit"
        }
    }
}
