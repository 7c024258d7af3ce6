public import LinearAlgebra
public import Reports
public import RobotCell

/// Where the camera is, from pairs of poses.
public struct CalibrateHandEyeRequest: Request {
    public var pairs: CalibrationPairsInput
    /// Where the camera is; what the file says where nil.
    public var mount: CameraMount?
    public var options: HandEyeOptions
    public var target: CalibrationTarget

    public init(
        _ pairs: CalibrationPairsInput, mount: CameraMount? = nil, options: HandEyeOptions = .init(),
        target: CalibrationTarget = .init()
    ) {
        (self.pairs, self.mount, self.options, self.target) = (pairs, mount, options, target)
    }

    public func perform(_ diagnostics: inout Diagnostics) throws -> CalibrationReport {
        let read = try diagnostics.timed("read") { try pairs.pairs() }
        let cell = try target.readCell()
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
        let report = CalibrationReport(
            result, frame: target.frame, parent: try target.parent(of: mount, cell), cell: cell)
        return try target.finish(report, cell, &diagnostics)
    }
}

/// Where a calibration's result goes, and what it is for.
public struct CalibrationTarget: Sendable {
    /// The camera's frame in the cell.
    public var frame: String
    /// A cell whose work volume the pairs should cover.
    public var cell: CellInput?
    /// The cell's file that gets the camera's entry.
    public var file: String?

    /// - Parameters:
    ///   - frame: the camera's frame in the cell.
    ///   - cell: a cell whose work volume the pairs should cover.
    ///   - file: the cell's file that gets the entry; it is the cell too where none is given, if it is one.
    public init(frame: String = "camera", cell: CellInput? = nil, writingTo file: String? = nil) {
        (self.frame, self.cell, self.file) = (frame, cell, file)
    }

    /// The cell, where there is one; the file to be written need not be one yet without its camera.
    func readCell() throws(CellFileError) -> CellFile? {
        if let cell { return try cell.cell() }
        return file.flatMap { try? CellFile(contentsOf: $0) }
    }

    /// What the cell calls the flange, or the robot's own base, which the flange hangs on.
    func parent(of mount: CameraMount, _ cell: CellFile?) throws(CellFileError) -> String {
        guard mount == .base else { return "flange" }
        var frames = cell?.frames
        if frames == nil, let file { frames = try FrameTree(cellFile: file) }
        return frames?.frame(named: "flange")?.parent ?? cell?.base ?? "base"
    }

    /// Warns of what lies outside of what was tested, and writes the entry.
    func finish(
        _ report: CalibrationReport, _ cell: CellFile?, _ diagnostics: inout Diagnostics
    ) throws -> CalibrationReport {
        var report = report
        guard !report.isRefused else { return report }
        if let cell, let missing = report.tested.missing(from: cell) {
            diagnostics.warn("\(self.cell?.name ?? file ?? ""): \(missing)")
        }
        guard let file else { return report }
        if let before = cell?.frames.frame(named: frame)?.parent, before != report.entry.parent {
            diagnostics.warn("\(file): frames.\(frame): hung on \(before), and hangs on \(report.entry.parent) now")
        }
        try diagnostics.timed("write") { try CellFile.write(report.entry, into: file) }
        report.written = file
        return report
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
