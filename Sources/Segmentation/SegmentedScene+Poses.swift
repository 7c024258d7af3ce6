public import CloudGeometry
import LinearAlgebra
public import PointClouds

extension SegmentedScene {
    /// How each object lies, largest object first: on the support or on the object that carries it, and without a
    /// support by its principal axes. In the coordinates of the cloud's file.
    ///
    /// - Complexity: O(n log n) in the objects' points.
    public func poses(in cloud: PointCloud, threads: Int = availableThreads) -> [(
        object: SegmentedObject, pose: ObjectPose
    )] {
        guard let support else {
            return poses(threads: threads) { try? cloud.selecting(objects[$0].points).estimatedPose(threads: 1) }
        }
        let floor = support.offset + support.normal.dot(cloud.origin)
        func pose(_ index: Int, floor: Double) -> ObjectPose? {
            // A hundredth or two of an object's points are its neighbours' and stretch the footprint.
            let standing = Standing(
                normal: support.normal, floor: floor, normalDeviation: support.normalDeviation, trim: 0.02)
            return try? cloud.estimatedPose(of: objects[index].points, standingOn: standing, threads: 1)
        }
        let onTable = poses(threads: threads) { pose($0, floor: floor) }
        let heights = onTable.map { Heights(of: $0.object, in: cloud, above: support) }
        return poses(threads: threads) { index in
            guard let own = onTable.firstIndex(where: { $0.object.id == objects[index].id }) else { return nil }
            let carriers = onTable.indices.filter { other in
                other != own && heights[own].rests(on: heights[other])
                    && onTable[own].pose.footprintShare(over: onTable[other].pose) > 0.3
            }
            guard let top = carriers.map({ heights[$0].highest }).max() else { return onTable[own].pose }
            return pose(index, floor: floor + top)
        }
    }

    /// One object a core: most are too small to be worth dividing.
    private func poses(
        threads: Int, _ pose: (Int) -> ObjectPose?
    ) -> [(object: SegmentedObject, pose: ObjectPose)] {
        var poses = [ObjectPose?](repeating: nil, count: objects.count)
        withoutActuallyEscaping(pose) { pose in
            poses.withUnsafeMutableBufferPointer { poses in
                nonisolated(unsafe) let (poses, pose) = (poses, pose)
                forEachBlock(of: objects.count, size: 1, threads: threads) { k, _ in poses[k] = pose(k) }
            }
        }
        return zip(objects, poses).compactMap { object, pose in pose.map { (object, $0) } }
    }
}

/// Between which heights above the support an object was seen, strays left out.
private struct Heights {
    var lowest: Double
    var highest: Double

    init(of object: SegmentedObject, in cloud: PointCloud, above support: SupportPlane) {
        let step = max(1, object.points.count / 2000)
        let heights = stride(from: 0, to: object.points.count, by: step).map { place in
            support.height(of: Vector3(cloud.positions[object.points[place]]))
        }.filter(\.isFinite).sorted()
        guard !heights.isEmpty else {
            (lowest, highest) = (0, 0)
            return
        }
        lowest = heights[(heights.count - 1) / 50]
        highest = heights[(heights.count - 1) * 49 / 50]
    }

    /// Whether this object begins where the other ends. Something whose foot is hidden mostly begins elsewhere, and is
    /// taken to reach down to the support.
    func rests(on other: Self) -> Bool {
        // A few millimetres of noise, and of the lower object's edge that shows above the upper one's foot.
        lowest > 0.01 && other.highest < lowest + 0.008 && other.highest > lowest - 0.015
    }
}

extension ObjectPose {
    /// The share of this object's footprint that lies over the other's, both taken as the rectangles of their boxes.
    fileprivate func footprintShare(over other: Self) -> Double {
        let otherFromOwn = other.box.cloudFromBox.inverse * box.cloudFromBox
        let steps = 12
        var inside = 0
        for i in 0..<steps {
            for j in 0..<steps {
                let u = (Double(i) + 0.5) / Double(steps) - 0.5
                let v = (Double(j) + 0.5) / Double(steps) - 0.5
                let place = otherFromOwn * Vector3(u * extents.x, v * extents.y, 0)
                if abs(place.x) <= other.extents.x / 2, abs(place.y) <= other.extents.y / 2 { inside += 1 }
            }
        }
        return Double(inside) / Double(steps * steps)
    }
}
