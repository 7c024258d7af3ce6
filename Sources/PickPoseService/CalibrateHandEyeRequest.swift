public import LinearAlgebra
public import Reports
public import RobotCell

/// Where the camera is, from pairs of poses.
public struct CalibrateHandEyeRequest: Request {
    public var pairs: CalibrationPairsInput
    /// Where the camera is; what the file says where nil.
    public var mount: CameraMount?
    public var options: HandEyeOptions
    /// The camera's frame in the entry to paste.
    public var frame: String
    /// A cell whose work volume should lie where the pairs were taken.
    public var cell: CellInput?

    public init(
        _ pairs: CalibrationPairsInput, mount: CameraMount? = nil, options: HandEyeOptions = .init(),
        frame: String = "camera", cell: CellInput? = nil
    ) {
        (self.pairs, self.mount, self.options, self.frame, self.cell) = (pairs, mount, options, frame, cell)
    }

    public func perform(_ diagnostics: inout Diagnostics) throws -> CalibrationReport {
        let read = try diagnostics.timed("read") { try pairs.pairs() }
        for remark in read.remarks { diagnostics.warn("\(remark)") }
        if case .file(_, let unit?) = pairs {
            diagnostics.warn(
                "\(diagnostics.settings("unit", unit.rawValue)): changes nothing here, each pose text has its"
                    + " convention's unit")
        }
        guard let mount = mount ?? read.mount else { throw RequestError.mountNotSaid(file: pairs.name) }
        if let said = read.mount, said != mount {
            diagnostics.warn("\(pairs.name): its mount is \(said.rawValue); \(mount.rawValue) is taken, as asked for")
        }
        var result = try diagnostics.timed("calibrate") {
            try calibrateHandEye(read.pairs, mount: mount, options: options)
        }
        // Where the pairs fit as they were read, no other reading is looked for.
        if result.isRefused || !result.isPlausible, let advice = read.misreadConvention(mount: mount),
            advice.times ?? 0 > result.advice.first?.times ?? 0
        {
            result.refuse(for: advice)
        }
        if let volume = try cell?.cell(), let outside = result.workVolumeOutside(volume) {
            diagnostics.warn("\(cell?.name ?? ""): \(outside)")
        }
        return CalibrationReport(result, frame: frame, file: pairs.name)
    }
}

/// Pairs for a request: their file, or values.
public enum CalibrationPairsInput: Sendable {
    /// The unit is for files that don't state their own; pose texts always do.
    case file(String, unit: LengthUnit? = nil)
    /// The name stands for them in messages.
    case pairs([HandEyePair], name: String)

    /// As messages name it.
    public var name: String {
        switch self {
        case .file(let path, _): path
        case .pairs(_, let name): name
        }
    }
}

extension CalibrationPairsInput {
    func pairs() throws(CellFileError) -> CalibrationPairs {
        switch self {
        case .file(let path, _): try CalibrationPairs(contentsOf: path)
        case .pairs(let pairs, _): CalibrationPairs(pairs)
        }
    }
}
