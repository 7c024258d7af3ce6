import Glibc
import LinearAlgebra
import PointClouds
import TestSupport

@testable import Grasping

extension Surroundings {
    /// One object of made points, label 2, and what stands round it; the support frame is the points' own.
    init(own: Coordinates, others: Coordinates = Coordinates(), label: UInt32 = 3) {
        let object = GraspScene.Object.objects(of: own, labels: Array(repeating: 2, count: own.count))[0]
        self.init(
            of: object, own: own, others: others, otherLabels: Array(repeating: label, count: others.count))
    }
}

extension JawCandidate {
    /// Jaws somewhere in a view; z of a view points back along the approach.
    init(yaw: Double = 0, x: Double = 0, y: Double = 0, tip: Double, opening: Double, width: Double = 0) {
        self.init(
            yaw: yaw, cosine: cos(yaw), sine: sin(yaw), x: x, y: y, tip: tip, gripDepth: 0.02, width: width,
            opening: opening)
    }
}
