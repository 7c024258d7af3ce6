import LinearAlgebra
import PointClouds

/// The points round one object, its own ones first: what every view of it is made of.
struct Surroundings {
    let object: GraspScene.Object
    /// In the support frame.
    private(set) var points = Coordinates()
    private(set) var labels: [UInt32] = []
    private(set) var ownCount = 0

    /// - Parameter reach: how far round the object, level, in metres.
    init(of object: GraspScene.Object, in scene: GraspScene, reach: Double) {
        self.object = object
        let low = object.low - Float(reach)
        let high = object.high + Float(reach)
        var others: [Int] = []
        for i in scene.points.indices {
            let x = scene.points.x[i]
            let y = scene.points.y[i]
            guard x > low.x, x < high.x, y > low.y, y < high.y else { continue }
            if scene.labels[i] == object.label {
                points.append(scene.points[i])
                labels.append(object.label)
            } else {
                others.append(i)
            }
        }
        ownCount = labels.count
        for i in others {
            points.append(scene.points[i])
            labels.append(scene.labels[i])
        }
    }

    /// The axes along which the object's points spread most, less, and least.
    var principalAxes: Matrix3 {
        var moments = SymmetricMatrix3(xx: 0, xy: 0, xz: 0, yy: 0, yz: 0, zz: 0)
        let step = max(1, ownCount / 2_000)
        for i in stride(from: 0, to: ownCount, by: step) {
            moments += SymmetricMatrix3(outer: Vector3(points[i]) - object.centroid)
        }
        return moments.eigen().vectors
    }
}
