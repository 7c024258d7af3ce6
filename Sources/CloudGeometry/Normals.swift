public import LinearAlgebra
public import Parallel
public import PointClouds
public import SpatialSearch

/// Which points of a cloud say how its surface lies at a point, and which side of it is seen.
public struct NormalOptions: Sendable {
    /// The nearest points, the point itself among them; 20 resist noise, fewer follow edges.
    public var neighbors = 20
    /// Metres; points further away don't count. Infinite: the nearest ``neighbors`` wherever they are.
    public var radius: Float = .infinity
    /// Where the scan was taken from, in the coordinates of the points: normals point to its side.
    public var viewpoint: Vector3 = .zero
    /// How many cores to use; the result doesn't depend on it.
    public var threads: Int = availableThreads

    public init(
        neighbors: Int = 20, radius: Float = .infinity, viewpoint: Vector3 = .zero, threads: Int = availableThreads
    ) {
        (self.neighbors, self.radius, self.viewpoint, self.threads) = (neighbors, radius, viewpoint, threads)
    }
}

/// The surface of a cloud at each of its points.
public struct SurfaceNormals: Equatable, Sendable {
    /// Unit vectors towards the viewpoint; NaN where there is no normal.
    public internal(set) var normals: Coordinates
    /// The share of the neighbourhood's variance that lies along the normal, 0 (flat) … 1/3 (a ball of points); NaN
    /// where there is no normal. (Pauly, Gross, Kobbelt 2002.)
    public internal(set) var surfaceVariation: [Float]
    /// Finite points without a normal: fewer than three neighbours, or all of them on a line.
    public internal(set) var undefinedCount: Int
}

/// The normal of the plane through each point's neighbourhood, on the viewpoint's side, and how flat it is.
///
/// The direction of least variance among the neighbours. Offsets are taken from the point itself, so that far from the
/// origin nothing is lost, and summed in Float64.
///
/// - Parameters:
///   - points: the cloud; points that aren't finite are no neighbours and get no normal.
///   - tree: a tree over `points`, if there is one already.
///   - options: the neighbourhoods and the viewpoint.
/// - Complexity: O(*n* (*k* + log *n*)) on average.
public func surfaceNormals(
    of points: Coordinates, tree: KDTree? = nil, options: NormalOptions = NormalOptions()
) -> SurfaceNormals {
    let tree = tree ?? KDTree(points, threads: options.threads)
    precondition(tree.pointCount == points.count, "the tree holds other points than these")
    return SurfaceNormals(points: points, viewpoint: options.viewpoint) { fit in
        tree.forEachMoments(options.neighbors, within: options.radius, of: points, threads: options.threads) {
            indices, sums in
            fit.write(indices, sums)
        }
    }
}

extension PointCloud {
    /// The cloud with normals: of the plane through each point's neighbourhood, on the side that the cloud's viewpoint
    /// saw.
    ///
    ///     let scan = try PointCloud(contentsOf: "scan.pcd").estimatingNormals()
    ///
    /// They become fields, under the names of the format that the cloud came from, and replace those it has; an image
    /// stays one. NaN where the neighbourhood gives no plane. ``surfaceNormals(of:tree:options:)`` also tells how flat the
    /// surface is, and ``organizedNormals(of:width:height:options:)`` is faster for images.
    ///
    /// - Parameters:
    ///   - neighbors: the nearest points, the point itself among them; 20 resist noise, fewer follow edges.
    ///   - radius: points further away than this don't count, metres.
    ///   - threads: how many cores to use; the result doesn't depend on it.
    /// - Complexity: O(*n* (*k* + log *n*)) on average.
    public func estimatingNormals(
        neighbors: Int = 20, radius: Float = .infinity, threads: Int = availableThreads
    ) -> PointCloud {
        var result = self
        result.normals =
            surfaceNormals(
                of: positions,
                options: NormalOptions(
                    neighbors: neighbors, radius: radius, viewpoint: localViewpoint.translation, threads: threads)
            ).normals
        return result
    }
}

extension LocalMoments {
    @inline(__always)
    var covariance: SymmetricMatrix3 {
        let mean = sum / count
        let s = squares / count - mean * mean
        let p = products / count - mean * Vector3(mean.y, mean.z, mean.x)
        return SymmetricMatrix3(xx: s.x, xy: p.x, xz: p.z, yy: s.y, yz: p.y, zz: s.z)
    }
}
