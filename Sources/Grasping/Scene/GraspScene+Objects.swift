public import LinearAlgebra
import PointClouds
import Segmentation

extension GraspScene {
    /// An object to be grasped.
    public struct Object: Sendable {
        /// As `SegmentedObject.id`.
        public var id: Int
        /// Its `SegmentLabel`.
        public var label: UInt32
        /// Mean of its points in the support frame.
        public var centroid: Vector3
        /// Of its points in the support frame.
        public var low: SIMD3<Float>
        /// The greatest x, y and z of its points in the support frame, metres.
        public var high: SIMD3<Float>
        /// How many valid points it has.
        public var pointCount: Int
        /// The height over the support of what it stands on, in metres.
        public var standsAt = 0.0
        /// The ``id`` of the object that it stands on; `nil` for the support.
        public var standsOn: Int?
    }
}

extension GraspScene {
    /// A smaller object's tilt is known by more than its own points: the support's, round it; metres.
    private static let leastLever = 0.05

    /// The standard deviation of an object's tilt against the support, radians: as well known as the noise makes a plane
    /// of the object's size.
    func tiltDeviation(of object: Object) -> Double {
        noise / max(Self.leastLever, Double((object.high - object.low).max()))
    }
}

extension GraspScene.Object {
    /// What carries an object's label and has a valid point, by ascending label. Any number may be a label: what is
    /// stored goes by how many there are.
    static func objects(of points: Coordinates, labels: [UInt32]) -> [Self] {
        var objects: [Self] = []
        var place: [UInt32: Int] = [:]
        // Neighbouring points mostly carry one label: the dictionary is asked where it changes.
        var last: (label: UInt32, place: Int) = (SegmentLabel.unassigned, 0)
        for i in points.indices where SegmentLabel.isObject(labels[i]) && points.isFinite(at: i) {
            let label = labels[i]
            if label != last.label {
                last = (label, place[label] ?? objects.count)
                if last.place == objects.count {
                    place[label] = last.place
                    objects.append(
                        Self(
                            id: SegmentLabel.objectID(of: label)!, label: label, centroid: .zero,
                            low: SIMD3(repeating: .infinity),
                            high: SIMD3(repeating: -.infinity), pointCount: 0))
                }
            }
            let point = points[i]
            objects[last.place].centroid += Vector3(point)
            objects[last.place].low = pointwiseMin(objects[last.place].low, point)
            objects[last.place].high = pointwiseMax(objects[last.place].high, point)
            objects[last.place].pointCount += 1
        }
        for k in objects.indices { objects[k].centroid /= Double(objects[k].pointCount) }
        return objects.sorted { $0.label < $1.label }
    }
}
