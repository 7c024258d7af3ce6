public import LinearAlgebra
public import PointClouds

extension PCLEngine {
    /// How a table scene is taken apart; the defaults are tuned on Kinect scans.
    public struct ConvexPartsOptions: Sendable {
        /// Edge of the voxels that stand for the points, in metres.
        public var voxelSize = 0.0075
        /// Distance between the seeds of the surface patches, in metres.
        public var seedDistance = 0.030
        /// The largest angle of a concave edge that still joins two patches, in degrees.
        public var concavityTolerance = 10.0
        /// How far a point may lie from the plane to vote for it, in metres.
        public var planeDistance = 0.010
        /// Points lower than this above the plane belong to it, in metres.
        public var lowestHeight = 0.005
        /// Objects of fewer points are left unassigned.
        public var smallestObject = 300

        /// Everything at its default.
        public init() {}
    }

    /// The plane `normal · p = offset`, its normal towards the coordinates' zero.
    public struct Plane: Sendable {
        /// Of unit length, in the frame of the points.
        public var normal: Vector3
        /// `normal · p` of its points, metres.
        public var offset: Double
        /// Points that PCL counts to it.
        public var inliers: Int

        /// PCL has the offset on the other side.
        init(coefficients: [Double], inliers: Int) {
            normal = Vector3(coefficients[0], coefficients[1], coefficients[2])
            offset = -coefficients[3]
            self.inliers = inliers
        }
    }

    /// A label a point: 0 invalid or unassigned, 1 the plane, 2… the objects, the largest first.
    public struct TableScene: Sendable {
        /// One a point: 0 unassigned, 1 the plane, 2… objects.
        public var labels: [UInt32]
        public var plane: Plane
    }

    /// The support plane, and the convex parts of what stands on it (PCL's LCCP: Stein, Schoeler, Papon, Wörgötter,
    /// CVPR 2014). PCL's result isn't the same to the bit in every run.
    ///
    /// - Parameters:
    ///   - points: the scan.
    ///   - imageWidth: the width of an organised cloud: points that LCCP leaves out are then taken in from their
    ///     neighbours in the image. 0 for other clouds.
    ///   - options: LCCP's settings.
    public func tableScene(
        of points: Coordinates, imageWidth: Int = 0, options: ConvexPartsOptions = .init()
    ) throws(PCLBridgeError) -> TableScene {
        try check(points, for: .tableScene)
        let answer = try ask(.tableScene) { request in
            request.append(points)
            request.append([Int64(imageWidth), Int64(options.smallestObject)])
            request.append([
                options.voxelSize, options.seedDistance, options.concavityTolerance, options.planeDistance,
                options.lowestHeight,
            ])
        }
        return try reading(.tableScene) { () throws(GarbledMessage) in
            let labels = try answer.numbers(0, as: UInt32.self, count: points.count)
            let plane = try answer.numbers(1, as: Double.self, count: 4)
            let inliers = try answer.numbers(2, as: Int64.self, count: 1)
            return TableScene(
                labels: labels,
                plane: Plane(coefficients: plane, inliers: Int(inliers[0])))
        }
    }

    /// The plane with the most points within `distance`, by RANSAC and then least squares, and which points those are.
    public func plane(
        in points: Coordinates, distance: Double = 0.010, iterations: Int = 1000
    ) throws(PCLBridgeError) -> (plane: Plane, isInlier: [Bool]) {
        try check(points, for: .plane)
        let answer = try ask(.plane) { request in
            request.append(points)
            request.append([Int64(iterations)])
            request.append([distance])
        }
        return try reading(.plane) { () throws(GarbledMessage) in
            let inliers = try answer.numbers(0, as: UInt8.self, count: points.count).map { $0 != 0 }
            let plane = try answer.numbers(1, as: Double.self, count: 4)
            return (
                Plane(coefficients: plane, inliers: inliers.reduce(0) { $0 + ($1 ? 1 : 0) }),
                inliers
            )
        }
    }
}
