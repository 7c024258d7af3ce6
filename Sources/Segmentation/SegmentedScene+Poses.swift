public import CloudGeometry
public import LinearAlgebra
public import Parallel
public import PointClouds

/// An object of a scene with its pose, and with what it stands on.
public struct PosedObject: Sendable {
    /// Which object, with the indices of its points.
    public var object: SegmentedObject
    /// In the coordinates of the cloud's file.
    public var pose: ObjectPose
    /// Metres over the support of what it stands on; nil without a support.
    public var standsAt: Double?
    /// The id of the object that it stands on; nil for the support.
    public var standsOn: Int?

    /// The same with its pose given in another frame.
    public func moved(by otherFromCloud: RigidTransform) -> Self {
        var moved = self
        moved.pose = pose.moved(by: otherFromCloud)
        return moved
    }
}

/// An object of a scene that has no pose, and why.
public struct UnposedObject: Equatable, Sendable {
    /// Which object, with the indices of its points.
    public var object: SegmentedObject
    /// Why it has no pose.
    public var reason: CloudGeometryError

    /// An object without a pose.
    public init(object: SegmentedObject, reason: CloudGeometryError) { (self.object, self.reason) = (object, reason) }
}

/// Every object of a scene: with its pose, or with the reason why it has none.
public struct ScenePoses: Sendable {
    /// Largest object first.
    public var posed: [PosedObject]
    /// Largest object first.
    public var unposed: [UnposedObject]
}

extension SegmentedScene {
    /// How each object lies, largest object first: on the support or on the object that carries it, and without a
    /// support by its principal axes.
    ///
    /// - Complexity: O(n log n) in the objects' points.
    /// - Precondition: `cloud` is the one that was segmented, or has its points in their order.
    public func poses(in cloud: PointCloud, threads: Int = availableThreads) -> ScenePoses {
        let footings = support.map { self.footings(in: cloud, on: $0, threads: threads) }
        var poses = [Result<ObjectPose, CloudGeometryError>?](repeating: nil, count: objects.count)
        poses.withUnsafeMutableBufferPointer { poses in
            nonisolated(unsafe) let poses = poses
            // One object a core: most are too small to be worth dividing.
            forEachBlock(of: objects.count, size: 1, threads: threads) { k, _ in
                poses[k] = pose(of: objects[k], in: cloud, footing: footings?[k])
            }
        }
        var scene = ScenePoses(posed: [], unposed: [])
        for (k, object) in objects.enumerated() {
            switch poses[k]! {
            case .success(let pose):
                scene.posed.append(
                    PosedObject(
                        object: object, pose: pose, standsAt: footings?[k].height,
                        standsOn: footings?[k].carrier.map { objects[$0].id }))
            case .failure(let reason): scene.unposed.append(UnposedObject(object: object, reason: reason))
            }
        }
        return scene
    }

    private func pose(of object: SegmentedObject, in cloud: PointCloud, footing: Footing?)
        -> Result<ObjectPose, CloudGeometryError>
    {
        guard let support, let footing else {
            return Result { () throws(CloudGeometryError) in
                try cloud.selecting(object.points).estimatedPose(threads: 1)
            }
        }
        // A hundredth or two of an object's points are its neighbours' and stretch the footprint.
        let standing = Standing(
            normal: support.normal, floor: support.offset + support.normal.dot(cloud.origin) + footing.height,
            normalDeviation: support.normalDeviation, trim: 0.02)
        return Result { () throws(CloudGeometryError) in
            try cloud.estimatedPose(of: object.points, standingOn: standing, threads: 1)
        }
    }

    private func footings(in cloud: PointCloud, on support: SupportPlane, threads: Int) -> [Footing] {
        let up = support.normal
        let right = up.anyPerpendicular
        let level = RigidTransform(
            rotation: Matrix3(columns: right, up.cross(right), up), translation: up * support.offset
        ).inverse
        var points = [[SIMD3<Float>]](repeating: [], count: objects.count)
        points.withUnsafeMutableBufferPointer { points in
            nonisolated(unsafe) let points = points
            forEachBlock(of: objects.count, size: 1, threads: threads) { k, _ in
                let local = cloud.positions[objects[k].points].mapped(by: level, threads: 1)
                points[k] = local.indices.lazy.filter { local.isFinite(at: $0) }.map { local[$0] }
            }
        }
        return Footing.footings(of: points, threads: threads)
    }
}
