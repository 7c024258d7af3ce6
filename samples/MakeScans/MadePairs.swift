import Glibc
import LinearAlgebra
import RobotCell
import Sensing

/// Pairs for the calibration of the samples' camera, as `cell.yaml` has it, with the errors that a printed board has:
/// its distance and its tilt are the worst known of it.
struct MadePairs {
    static let baseFromCamera = RigidTransform(
        rotation: Matrix3(columns: Vector3(1, 0, 0), Vector3(0, -cos(.pi / 6), -0.5), Vector3(0, 0.5, -cos(.pi / 6))),
        translation: Vector3(0.6, -0.24, 0.55))
    /// The board stands on the flange, its face to the side: what the camera sees is turned by the wrist.
    static let flangeFromBoard = RigidTransform(
        rotation: Matrix3(columns: Vector3(0, 1, 0), Vector3(0, 0, -1), Vector3(-1, 0, 0)),
        translation: Vector3(0.06, -0.08, 0.11))
    /// The pair whose board was found a square further on.
    static let slip = 7

    /// 20 stops over the work volume, the board towards the camera and up to 30° off.
    static func handEye(seed: UInt64) -> String {
        var random = SeededGenerator(seed: seed)
        var lines = [
            "# 20 stops with a board on the flange, seen by the camera of cell.yaml; one of them went wrong.",
            "#   pickpose calibrate hand-eye samples/calibration/pairs.yaml --config samples/cell.yaml",
            "version: 1", "mount: base", "pairs:",
        ]
        for index in 0..<20 {
            func number(_ size: Double) -> Double { Double.random(in: -size...size, using: &random) }
            let place = Vector3(number(0.2), number(0.15), 0.5 + number(0.15))
            let turn = Matrix3(rotationVector: Vector3(number(0.5), number(0.5), number(0.7)))
            let cameraFromBoard = RigidTransform(rotation: turn, translation: place)
            let baseFromFlange = baseFromCamera * cameraFromBoard * flangeFromBoard.inverse
            let tilt = Vector3(random.normal(), random.normal(), 0.3 * random.normal()) * 2e-3
            var seen = RigidTransform(rotation: Matrix3(rotationVector: tilt) * turn, translation: place)
            let distance = 8e-4 * random.normal()
            seen.translation +=
                Vector3(random.normal(), random.normal(), random.normal()) * 2e-4 + place.normalized * distance
            if index == slip { seen.translation += turn.columns.x * 0.025 }
            // Rounded as a controller shows them.
            let flange = baseFromFlange.written(as: .kuka, precision: .display).text
            let board = seen.written(as: .quaternionXYZW, precision: .display).text
            lines.append("  - {flange: \"kuka:\(flange)\", board: \"quaternion_xyzw:\(board)\"}")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// 12 places that the fingertips touched, spread over the work volume, as a depth camera read them.
    static func points(seed: UInt64) -> String {
        var random = SeededGenerator(seed: seed)
        var lines = [
            "# 12 places that the fingertips stood at, and what the camera of cell.yaml read there.",
            "#   pickpose calibrate points samples/calibration/points.yaml --config samples/cell.yaml",
            "version: 1", "unit: mm", "points:",
        ]
        for index in 0..<12 {
            let robot = Vector3(
                [280, 480, 700, 900][index % 4] + Double.random(in: -20...20, using: &random),
                [-300, 20, 380][index % 3] + Double.random(in: -20...20, using: &random),
                [0, 150, 430][index / 4] + Double.random(in: -10...10, using: &random))
            let tip = Vector3(robot.x.rounded(), robot.y.rounded(), robot.z.rounded()) / 1000
            var seen = baseFromCamera.inverse * tip
            seen += Vector3(random.normal() * 4e-4, random.normal() * 4e-4, random.normal() * 8e-4)
            func list(_ v: Vector3, _ places: Int) -> String {
                (0..<3).map { (v[$0] * 1000).shortest(places) }.joined(separator: ", ")
            }
            lines.append("  - {robot: [\(list(tip, 0))], camera: [\(list(seen, 2))]}")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
