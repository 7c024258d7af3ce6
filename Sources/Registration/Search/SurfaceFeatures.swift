import Glibc
import LinearAlgebra
import Parallel
import PointClouds
import SpatialSearch

/// What the surface around each sample looks like, whatever the pose: fast point feature histograms.
///
/// Three angles between a point's normal, a neighbour's normal and the line between them, in eleven bins each, averaged
/// over the neighbours and, weighted by nearness, over the neighbours' own histograms (Rusu, Blodow, Beetz 2009).
/// Values are square roots of the shares, so that the Euclidean distance between histograms is Hellinger's: it doesn't
/// let one full bin drown the others.
///
/// Where the sides of normals mean nothing, each neighbour's is turned to the point's side, and the point's to the side
/// to which the surface bends away (convex), so that the histogram doesn't depend on the sides either.
struct SurfaceFeatures: Sendable {
    /// Bins of each of the three angles.
    private static let bins = 11
    static let dimension = 3 * bins
    /// Padded with zeros: rows are five SIMD registers wide.
    static let stride = 40
    /// In a radius of five voxels lie about 80 samples of a plane.
    private static let mostNeighbors = 96

    let count: Int
    /// ``stride`` values a sample.
    let values: [Float]

    init(of samples: SurfaceSamples, radius: Double, oriented: Bool, threads: Int) {
        count = samples.count
        let neighbors = samples.tree.nearestOfEachPoint(Self.mostNeighbors, within: Float(radius), threads: threads)
        let k = neighbors.k
        let (n, dimension, stride) = (samples.count, Self.dimension, Self.stride)

        var simple = [Float](repeating: 0, count: n * stride)
        simple.withSharedElements { simple in
            forEachBlock(of: n, size: 64, threads: threads) { _, range in
                withUnsafeTemporaryAllocation(of: SIMD3<Float>.self, capacity: 2 * k) { frames in
                    for i in range {
                        let row = UnsafeMutableBufferPointer(start: simple.baseAddress + i * stride, count: stride)
                        Self.histogram(i, samples, neighbors, oriented: oriented, into: row, frames)
                    }
                }
            }
        }
        let shares = simple
        var result = [Float](repeating: 0, count: n * stride)
        result.withSharedElements { result in
            shares.withUnsafeBufferPointer { shares in
                forEachBlock(of: n, size: 64, threads: threads) { _, range in
                    for i in range {
                        var weights: Float = 0
                        for e in i * k..<(i + 1) * k {
                            let j = Int(neighbors.indices[e])
                            guard j >= 0 else { break }
                            guard j != i else { continue }
                            let weight = 1 / max(neighbors.squaredDistances[e], 1e-12)
                            weights += weight
                            for b in 0..<dimension { result[i * stride + b] += weight * shares[j * stride + b] }
                        }
                        let scale = weights > 0 ? 1 / weights : 0
                        for b in 0..<dimension {
                            let value = shares[i * stride + b] + scale * result[i * stride + b]
                            // Two histograms of three angles: the shares add up to six.
                            result[i * stride + b] = (value / 6).squareRoot()
                        }
                    }
                }
            }
        }
        values = result
    }

    /// The simple histogram of one sample: three times eleven shares.
    private static func histogram(
        _ i: Int, _ samples: SurfaceSamples, _ neighbors: NearestNeighbors, oriented: Bool,
        into row: UnsafeMutableBufferPointer<Float>, _ frames: UnsafeMutableBufferPointer<SIMD3<Float>>
    ) {
        let k = neighbors.k
        let (p, n) = (samples.points[i], samples.normals[i])
        var count = 0
        var bend: Float = 0
        for e in i * k..<(i + 1) * k {
            let j = Int(neighbors.indices[e])
            guard j >= 0 else { break }
            let d = samples.points[j] - p
            guard j != i, neighbors.squaredDistances[e] > 0 else { continue }
            var m = samples.normals[j]
            if !oriented && (m * n).sum() < 0 { m = -m }
            let direction = d / neighbors.squaredDistances[e].squareRoot()
            bend += ((m - n) * direction).sum()
            frames[2 * count] = direction
            frames[2 * count + 1] = m
            count += 1
        }
        guard count > 0 else { return }
        let flip: Float = !oriented && bend < 0 ? -1 : 1
        let share = 1 / Float(count)
        for e in 0..<count {
            var (direction, n1, n2) = (frames[2 * e], n * flip, frames[2 * e + 1] * flip)
            let (a1, a2) = ((n1 * direction).sum(), (n2 * direction).sum())
            // The point whose normal is nearer to the line is the one whose frame is used.
            var phi = a1
            if abs(a1) < abs(a2) {
                (n1, n2) = (n2, n1)
                direction = -direction
                phi = -a2
            }
            let v = cross(direction, n1)
            let length = (v * v).sum().squareRoot()
            guard length > 1e-6 else { continue }
            let unit = v / length
            let w = cross(n1, unit)
            let theta = atan2f((w * n2).sum(), (n1 * n2).sum())
            let alpha = (unit * n2).sum()
            row[bin(theta / .pi)] += share
            row[bins + bin(alpha)] += share
            row[2 * bins + bin(phi)] += share
        }
    }

    @inline(__always)
    private static func bin(_ value: Float) -> Int {
        min(bins - 1, max(0, Int((value + 1) * (Float(bins) / 2))))
    }

    @inline(__always)
    private static func cross(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> SIMD3<Float> {
        SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
    }
}
