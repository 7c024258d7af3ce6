import CKernels
import LinearAlgebra
import PointClouds
import SpatialSearch

/// Where neighbourhoods become normals; written to by several threads, each for points of its own.
struct NormalFit {
    let px, py, pz: UnsafePointer<Float>
    let nx, ny, nz, variation: UnsafeMutablePointer<Float>
    let viewpoint: Vector3

    /// As ``SymmetricMatrix3/eigen()`` has them, which takes over where the kernel's method doesn't serve.
    static let limits = ck_plane_limits(
        left_over: SymmetricMatrix3.largestLeftOver, least: SymmetricMatrix3.safeEntries.lowerBound,
        greatest: SymmetricMatrix3.safeEntries.upperBound)

    /// From one Float32 to the next, as a share of the number.
    private static let float32Step = 0x1p-23
    /// A middle variance below this share of the largest is a line: a millionth in length.
    private static let lineShare = 0x1p-40

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
            withUnsafePointer(to: Self.limits) { ck_planes(sums, indices.count, $0, planes.baseAddress) }
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
        let resolution = Double(abs(center.x) + abs(center.y) + abs(center.z)) * Self.float32Step
        guard values.y > max(resolution * resolution, values.x * Self.lineShare) else { return }
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
        points.withUnsafeColumns { px, py, pz in
            normals.withUnsafeMutableColumns { nx, ny, nz in
                surfaceVariation.withUnsafeMutableBufferPointer { variation in
                    guard let variation = variation.baseAddress else { return }
                    estimate(
                        NormalFit(
                            px: px, py: py, pz: pz, nx: nx, ny: ny, nz: nz, variation: variation, viewpoint: viewpoint))
                }
            }
        }
        for i in 0..<count where surfaceVariation[i].isNaN && points.isFinite(at: i) { undefinedCount += 1 }
    }
}
