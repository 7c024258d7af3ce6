import LinearAlgebra
import PointClouds

/// The points round one object, its own ones first: what every view of it is made of.
struct Surroundings {
    let object: GraspScene.Object
    /// In the support frame.
    private(set) var points: Coordinates
    let labels: [UInt32]
    let ownCount: Int

    /// - Parameter reach: how far round the object, level, in metres.
    init(of object: GraspScene.Object, in scene: GraspScene, reach: Double) {
        let low = object.low - Float(reach)
        let high = object.high + Float(reach)
        var (own, others, otherLabels) = (Coordinates(), Coordinates(), [UInt32]())
        for i in scene.points.indices {
            let x = scene.points.x[i]
            let y = scene.points.y[i]
            guard x > low.x, x < high.x, y > low.y, y < high.y else { continue }
            if scene.labels[i] == object.label {
                own.append(scene.points[i])
            } else {
                others.append(scene.points[i])
                otherLabels.append(scene.labels[i])
            }
        }
        self.init(of: object, own: own, others: others, otherLabels: otherLabels)
    }

    init(of object: GraspScene.Object, own: Coordinates, others: Coordinates, otherLabels: [UInt32]) {
        self.object = object
        points = Coordinates(x: own.x + others.x, y: own.y + others.y, z: own.z + others.z)
        labels = Array(repeating: object.label, count: own.count) + otherLabels
        ownCount = own.count
    }

    /// About as many points as that tell the axes of an object to a degree.
    private static let axesSample = 2_000

    /// The axes along which the object's points spread most, less, and least.
    var principalAxes: Matrix3 {
        var moments = SymmetricMatrix3(xx: 0, xy: 0, xz: 0, yy: 0, yz: 0, zz: 0)
        let step = max(1, ownCount / Self.axesSample)
        for i in stride(from: 0, to: ownCount, by: step) {
            moments += SymmetricMatrix3(outer: Vector3(points[i]) - object.centroid)
        }
        return moments.eigen().vectors
    }
}
