public import LinearAlgebra
public import PointClouds
public import Sensing

/// A depth sensor that stands somewhere, to take scans of table scenes by casting rays. Its axis goes through the middle
/// of its image. Camera frame: x right, y down, z forward.
public struct DepthCamera: Sendable {
    public var width = 640
    public var height = 480
    /// Pixels.
    public var focalLength = 525.0
    public var worldFromCamera: RigidTransform
    /// Share of the sensor's noise: 0 for a perfect camera.
    public var noise = 1.0
    /// Metres from the camera to the light, along the camera's x; 0 for a camera without shadows or steps.
    public var baseline = 0.075

    public init(worldFromCamera: RigidTransform) { self.worldFromCamera = worldFromCamera }

    /// A camera at `position` that looks at `target`, image rows level.
    public init(at position: Vector3, lookingAt target: Vector3) {
        let z = (target - position).normalized
        let down = Vector3(0, 0, -1)
        let x = down.cross(z).squaredLength > 1e-12 ? down.cross(z).normalized : Vector3(1, 0, 0)
        self.init(
            worldFromCamera: RigidTransform(rotation: Matrix3(columns: x, z.cross(x), z), translation: position))
    }

    /// What it measures with.
    public var sensor: DepthSensor {
        DepthSensor(
            camera: PinholeCamera(width: width, height: height, focalLength: focalLength), noise: noise,
            baseline: baseline)
    }
}

/// A table and what stands on it: the world's z points up, the table's top is z = 0.
public struct TableScene: Sendable {
    /// Half the table's length and width.
    public var tableHalfSize = SIMD2(0.6, 0.45)
    public var hasTable = true
    public var tableColor = SIMD3<UInt8>(196, 176, 148)
    public var solids: [Solid] = []

    public init(solids: [Solid] = []) { self.solids = solids }
}

/// What a camera saw, and what it was.
public struct SyntheticScan: Sendable {
    /// Organised, in the camera's frame, with an `rgb` field; NaN where nothing was measured.
    public var cloud: PointCloud
    /// A point: 0 nothing, 1 the table, 2… the scene's solids in order, or their objects.
    public var truth: [UInt32]
}

extension DepthCamera {
    /// Renders a scene, the same for the same seed.
    public func scan(_ scene: TableScene, seed: UInt64) -> SyntheticScan {
        let sensor = sensor
        var random = SeededGenerator(seed: seed)
        var points = Coordinates(repeating: SIMD3(repeating: .nan), count: width * height)
        var truth = [UInt32](repeating: 0, count: width * height)
        var colors = [UInt32](repeating: 0, count: width * height)
        let light = worldFromCamera * Vector3(baseline, 0, 0)

        for v in 0..<height {
            for u in 0..<width {
                let chance = DepthSensor.Chance(using: &random)
                guard let ray = sensor.camera.ray(u: Double(u), v: Double(v)) else { continue }
                let direction = worldFromCamera.rotation * ray
                guard let hit = scene.hit(from: worldFromCamera.translation, along: direction) else { continue }

                let cosine = abs(hit.normal.dot(direction)) / direction.length
                guard sensor.isReturned(atCosine: cosine, chance) else { continue }
                let surface = worldFromCamera.translation + direction * hit.distance
                if baseline > 0, scene.isShadowed(surface + hit.normal * 1e-4, from: light) { continue }

                // The ray's z is 1, so the distance along it is the depth.
                let i = v * width + u
                points[i] = SIMD3<Float>(ray * sensor.reading(ofDepth: hit.distance, chance))
                truth[i] = hit.label
                colors[i] = shade(hit.color, by: 0.35 + 0.65 * cosine)
            }
        }
        var cloud = PointCloud(positions: points, width: width, height: height)
        cloud.fields = [Field(name: "rgb", values: .uint32(colors))]
        return SyntheticScan(cloud: cloud, truth: truth)
    }

    private func shade(_ color: SIMD3<UInt8>, by light: Double) -> UInt32 {
        let c = SIMD3<UInt32>(truncatingIfNeeded: SIMD3<Double>(color) * light)
        return c.x << 16 | c.y << 8 | c.z
    }
}

extension SIMD3 where Scalar == UInt32 {
    fileprivate init(truncatingIfNeeded v: SIMD3<Double>) {
        self.init(UInt32(v.x), UInt32(v.y), UInt32(v.z))
    }
}

extension TableScene {
    fileprivate struct Hit {
        var distance: Double
        var normal: Vector3
        var label: UInt32
        var color: SIMD3<UInt8>
    }

    fileprivate func hit(from origin: Vector3, along direction: Vector3) -> Hit? {
        var best: Hit?
        if hasTable, direction.z != 0 {
            let half = tableHalfSize
            let t = -origin.z / direction.z
            let p = origin + direction * t
            if t > 0 && abs(p.x) <= half.x && abs(p.y) <= half.y {
                best = Hit(distance: t, normal: Vector3(0, 0, 1), label: 1, color: tableColor)
            }
        }
        for (i, solid) in solids.enumerated() {
            if let (distance, normal) = solid.hit(from: origin, along: direction),
                distance < best?.distance ?? .infinity
            {
                best = Hit(distance: distance, normal: normal, label: UInt32(solid.object ?? i) + 2, color: solid.color)
            }
        }
        return best
    }

    fileprivate func isShadowed(_ point: Vector3, from light: Vector3) -> Bool {
        solids.contains { ($0.hit(from: point, along: light - point)?.distance).map { $0 < 1 } ?? false }
    }
}
