import ArgumentParser
import LinearAlgebra
import PCLBridge
import PointClouds
import Segmentation

/// Who takes the scene apart.
enum SegmentationEngine: String, ExpressibleByArgument, CaseIterable {
    case own, pcl
}

/// How a scene is taken apart, for each command that does so.
struct SegmentationArguments: ParsableArguments {
    @Option(help: "Who takes the scene apart: pickpose itself, or PCL's LCCP as a second opinion.")
    var engine: SegmentationEngine = .own

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

    /// The scene of a cloud, by whom and how it was asked for.
    func scene(of cloud: PointCloud, threads: Int) throws -> SegmentedScene {
        switch engine {
        case .own:
            var options = SegmentationOptions()
            options.threads = threads
            options.minimumPoints = minimumPoints
            options.maximumRange = maximumRange ?? .infinity
            options.usesColor = !withoutColor
            options.up = try upDirection()
            return segment(cloud, options: options)
        case .pcl:
            var options = PCLEngine.ConvexPartsOptions()
            if let minimumPoints { options.smallestObject = minimumPoints }
            let answer: PCLEngine.TableScene
            do throws(PCLBridgeError) {
                answer = try PCLEngine().tableScene(
                    of: cloud.positions, imageWidth: cloud.isOrganized ? cloud.width : 0, options: options)
            } catch {
                // Nothing found is a result, as with our own engine.
                if case .refused(_, "no plane found") = error {
                    return SegmentedScene(labels: Array(repeating: 0, count: cloud.count), support: nil)
                }
                throw PCLFailure(error)
            }
            return SegmentedScene(
                labels: answer.labels,
                support: SupportPlane(
                    normal: answer.plane.normal, offset: answer.plane.offset, labels: answer.labels,
                    of: cloud.positions))
        }
    }

    /// Why a cloud shows nothing that things stand on, and what to do next.
    func obstacle(in cloud: PointCloud) -> String {
        let valid = FiniteBounds(of: cloud.positions).count
        if cloud.count == 0 { return "there are no points; a scene needs thousands" }
        if valid == 0 {
            return
                "none of the \(cloud.count) points is valid (every one has a NaN or infinite coordinate); a scene needs"
                + " thousands"
        }
        if valid < 3 {
            return
                "of the \(cloud.count) points only \(valid) \(valid == 1 ? "is" : "are") valid; a scene needs thousands"
        }
        let next =
            switch (up, maximumRange) {
            case (_?, _): "leave out --up, or check its direction in the scan's frame"
            case (nil, _?): "give a larger --maximum-range, or none"
            case (nil, nil):
                "give --up x,y,z where the direction is known, and look at the scan's extent with pickpose info"
            }
        return "no plane that things stand on; \(next)"
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
