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
    /// - Parameters:
    ///   - cloud: the one that was segmented.
    ///   - footings: those of ``footings(in:threads:)`` where they are known already.
    ///   - threads: how many threads may be used.
    /// - Complexity: O(n log n) in the objects' points.
    /// - Precondition: `cloud` is the one that was segmented, or has its points in their order.
    public func poses(
        in cloud: PointCloud, footings: [Footing]? = nil, threads: Int = availableThreads
    ) -> ScenePoses {
        let footings = footings ?? self.footings(in: cloud, threads: threads)
        // One object a thread: most are too small to be worth dividing.
        let poses = parallelMap(0..<objects.count, threads: threads) { k in
            pose(of: objects[k], in: cloud, footing: footings?[k])
        }
        var scene = ScenePoses(posed: [], unposed: [])
        for (k, object) in objects.enumerated() {
            switch poses[k] {
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

    /// What each object stands on, in the order of ``objects``; nil without a support.
    ///
    /// - Complexity: O(n log n) in the points of the objects that don't reach down to the support.
    /// - Precondition: `cloud` is the one that was segmented, or has its points in their order.
    public func footings(in cloud: PointCloud, threads: Int = availableThreads) -> [Footing]? {
        guard let support = support?.relative(to: cloud.origin) else { return nil }
        let up = support.normal
        let right = up.anyPerpendicular
        let supportFromCloud = RigidTransform(
            rotation: Matrix3(columns: right, up.cross(right), up), translation: up * support.offset
        ).inverse
        let points = parallelMap(0..<objects.count, threads: threads) { k -> [SIMD3<Float>] in
            let local = cloud.positions[objects[k].pointIndices].mapped(by: supportFromCloud, threads: 1)
            return local.indices.lazy.filter { local.isFinite(at: $0) }.map { local[$0] }
        }
        return Footing.footings(of: points, threads: threads)
    }

    private func pose(of object: SegmentedObject, in cloud: PointCloud, footing: Footing?)
        -> Result<ObjectPose, CloudGeometryError>
    {
        guard let support, let footing else {
            return Result { () throws(CloudGeometryError) in
                try cloud.selecting(object.pointIndices).estimatedPose(threads: 1)
            }
        }
        let standing = Standing(
            normal: support.normal, floor: support.offset + footing.height,
            normalDeviation: support.normalDeviation, trim: Self.mislabelledShare)
        return Result { () throws(CloudGeometryError) in
            try cloud.estimatedPose(of: object.pointIndices, standingOn: standing, threads: 1)
        }
    }

    /// A hundredth or two of an object's points belong to its neighbours and would stretch the footprint.
    private static let mislabelledShare = 0.02
}
