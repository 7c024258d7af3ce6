public import LinearAlgebra
public import PointClouds

extension PCLEngine {
    /// Unit normals from the `neighbors` nearest points, towards `viewpoint`, and their curvature; NaN where a point
    /// is invalid or the cloud too small.
    public func normals(
        of points: Coordinates, neighbors: Int, viewpoint: Vector3 = .zero
    ) throws(PCLBridgeError) -> (normals: Coordinates, curvature: [Float]) {
        try check(points, for: .normals)
        let answer = try ask(.normals) { request in
            request.append(points)
            request.append([Int64(neighbors)])
            request.append([viewpoint.x, viewpoint.y, viewpoint.z])
        }
        return try reading(.normals) { () throws(GarbledMessage) in
            let x = try answer.numbers(0, as: Float.self, count: points.count)
            let y = try answer.numbers(1, as: Float.self, count: points.count)
            let z = try answer.numbers(2, as: Float.self, count: points.count)
            return (Coordinates(x: x, y: y, z: z), try answer.numbers(3, as: Float.self, count: points.count))
        }
    }

    /// Mean, covariance and principal axes as PCL computes them in double precision.
    public struct Moments: Sendable {
        public var mean: Vector3
        /// Row by row.
        public var covariance: [Double]
        /// Descending.
        public var eigenvalues: [Double]
        public var axes: [Vector3]
        /// Points with three finite coordinates.
        public var validPoints: Int
    }

    public func moments(of points: Coordinates) throws(PCLBridgeError) -> Moments {
        try check(points, for: .moments)
        let answer = try ask(.moments) { $0.append(points) }
        return try reading(.moments) { () throws(GarbledMessage) in
            let all = try answer.numbers(0, as: Double.self, count: 24)
            func vector(_ index: Int) -> Vector3 { Vector3(all[index], all[index + 1], all[index + 2]) }
            return Moments(
                mean: vector(0), covariance: Array(all[3..<12]), eigenvalues: Array(all[12..<15]),
                axes: [vector(15), vector(18), vector(21)],
                validPoints: Int(try answer.numbers(1, as: Int64.self, count: 1)[0]))
        }
    }
}
