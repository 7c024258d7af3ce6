import ArgumentParser
import LinearAlgebra
import PCLBridge
import PickPoseService
import Segmentation

/// Who does the work: pickpose itself, or PCL as a second opinion.
enum Engine: String, ExpressibleByArgument, CaseIterable {
    case own, pcl
}

/// How a scene is taken apart, for each command that does so.
struct SegmentationArguments: ParsableArguments {
    @Option(help: "Who takes the scene apart: pickpose itself, or PCL's LCCP as a second opinion.")
    var engine: Engine = .own

    @Option(
        parsing: .unconditional,
        help: "Objects of fewer points are dropped, and counted (default: a thousandth of the scan).")
    var minimumPoints: Int?

    @Option(
        parsing: .unconditional,
        help: "Points further from the sensor than this, in metres, are left out (default: none).")
    var maximumRange: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Up in the scan's frame, when it is known: three numbers (default: found from the scan).",
            valueName: "x,y,z"))
    var up: String?

    @Flag(name: .customLong("no-color"), help: "Leave the scan's colours out of account.")
    var withoutColor = false

    func validate() throws {
        if let minimumPoints, minimumPoints < 1 {
            throw ValidationError("--minimum-points \(minimumPoints): give a number from 1.")
        }
        if let maximumRange, !(maximumRange > 0) {
            throw ValidationError("--maximum-range \(maximumRange): give metres above 0.")
        }
        _ = try upDirection()
        if engine == .pcl {
            let given = [
                ("--up", up != nil), ("--maximum-range", maximumRange != nil), ("--no-color", withoutColor),
            ]
            if let (option, _) = given.first(where: \.1) {
                throw ValidationError(
                    "\(option): PCL's segmentation has no such setting; leave out it or --engine pcl.")
            }
        }
    }

    /// By whom the scene is taken apart, and with which settings.
    func segmentationEngine() throws -> SegmentationEngine {
        switch engine {
        case .own:
            var options = SegmentationOptions()
            options.minimumPoints = minimumPoints
            options.maximumRange = maximumRange ?? .infinity
            options.usesColor = !withoutColor
            options.up = try upDirection()
            return .own(options)
        case .pcl:
            var options = PCLEngine.ConvexPartsOptions()
            if let minimumPoints { options.smallestObject = minimumPoints }
            return .pcl(options)
        }
    }

    private func upDirection() throws -> Vector3? {
        guard let up else { return nil }
        let numbers = up.split(whereSeparator: { $0 == "," || $0 == " " }).map { Double($0) }
        guard numbers.count == 3, let x = numbers[0], let y = numbers[1], let z = numbers[2],
            Vector3(x, y, z).isFinite
        else { throw ValidationError("--up \(up): give three numbers, such as 0,0,1.") }
        guard Vector3(x, y, z).length > 0 else {
            throw ValidationError("--up \(up): has no direction; give one, such as 0,0,1.")
        }
        return Vector3(x, y, z)
    }
}
