public import LinearAlgebra
public import SyntheticScans

/// The scenes that several tests look at, made once.
public enum MadeScenes {
    /// A camera that keeps the tests short: a quarter of a Kinect's pixels.
    public static func camera(
        at position: Vector3 = Vector3(0.1, -0.75, 0.6), lookingAt target: Vector3 = Vector3(0, 0, 0.02)
    ) -> DepthCamera {
        var camera = DepthCamera(at: position, lookingAt: target)
        (camera.width, camera.height, camera.focalLength) = (320, 240, 262.5)
        return camera
    }

    /// Four objects on a table: apart, touching at a corner, and one on another.
    public static let objectsOnTable = TableScene(solids: [
        .box(Vector3(0.12, 0.08, 0.14), at: Vector3(-0.17, 0.02, 0), yaw: 0.4, color: SIMD3(200, 60, 60)),
        .cylinder(radius: 0.045, height: 0.15, at: Vector3(0.19, 0.08, 0), color: SIMD3(60, 160, 80)),
        .box(Vector3(0.16, 0.12, 0.06), at: Vector3(0.03, -0.08, 0), yaw: -0.3, color: SIMD3(90, 90, 190)),
        .box(Vector3(0.06, 0.06, 0.07), at: Vector3(0.03, -0.06, 0.06), yaw: 0.5, color: SIMD3(220, 200, 70)),
    ])

    /// The same before a wall that fills more of the image than the table does.
    public static let wallBehindTable: TableScene = {
        var scene = objectsOnTable
        scene.tableHalfSize = SIMD2(0.45, 0.3)
        scene.solids.append(.box(Vector3(3, 0.1, 2), at: Vector3(0, 0.36, -0.5), color: SIMD3(230, 230, 230)))
        return scene
    }()

    /// Two boxes apart on a table.
    public static let twoBoxes = TableScene(solids: [
        .box(Vector3(0.1, 0.08, 0.12), at: Vector3(-0.1, 0, 0), yaw: 0.4, color: SIMD3(200, 60, 60)),
        .box(Vector3(0.08, 0.1, 0.07), at: Vector3(0.1, -0.05, 0), yaw: -0.5, color: SIMD3(60, 60, 200)),
    ])

    /// A ball that lies on nothing.
    public static func loneBall(radius: Double) -> TableScene {
        var scene = TableScene(solids: [
            Solid(.sphere(radius: radius), at: .identity, color: SIMD3(90, 90, 90))
        ])
        scene.hasTable = false
        return scene
    }
}
