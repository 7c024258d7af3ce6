import Glibc
import LinearAlgebra
import Sensing

extension TableScene {
    /// What a random scene is made of.
    public enum Crowd: String, CaseIterable, Sendable {
        /// Boxes that touch, and boxes on boxes, turned against each other.
        case boxes, stacks
        /// Long things behind upright ones.
        case occlusion
        /// Cans standing and lying, and cups, pots with handles, bowls upright and upside down.
        case cylinders, hollow
        /// Everything, close together.
        case clutter
    }

    /// A scene that no other seed gives, and a camera that looks at it.
    public static func random(_ crowd: Crowd, seed: UInt64) -> (scene: TableScene, camera: DepthCamera) {
        var maker = SceneMaker(seed: seed &* 977 &+ UInt64(crowd.rawValue.utf8.reduce(0) { $0 * 31 + Int($1) }))
        maker.fill(crowd)
        return (maker.scene, maker.camera())
    }
}

/// Puts random things on a table so that they stand.
private struct SceneMaker {
    var scene = TableScene()
    private var random: SeededGenerator
    /// Circles on the table that are taken.
    private var taken: [(x: Double, y: Double, radius: Double)] = []
    private var objects = 0

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        scene.tableHalfSize = SIMD2(1.2, 0.9)
    }

    mutating func number(_ low: Double, _ high: Double) -> Double { Double.random(in: low...high, using: &random) }

    mutating func camera() -> DepthCamera {
        let turn = number(-0.5, 0.5)
        let (distance, tilt) = (number(0.75, 1.05), number(0.6, 1.0))
        let target = Vector3(number(-0.04, 0.04), number(-0.04, 0.04), 0.04)
        let away = Vector3(sin(turn) * cos(tilt), -cos(turn) * cos(tilt), sin(tilt)) * distance
        return DepthCamera(at: target + away, lookingAt: target)
    }

    mutating func fill(_ crowd: TableScene.Crowd) {
        switch crowd {
        case .boxes: for _ in 0..<Int.random(in: 3...8, using: &random) { addBox(on: nil, reach: 0.2) }
        case .stacks:
            for _ in 0..<Int.random(in: 1...3, using: &random) { addStack() }
        case .occlusion:
            for _ in 0..<Int.random(in: 1...2, using: &random) { addOccluded() }
            addBox(on: nil, reach: 0.25)
        case .cylinders:
            for _ in 0..<Int.random(in: 3...8, using: &random) { addCylinder() }
        case .hollow:
            for _ in 0..<Int.random(in: 2...6, using: &random) { addHollow() }
        case .clutter:
            for _ in 0..<Int.random(in: 5...12, using: &random) {
                switch Int.random(in: 0..<8, using: &random) {
                case 0, 1, 2: addBox(on: nil, reach: 0.3)
                case 3: addStack()
                case 4, 5: addCylinder()
                default: addHollow()
                }
            }
        }
    }

    private mutating func color() -> SIMD3<UInt8> {
        SIMD3<UInt8>((0..<3).map { _ in UInt8.random(in: 40...220, using: &random) })
    }

    /// A free place for a circle, as near to the others as it comes.
    private mutating func place(radius: Double, reach: Double) -> Vector3? {
        for _ in 0..<40 {
            let (x, y) = (number(-reach, reach), number(-reach, reach) * 0.8)
            if taken.allSatisfy({ hypot($0.x - x, $0.y - y) > ($0.radius + radius) * 0.9 }) {
                taken.append((x, y, radius))
                return Vector3(x, y, 0)
            }
        }
        return nil
    }

    private mutating func add(_ shape: Solid.Shape, _ pose: RigidTransform, _ color: SIMD3<UInt8>, object: Int) {
        var solid = Solid(shape, at: pose, color: color)
        solid.object = object
        scene.solids.append(solid)
    }

    private mutating func next() -> Int {
        objects += 1
        return objects - 1
    }

    private func pose(_ position: Vector3, yaw: Double) -> RigidTransform {
        RigidTransform(
            rotation: Quaternion(x: 0, y: 0, z: sin(yaw / 2), w: cos(yaw / 2)).rotation, translation: position)
    }

    @discardableResult
    private mutating func addBox(on base: Vector3?, reach: Double, size given: Vector3? = nil) -> (Vector3, Vector3)? {
        let size = given ?? Vector3(number(0.04, 0.2), number(0.04, 0.14), number(0.025, 0.2))
        let radius = (size.x + size.y) / 3.2
        guard let position = base ?? place(radius: radius, reach: reach) else { return nil }
        add(.box(size: size), pose(position, yaw: number(0, 2 * .pi)), color(), object: next())
        return (position, size)
    }

    private mutating func addStack() {
        var size = Vector3(number(0.12, 0.26), number(0.1, 0.2), number(0.03, 0.12))
        guard let (first, _) = addBox(on: nil, reach: 0.2, size: size) else { return }
        var base = first
        for _ in 0..<Int.random(in: 1...2, using: &random) {
            base.z += size.z
            base.x += number(-0.25, 0.25) * size.x
            base.y += number(-0.25, 0.25) * size.y
            if number(0, 1) < 0.3 {
                let (radius, height) = (number(0.03, 0.05), number(0.05, 0.14))
                add(.cylinder(radius: radius, height: height), pose(base, yaw: 0), color(), object: next())
                return
            }
            size = Vector3(size.x * number(0.5, 1.1), size.y * number(0.5, 1.1), number(0.03, 0.12))
            addBox(on: base, reach: 0, size: size)
        }
    }

    private mutating func addOccluded() {
        let long = Vector3(number(0.2, 0.34), number(0.04, 0.1), number(0.05, 0.2))
        let position = Vector3(number(-0.15, 0.15), number(0.02, 0.2), 0)
        guard taken.allSatisfy({ hypot($0.x - position.x, $0.y - position.y) > $0.radius + 0.12 }) else { return }
        taken.append((position.x, position.y, 0.12))
        add(.box(size: long), pose(position, yaw: number(-0.5, 0.5)), color(), object: next())
        let before = position + Vector3(number(-0.06, 0.06), -number(0.1, 0.2), 0)
        taken.append((before.x, before.y, 0.06))
        if number(0, 1) < 0.4 {
            let shape = Solid.Shape.cylinder(radius: number(0.025, 0.045), height: number(0.1, 0.24))
            add(shape, pose(before, yaw: 0), color(), object: next())
        } else {
            addBox(on: before, reach: 0, size: Vector3(number(0.04, 0.1), number(0.03, 0.08), number(0.12, 0.28)))
        }
    }

    private mutating func addCylinder() {
        let (radius, height) = (number(0.022, 0.06), number(0.06, 0.22))
        if number(0, 1) < 0.7 {
            guard let position = place(radius: radius * 1.1, reach: 0.25) else { return }
            add(.cylinder(radius: radius, height: height), pose(position, yaw: 0), color(), object: next())
        } else {
            // Lying: its axis level.
            guard var position = place(radius: height / 2, reach: 0.25) else { return }
            let yaw = number(0, 2 * .pi)
            let along = Vector3(cos(yaw), sin(yaw), 0)
            position += Vector3(0, 0, radius) - along * (height / 2)
            let side = Vector3(-sin(yaw), cos(yaw), 0)
            let lying = RigidTransform(
                rotation: Matrix3(columns: side, Vector3(0, 0, 1), along), translation: position)
            add(.cylinder(radius: radius, height: height), lying, color(), object: next())
        }
    }

    private mutating func addHollow() {
        let color = color()
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let (radius, height) = (number(0.03, 0.045), number(0.07, 0.11))
            guard let position = place(radius: radius * 1.2, reach: 0.25) else { return }
            let object = next()
            add(
                .cup(bottomRadius: radius * number(0.75, 1), topRadius: radius, height: height, wall: 0.004),
                pose(position, yaw: 0), color, object: object)
            let yaw = number(0, 2 * .pi)
            let handle = position + Vector3(cos(yaw), sin(yaw), 0) * (radius + 0.012) + Vector3(0, 0, height * 0.3)
            add(.box(size: Vector3(0.03, 0.012, height * 0.5)), pose(handle, yaw: yaw), color, object: object)
        case 1:
            let (radius, height) = (number(0.07, 0.11), number(0.06, 0.11))
            guard let position = place(radius: radius * 1.1, reach: 0.25) else { return }
            let object = next()
            add(
                .cup(bottomRadius: radius * number(0.8, 1), topRadius: radius, height: height, wall: 0.004),
                pose(position, yaw: 0), color, object: object)
            let yaw = number(0, .pi)
            for side in [-1.0, 1.0] {
                let out = Vector3(cos(yaw), sin(yaw), 0) * side * (radius + 0.012)
                let handle = position + out + Vector3(0, 0, height - 0.02)
                add(.box(size: Vector3(0.035, 0.05, 0.012)), pose(handle, yaw: yaw), color, object: object)
            }
        default:
            let radius = number(0.05, 0.1)
            let height = radius * number(0.6, 1)
            guard let position = place(radius: radius, reach: 0.25) else { return }
            var pose = pose(position, yaw: 0)
            if number(0, 1) < 0.3 {
                pose = RigidTransform(
                    rotation: Matrix3(columns: Vector3(1, 0, 0), Vector3(0, -1, 0), Vector3(0, 0, -1)),
                    translation: position + Vector3(0, 0, height))
            }
            add(.bowl(radius: radius, height: height, wall: 0.004), pose, color, object: next())
        }
    }
}
