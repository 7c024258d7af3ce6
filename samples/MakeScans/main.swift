import CloudFiles
import Files
import Glibc
import LinearAlgebra
import PointClouds
import SyntheticScans

// Makes the sample scans: `swift run make-scans samples`. The same seeds give the same files.

/// Stands at the near edge of the table, half a metre up, and looks 30° past straight down. In the robot's base, which
/// is 600 mm to the table's left at the table's height, that is KUKA's {X 600,Y -240,Z 550,A 0,B 0,C -150}: what
/// `cell.yaml` says.
var camera = DepthCamera(at: Vector3(0, -0.24, 0.55), lookingAt: Vector3(0, -0.24 + 0.55 * tan(.pi / 6), 0))
(camera.width, camera.height, camera.focalLength) = (320, 240, 300)

let cardboard = SIMD3<UInt8>(181, 137, 90)
let (red, green, blue, white) = (
    SIMD3<UInt8>(190, 60, 50), SIMD3<UInt8>(70, 140, 80), SIMD3<UInt8>(60, 90, 170), SIMD3<UInt8>(225, 225, 220)
)

/// Boxes apart, touching and stacked, cans, one behind another thing, and a ball.
let table = TableScene(solids: [
    .box(Vector3(0.12, 0.07, 0.05), at: Vector3(-0.16, 0.00, 0), yaw: 0.5, color: cardboard),
    .box(Vector3(0.09, 0.06, 0.08), at: Vector3(0.02, -0.02, 0), yaw: -0.2, color: blue),
    .box(Vector3(0.08, 0.05, 0.05), at: Vector3(0.085, 0.02, 0), yaw: -0.2, color: white),
    .box(Vector3(0.14, 0.10, 0.06), at: Vector3(0.02, 0.16, 0), yaw: 0.1, color: cardboard),
    .box(Vector3(0.07, 0.05, 0.04), at: Vector3(0.03, 0.16, 0.06), yaw: 0.7, color: red),
    .cylinder(radius: 0.033, height: 0.115, at: Vector3(0.20, 0.02, 0), color: green),
    .cylinder(radius: 0.028, height: 0.09, at: Vector3(-0.13, 0.17, 0), color: red),
    Solid(.sphere(radius: 0.035), at: RigidTransform(translation: Vector3(0.19, 0.16, 0)), color: white),
])

/// One thing alone, as after a segmentation: a flat box, turned.
var alone = TableScene(solids: [
    .box(Vector3(0.16, 0.09, 0.04), at: Vector3(0.03, 0.02, 0), yaw: 0.6, color: cardboard)
])
alone.hasTable = false

let folder = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "samples"
for (name, scene, seed) in [("table", table, 1 as UInt64), ("box", alone, 2)] {
    let path = "\(folder)/\(name).pcd"
    try camera.scan(scene, seed: seed).cloud.write(to: path, encoding: .binaryCompressed)
    print(path)
}

for (name, text) in [("pairs", MadePairs.handEye(seed: 3)), ("points", MadePairs.points(seed: 4))] {
    let file = try OutputFile(path: "\(folder)/calibration/\(name).yaml")
    try file.write(text)
    try file.commit()
    print(file.path)
}
