import LinearAlgebra
import Parallel
import PointClouds
import SpatialSearch

/// Square cells of an image with the plane moments of each: what large planes are found on.
struct ImageCells {
    static let side = 8
    let columns: Int
    let rows: Int
    var moments: [PlaneMoments]
    /// Standard deviation of d on smooth surfaces: the median over full cells.
    var noise: Double

    init(_ image: RangeImage, threads: Int) {
        let columns = (image.width + Self.side - 1) / Self.side
        let rows = (image.height + Self.side - 1) / Self.side
        var moments = Array(repeating: PlaneMoments(), count: columns * rows)
        moments.withUnsafeMutableBufferPointer { moments in
            nonisolated(unsafe) let moments = moments
            forEachBlock(of: rows, size: 4, threads: threads) { _, range in
                for cellRow in range {
                    for row in cellRow * Self.side..<min(image.height, (cellRow + 1) * Self.side) {
                        for cellColumn in 0..<columns {
                            let start = row * image.width + cellColumn * Self.side
                            let end = row * image.width + min(image.width, (cellColumn + 1) * Self.side)
                            var sum = moments[cellRow * columns + cellColumn]
                            for i in start..<end where image.d[i] > 0 {
                                sum.add(Double(image.a[i]), Double(image.b[i]), Double(image.d[i]))
                            }
                            moments[cellRow * columns + cellColumn] = sum
                        }
                    }
                }
            }
        }
        var deviations: [Double] = []
        for cell in moments where cell.n >= 32 { deviations.append((cell.fit().squares / (cell.n - 3)).squareRoot()) }
        // A noiseless (synthetic) scan still has Float32's rounding.
        noise = max(deviations.median() ?? 0, 1e-6)
        (self.columns, self.rows, self.moments) = (columns, rows, moments)
    }
}

/// A plane found on cells, and which cells lie on it.
struct PlaneCandidate {
    var plane: InverseDepthPlane
    /// Pixels in its cells.
    var support: Double
    var cells: [Bool]
}

extension ImageCells {
    /// The large planes of the scan, largest first.
    ///
    /// Deterministic consensus: hypotheses are the planes of smooth 32-pixel windows, evenly spread; each counts the
    /// cells that lie on it; the best is refitted by least squares to its cells until it stays, and leaves with them.
    func largePlanes(minimumShare: Double, limit: Int = 6) -> [PlaneCandidate] {
        let total = moments.reduce(0) { $0 + $1.n }
        guard total >= 64 else { return [] }
        var free = moments.map { $0.n >= 16 }
        var found: [PlaneCandidate] = []
        for _ in 0..<2 * limit where found.count < limit {
            let hypotheses = windowPlanes(free)
            guard !hypotheses.isEmpty else { break }
            let candidates = moments.indices.filter { free[$0] }.map { moments[$0] }
            var best = hypotheses[0]
            var bestSupport = -1.0
            for plane in hypotheses {
                let support = candidates.reduce(0) { $0 + ($1.lies(on: plane, within: 5 * noise) ? $1.n : 0) }
                if support > bestSupport { (best, bestSupport) = (plane, support) }
            }
            var inliers: [Bool] = []
            for _ in 0..<8 {
                inliers = cellsOn(best, among: free, tolerance: 5 * noise)
                var sum = PlaneMoments()
                for cell in moments.indices where inliers[cell] { sum += moments[cell] }
                guard sum.n > 0 else { break }
                let refined = sum.fit().plane
                if refined == best { break }
                best = refined
            }
            var support = 0.0
            for cell in moments.indices where inliers[cell] { support += moments[cell].n }
            guard support >= minimumShare * total else { break }
            if !curvesAway(from: best, inliers) {
                found.append(PlaneCandidate(plane: best, support: support, cells: inliers))
            }
            // Neither its cells nor those that bend away from it a little are asked again.
            let near = cellsOn(best, among: free, tolerance: 12 * noise)
            for cell in free.indices where near[cell] { free[cell] = false }
        }
        return found
    }

    /// Of the pixels in a plane's cells, in metres.
    func rootMeanSquareDistance(from candidate: PlaneCandidate, in image: RangeImage) -> Double {
        let (normal, offset) = candidate.plane.normalAndOffset
        var (count, squares) = (0.0, 0.0)
        for cell in moments.indices where candidate.cells[cell] {
            let (top, left) = (cell / columns * Self.side, cell % columns * Self.side)
            for row in top..<min(image.height, top + Self.side) {
                for pixel in row * image.width + left..<row * image.width + min(image.width, left + Self.side)
                where image.d[pixel] > 0 {
                    let distance = normal.dot(Vector3(image.point(pixel))) - offset
                    squares += distance * distance
                    count += 1
                }
            }
        }
        return count > 0 ? (squares / count).squareRoot() : 0
    }

    /// Whether the surface goes on behind the plane along most of the outline: a piece of a ball or a barrel.
    private func curvesAway(from plane: InverseDepthPlane, _ inliers: [Bool]) -> Bool {
        var (outline, curving) = (0, 0)
        for cell in moments.indices where inliers[cell] {
            for neighbor in [cell - 1, cell + 1, cell - columns, cell + columns]
            where moments.indices.contains(neighbor) && !inliers[neighbor] && moments[neighbor].n >= 16 {
                let (a, b, d) = moments[neighbor].mean
                let residual = d - plane(a, b)
                outline += 1
                if residual < 0, residual > -25 * noise { curving += 1 }
            }
        }
        return curving > 16 && curving * 10 > outline * 7
    }

    private func windowPlanes(_ free: [Bool], window: Int = 4, limit: Int = 160) -> [InverseDepthPlane] {
        var planes: [InverseDepthPlane] = []
        for row in stride(from: 0, to: rows, by: 2) {
            for column in stride(from: 0, to: columns, by: 2) {
                var sum = PlaneMoments()
                for r in row..<min(rows, row + window) {
                    for c in column..<min(columns, column + window) where free[r * columns + c] {
                        sum += moments[r * columns + c]
                    }
                }
                guard sum.n >= Double(Self.side * Self.side * window * window) * 0.4 else { continue }
                let (plane, squares) = sum.fit()
                if (squares / sum.n).squareRoot() < 3 * noise { planes.append(plane) }
            }
        }
        guard planes.count > limit else { return planes }
        return (0..<limit).map { planes[$0 * planes.count / limit] }
    }

    private func cellsOn(_ plane: InverseDepthPlane, among free: [Bool], tolerance: Double) -> [Bool] {
        moments.indices.map { free[$0] && moments[$0].lies(on: plane, within: tolerance) }
    }
}

extension PlaneMoments {
    /// Whether the mean of the pixels lies on a plane.
    @inline(__always)
    fileprivate func lies(on plane: InverseDepthPlane, within tolerance: Double) -> Bool {
        abs(r - plane.c0 * n - plane.cu * u - plane.cv * v) < tolerance * n
    }
}
