import Glibc
import LinearAlgebra
import Parallel
import PointClouds
import SpatialSearch

extension SamplingModel {
    /// Points of which the neighbourhoods are looked at.
    private static let anchors = 400

    /// Points in a patch, from the largest: each a quarter of the one before.
    private static let patchSizes = [384, 96, 24]

    /// Points in the patch that tells the noise and whether it is on a rim; a cloud has room for twelve such at least, and
    /// with fewer points than these a patch tells nothing.
    private static let usualPatch = 96, leastPatch = 16, patchesInACloud = 12

    /// Above so many points, neighbourhoods of so many of them do.
    private static let largestWhole = 200_000, inNeighborhoods = 100_000

    /// Fewer patches, of all or away from the rim, give no median; and where less than a third of the places looked at
    /// is a surface, the rest isn't typical.
    private static let fewestPatches = 24, fewestInside = 16, mostLooksPerPatch = 3

    /// Of a perfect lattice, shadows and creases that a patch just touches leave up to this of F.
    private static let latticeIndependence = 0.2
    /// From here on, with the doubt about it, F may as well be all.
    private static let wholeIndependence = 0.55

    /// Measures from neighbourhoods of the points how regularly they cover the surface.
    ///
    /// On a patch seen from one of its points, with r the distance in the tangent plane, the quadrupole
    /// Q = Σ (x² - y², 2xy) w(r) is 0 in the mean for an even density, even one with a slope, whatever the density is,
    /// and for points drawn independently E|Q|² = E Σ r⁴ w². Of a lattice, hardly anything is left of Q under a smooth
    /// weight. |Q|² / Σ r⁴ w² of independent draws is nearly an exponential variable, so the unevenness of a cloud is
    /// the median over the patches divided by ln 2. Patches that hold an outline or a crease are left out.
    ///
    /// - Returns: ``independent`` where that can't be told: few points, no surface.
    /// - Complexity: that of a k-d tree of the points, or of neighbourhoods of 200,000 of them.
    static func measured(_ cloud: Coordinates, axes: Matrix3, origin: Vector3, threads: Int) -> SamplingModel {
        let points = cloud.count > largestWhole ? neighborhoods(of: cloud, count: inNeighborhoods) : cloud
        let tree = KDTree(points, threads: threads)
        let k = min(usualPatch, tree.count / patchesInACloud)
        guard k >= leastPatch else { return .independent }

        var patches: [Patch] = []
        var scales: [Scale] = patchSizes.filter { patchesInACloud * $0 <= tree.count }.map { Scale(count: $0) }
        var list = NeighborList()
        let stride = max(1, points.count / anchors)
        var looked = 0
        for index in Swift.stride(from: stride / 2, to: points.count, by: stride) where points.isFinite(at: index) {
            looked += 1
            // The large patches overlap so much that a third of them says as much.
            let isWide = looked % 3 == 0
            tree.nearest(isWide ? max(k, scales.first?.count ?? 0) : k, to: points[index], into: &list)
            let offsets = list.map { Vector3(points[$0.index]) - Vector3(points[index]) }
            guard let patch = Patch(offsets.prefix(k), around: index) else { continue }
            patches.append(patch)
            for place in scales.indices where scales[place].count <= offsets.count {
                let count = scales[place].count
                let wanted = count == k ? patch : Patch(offsets.prefix(count), around: index)
                if let wanted { scales[place].add(wanted, noise: patch.noiseVariance) }
            }
        }
        let inner = patches.filter { !$0.isOnRim }
        guard patches.count >= fewestPatches, mostLooksPerPatch * patches.count >= looked, inner.count >= fewestInside
        else {
            return .independent
        }

        var model = SamplingModel()
        model.noiseVariance = inner.map(\.noiseVariance).median
        model.independence = independence(
            scales.filter { $0.unevenness.count >= fewestInside }, points: tree.count, noise: model.noiseVariance)
        let intoFrame = axes.transposed
        model.rim = patches.filter(\.isOnRim).map { intoFrame * (Vector3(points[$0.index]) - origin) }
        model.rimShare = Double(model.rim.count) / Double(patches.count)
        return model
    }

    /// F from the unevenness u of patches of one or several sizes; all of it where there are none that are flat.
    ///
    /// Noise moves a lattice's points along the surface as well: under a Gaussian of width s the quadrupole keeps
    /// 1 - (s² / (s² + σ²))³ of the unevenness of draws, though nothing so small shows in the object's moments. That
    /// falls with the number of points in a patch, the unevenness of draws doesn't: u = F + c / k, of which two sizes
    /// give F whatever the noise is like. Of one size it is taken off by the noise across the surface.
    private static func independence(_ scales: [Scale], points: Int, noise: Double) -> Double {
        guard let large = scales.first else { return 1 }
        // So few patches as a small cloud has don't tell half of F from all of it: then it is all, for certainty that
        // isn't there does more harm.
        let doubt = 1 + 1 / (Double(points) / Double(large.count)).squareRoot()
        let unevenness = large.unevenness.median / log(2.0)
        var share = unevenness
        if let small = scales.dropFirst().first {
            let ratio = Double(large.count) / Double(small.count)
            share = (ratio * unevenness - small.unevenness.median / log(2.0)) / (ratio - 1)
        } else {
            let kept = 1 / (1 + noise / large.squareWidth.median)
            // What the noise itself leaves, and a little more by the patches' few points.
            let spurious = min(0.5, 0.03 + 1.25 * (1 - kept * kept * kept))
            share = (unevenness - spurious) / (1 - spurious)
        }
        return share < latticeIndependence ? 0 : share * doubt < wholeIndependence ? share * doubt : 1
    }

    /// The points of a few neighbourhoods, all of them: thinning would make any cloud look independent.
    private static func neighborhoods(of cloud: Coordinates, count: Int) -> Coordinates {
        // Balls round eight places, as wide as so many points tell.
        let (seeds, probes) = (8, 4096)
        let step = max(1, cloud.count / probes)
        let probe = Swift.stride(from: step / 2, to: cloud.count, by: step).filter { cloud.isFinite(at: $0) }
        guard probe.count >= seeds else { return cloud }
        var balls: [(center: SIMD3<Float>, square: Float)] = []
        for s in 0..<seeds {
            let center = cloud[probe[(2 * s + 1) * probe.count / (2 * seeds)]]
            let squares = probe.map { index in
                let d = cloud[index] - center
                return (d * d).sum()
            }.sorted()
            let rank = probe.count * count / (seeds * cloud.count)
            balls.append((center, squares[min(max(rank, 8), squares.count - 1)]))
        }
        var result = Coordinates()
        for index in cloud.indices {
            let point = cloud[index]
            let isNear = balls.contains { ball in
                let d = point - ball.center
                return (d * d).sum() <= ball.square
            }
            if isNear { result.append(point) }
        }
        return result
    }
}

/// Flat patches of one number of points, away from outlines and creases.
private struct Scale {
    var count: Int
    var unevenness: [Double] = []
    var squareWidth: [Double] = []

    /// Across a flat patch the variance is at most this share of that along it, beside the noise: a crease across the
    /// middle leaves 0.28, a cylinder of radius R with a patch of radius r leaves r² / 16 R².
    private static let flatness = 0.01
    /// The noise of a few points is up to half as large again.
    private static let noiseMargin = 1.5

    mutating func add(_ patch: Patch, noise: Double) {
        guard !patch.isOnRim, patch.thickness - Self.noiseMargin * noise <= Self.flatness * patch.squareBreadth else {
            return
        }
        unevenness.append(patch.unevenness)
        squareWidth.append(patch.squareWidth)
    }
}

/// What the neighbours of one point say.
private struct Patch {
    var index: Int
    /// |Q|² over what it is for independent draws.
    var unevenness: Double
    /// Square of the width s of the weight, in m².
    var squareWidth: Double
    /// Variance along the surface and across it, in m².
    var squareBreadth, thickness: Double
    /// Mean square distance of the nearest neighbours from their plane, in m².
    var noiseVariance: Double
    /// Whether the neighbours lie to one side.
    var isOnRim: Bool

    /// Neighbours lie along a surface if the least variance is below this share of the middle one.
    private static let surfaceShare = 0.3
    /// A straight outline up to a third of the patch's radius away moves the mean by a quarter of the radius: its square.
    private static let squareRimShift = 0.0625
    /// The weight's width is 2/5 of the patch's radius: its square.
    private static let squareWeightWidth = 0.16
    /// Neighbours that tell the noise: few, so that the surface's bend doesn't count.
    private static let noiseNeighbors = 12

    /// Nil where the neighbours don't lie along a surface.
    init?(_ offsets: ArraySlice<Vector3>, around index: Int) {
        let eigen = Self.covariance(offsets).eigen()
        guard eigen.values.z < Self.surfaceShare * eigen.values.y, eigen.values.y > 0 else { return nil }
        (squareBreadth, thickness) = (eigen.values.y, eigen.values.z)
        let (u, v) = (eigen.vectors.columns.x, eigen.vectors.columns.y)
        let flat = offsets.map { SIMD2($0.dot(u), $0.dot(v)) }
        let farthest = flat.map { ($0 * $0).sum() }.max()!
        guard farthest > 0 else { return nil }

        self.index = index
        let mean = flat.reduce(.zero, +) / Double(flat.count)
        isOnRim = (mean * mean).sum() > Self.squareRimShift * farthest

        squareWidth = Self.squareWeightWidth * farthest
        var (q, expected) = (SIMD2<Double>.zero, 0.0)
        for p in flat {
            let square = (p * p).sum()
            let weight = exp(-square / (2 * squareWidth))
            q += SIMD2(p.x * p.x - p.y * p.y, 2 * p.x * p.y) * weight
            expected += square * square * weight * weight
        }
        unevenness = expected > 0 ? (q * q).sum() / expected : 0

        let near = offsets.prefix(Self.noiseNeighbors)
        let across = Self.covariance(near).eigen().values.z
        // The plane takes three of the degrees of freedom.
        noiseVariance = max(0, across) * Double(near.count) / Double(near.count - 3)
    }

    private static func covariance(_ offsets: ArraySlice<Vector3>) -> SymmetricMatrix3 {
        let mean = offsets.reduce(.zero, +) / Double(offsets.count)
        return offsets.reduce(SymmetricMatrix3.zero) { $0 + SymmetricMatrix3(outer: $1 - mean) }
            / Double(offsets.count)
    }
}

extension [Double] {
    fileprivate var median: Double {
        var values = self
        return values.median()!
    }
}
