public import LinearAlgebra
public import Parallel
public import PointClouds
internal import SpatialSearch

/// Which pixels of an organised cloud say how its surface lies at a pixel.
public struct OrganizedNormalOptions: Sendable {
    /// Pixels on each side: the neighbourhood is a square of `2 · halfWidth + 1`.
    public var halfWidth = 3
    /// A pixel counts if it is no further than a surface leaning this much away from the viewing direction would put
    /// the square's corner, as a multiple of its distance on a surface that faces the sensor. Keeps what lies behind an
    /// edge out of the neighbourhood.
    public var slant = 3.0
    /// Where the scan was taken from, in the coordinates of the points.
    public var viewpoint: Vector3 = .zero
    /// How many cores to use; the result doesn't depend on it.
    public var threads: Int = availableThreads

    public init(
        halfWidth: Int = 3, slant: Double = 3, viewpoint: Vector3 = .zero, threads: Int = availableThreads
    ) {
        (self.halfWidth, self.slant, self.viewpoint, self.threads) = (halfWidth, slant, viewpoint, threads)
    }
}

/// Normals of an organised cloud from the pixels around each, without a search.
///
/// As ``surfaceNormals(of:tree:options:)``, but a point's neighbours are those in a square of pixels that lie near it
/// in space, too. How far apart neighbouring pixels are at a given range is measured on the cloud itself.
///
/// - Precondition: `points` has `width × height` entries, row by row.
/// - Complexity: O(*n* · *w*²) for squares of width *w*.
public func organizedNormals(
    of points: Coordinates, width: Int, height: Int, options: OrganizedNormalOptions = OrganizedNormalOptions()
) -> SurfaceNormals {
    precondition(width * height == points.count, "\(points.count) points don't fill \(width) × \(height)")
    let halfWidth = max(1, options.halfWidth)
    let viewpoint = SIMD3<Float>(options.viewpoint)
    let step = angularStep(of: points, width: width, height: height, viewpoint: viewpoint)
    // Of the corner, per metre of range.
    let reach = Float(options.slant * Double(halfWidth) * 2.0.squareRoot()) * step
    return SurfaceNormals(points: points, viewpoint: options.viewpoint) { fit in
        forEachBlock(of: height, size: 8, threads: options.threads) { _, rows in
            for row in rows {
                for column in 0..<width {
                    let index = row * width + column
                    let center = fit.position(index)
                    let away = center - viewpoint
                    let bound = (away * away).sum() * reach * reach
                    // False for NaN.
                    guard bound >= 0 else { continue }
                    var moments = LocalMoments()
                    for neighborRow in max(0, row - halfWidth)...min(height - 1, row + halfWidth) {
                        let base = neighborRow * width
                        for neighbor in base + max(0, column - halfWidth)...base + min(width - 1, column + halfWidth) {
                            let offset = fit.position(neighbor) - center
                            if (offset * offset).sum() <= bound { moments.add(offset) }
                        }
                    }
                    fit.write(index, center, moments)
                }
            }
        }
    }
}

/// Pairs of pixels, spread evenly, that tell how far pixels are apart.
private let pairsAsked = 10_000

/// The median over the cloud of the distance between neighbours in a row by their distance from the viewpoint.
///
private func angularStep(of points: Coordinates, width: Int, height: Int, viewpoint: SIMD3<Float>) -> Float {
    guard width > 1 else { return 0 }
    var steps: [Float] = []
    for index in stride(from: 0, to: points.count - 1, by: max(1, points.count / pairsAsked)) {
        guard index % width != width - 1 else { continue }
        let (d, away) = (points[index + 1] - points[index], points[index] - viewpoint)
        let squared = (d * d).sum() / (away * away).sum()
        if squared > 0 && squared.isFinite { steps.append(squared.squareRoot()) }
    }
    steps.sort()
    return steps.isEmpty ? 0 : steps[steps.count / 2]
}
