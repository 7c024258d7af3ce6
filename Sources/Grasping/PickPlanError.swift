public import Files
import LinearAlgebra
public import RobotCell

/// Why no picks are planned.
public enum PickPlanError: Error, Equatable, Sendable {
    /// The cell's frames don't lead from the scan to the base.
    case frames(FrameTreeError)
    /// The scan shows the support elsewhere than the cell expects it, so that every pose would be as far off.
    /// `cell` is the cell's file and line that say where.
    case supportElsewhere(PlannedSupport, scan: String, cell: String)
}

extension PickPlanError: NamesSettings {
    public var description: String { description(naming: .labels) }

    public func description(naming settings: SettingNames) -> String {
        switch self {
        case .frames(let error): return error.description(naming: settings)
        case .supportElsewhere(let support, let scan, let cell):
            let offset = support.offset ?? 0
            let side = offset < 0 ? "below" : "above"
            let (tolerance, limit) = (support.settings.tolerance, support.settings.maximumLean)
            return
                "\(cell): support: the scan shows it \(abs(offset).asMillimeters(decimals: 1)) \(side) where the cell has it"
                + " and turned by \(support.lean.degrees(fixed: 1))° (at most \(tolerance.asMillimeters(decimals: 1)) and"
                + " \(limit.degrees(fixed: 1))°); correct the pose of \(scan), or support"
        }
    }
}
