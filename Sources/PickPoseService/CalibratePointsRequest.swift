public import LinearAlgebra
public import Reports
public import RobotCell

/// Where a fixed camera is, from touched points.
public struct CalibratePointsRequest: Request {
    public var points: CalibrationPointsInput
    public var target: CalibrationTarget

    public init(_ points: CalibrationPointsInput, target: CalibrationTarget = .init()) {
        (self.points, self.target) = (points, target)
    }

    public func perform(_ diagnostics: inout Diagnostics) throws -> CalibrationReport {
        let (pairs, said) = try diagnostics.timed("read") { try points.read() }
        if case .file(let path, let unit?) = points, let said, said != unit {
            diagnostics.warn("\(path): its unit is \(said.rawValue); \(unit.rawValue) is taken, as asked for")
        }
        let cell = try target.readCell()
        let result = try diagnostics.timed("calibrate") { try calibratePoints(pairs) }
        let report = CalibrationReport(
            result, frame: target.frame, parent: try target.parent(of: .base, cell), cell: cell)
        return try target.finish(report, cell, &diagnostics)
    }
}

/// Touched points for a request: their file, or values.
public enum CalibrationPointsInput: Sendable {
    /// The unit is for files that don't state their own.
    case file(String, unit: LengthUnit? = nil)
    /// In metres; the name stands for them in messages.
    case points([PointPair], name: String)

    /// The points and the unit that their file states.
    func read() throws(CellFileError) -> ([PointPair], LengthUnit?) {
        switch self {
        case .points(let points, _): return (points, nil)
        case .file(let path, let unit):
            let read = try CalibrationPoints(contentsOf: path, unit: unit)
            return (read.points, read.unit)
        }
    }
}
