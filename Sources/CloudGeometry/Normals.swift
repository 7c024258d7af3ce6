import CKernels
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
    /// Where the scan was taken from, in the cloud's frame: normals point to its side.
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
/// - Parameter tree: a tree over `points`, if there is one already.
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

extension LocalMoments {
    @inline(__always)
    var covariance: SymmetricMatrix3 {
        let mean = sum / count
        let s = squares / count - mean * mean
        let p = products / count - mean * Vector3(mean.y, mean.z, mean.x)
        return SymmetricMatrix3(xx: s.x, xy: p.x, xz: p.z, yy: s.y, yz: p.y, zz: s.z)
    }
}

/// Where neighbourhoods become normals; written to by several threads, each for points of its own.
struct NormalFit: @unchecked Sendable {
    let px, py, pz: UnsafePointer<Float>
    let nx, ny, nz, variation: UnsafeMutablePointer<Float>
    let viewpoint: Vector3

    @inline(__always)
    func position(_ index: Int) -> SIMD3<Float> { SIMD3(px[index], py[index], pz[index]) }

    @inline(__always)
    func write(_ index: Int, _ center: SIMD3<Float>, _ moments: LocalMoments) {
        guard moments.count >= 3 else { return }
        let eigen = moments.covariance.eigen()
        write(index, center, normal: eigen.vectors.columns.z, values: eigen.values)
    }

    /// Of up to sixteen points, as ``KDTree/forEachMoments(_:within:of:threads:_:)`` gives them: four planes at a time.
    func write(_ indices: UnsafeBufferPointer<Int32>, _ sums: UnsafePointer<Double>) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: (indices.count + 3) / 4 * 4 * 6) { planes in
            ck_planes(sums, indices.count, planes.baseAddress)
            for (place, index) in indices.enumerated() {
                let (index, plane) = (Int(index), planes.baseAddress! + 6 * place)
                if plane[5].isNaN {
                    write(index, position(index), LocalMoments(sums: sums + 10 * place))
                } else if sums[10 * place] >= 3 {
                    write(
                        index, position(index), normal: Vector3(plane[0], plane[1], plane[2]),
                        values: Vector3(plane[3], plane[4], plane[5]))
                }
            }
        }
    }

    @inline(__always)
    private func write(_ index: Int, _ center: SIMD3<Float>, normal: Vector3, values: Vector3) {
        // Points on a line leave the normal open. A middle variance below what Float32 resolves at this place is one.
        let resolution = Double(abs(center.x) + abs(center.y) + abs(center.z)) * 0x1p-23
        guard values.y > max(resolution * resolution, values.x * 0x1p-40) else { return }
        var normal = SIMD3<Float>(normal)
        if Vector3(normal).dot(viewpoint - Vector3(center)) < 0 { normal = -normal }
        (nx[index], ny[index], nz[index]) = (normal.x, normal.y, normal.z)
        variation[index] = Float(max(0, values.z) / (values.x + values.y + max(0, values.z)))
    }
}

extension SurfaceNormals {
    /// Lets `estimate` fit normals to a cloud's neighbourhoods; points that it leaves out have none.
    init(points: Coordinates, viewpoint: Vector3, estimate: (NormalFit) -> Void) {
        let count = points.count
        normals = Coordinates(repeating: SIMD3(repeating: .nan), count: count)
        surfaceVariation = Array(repeating: .nan, count: count)
        undefinedCount = 0
        points.x.withUnsafeBufferPointer { px in
            points.y.withUnsafeBufferPointer { py in
                points.z.withUnsafeBufferPointer { pz in
                    normals.x.withUnsafeMutableBufferPointer { nx in
                        normals.y.withUnsafeMutableBufferPointer { ny in
                            normals.z.withUnsafeMutableBufferPointer { nz in
                                surfaceVariation.withUnsafeMutableBufferPointer { variation in
                                    guard count > 0 else { return }
                                    estimate(
                                        NormalFit(
                                            px: px.baseAddress!, py: py.baseAddress!, pz: pz.baseAddress!,
                                            nx: nx.baseAddress!, ny: ny.baseAddress!, nz: nz.baseAddress!,
                                            variation: variation.baseAddress!, viewpoint: viewpoint))
                                }
                            }
                        }
                    }
                }
            }
        }
        for i in 0..<count where surfaceVariation[i].isNaN && points.isFinite(at: i) { undefinedCount += 1 }
    }
}
