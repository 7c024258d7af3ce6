import LinearAlgebra
import PointClouds
import Sensing

/// What decides whether cells form a large plane. Distances are in noise levels of inverse depth.
struct PlaneConsensusParameters {
    /// Of the scan's pixels, the share that a plane must hold: a small table seen from afar has a tenth.
    var minimumShare = 0.08
    /// Planes sought: a floor, a table, the walls of a room or a bin.
    var planeLimit = 6
    /// A scan with fewer pixels has no large planes.
    var minimumPixels = 64.0

    /// The mean of an inlier's pixels is no further from the plane: what lens distortion bends stays inside.
    var inlierTolerance = 5.0
    /// Cells no further from a plane that was found aren't asked again: they are its bent outskirts.
    var outskirtsTolerance = 12.0
    /// Refits to the inliers, at most; mostly they stay the same after two or three.
    var refits = 8

    /// Cells a side of the windows whose planes are the hypotheses, and the cells from one window to the next.
    var windowSide = 4
    var windowStep = 2
    /// Of a window's pixels, the share that must have a point.
    var windowFill = 0.4
    /// Standard deviation of the pixels about a window's plane, at most: more is an edge or a round surface.
    var windowRoughness = 3.0
    /// Hypotheses tested, evenly spread over the image: each is counted on every cell.
    var hypothesisLimit = 160

    /// A neighbour this far behind a plane or less continues the same surface; one further off is another.
    var curvingTolerance = 25.0
    /// A piece of a ball or a barrel continues behind the plane along more than this share of its outline, and along
    /// more than this many cells.
    var curvingShare = 0.7
    var curvingCells = 16
}

/// A plane found on cells, and which cells lie on it.
struct PlaneCandidate {
    var plane: InverseDepthPlane
    /// How many pixels its cells have.
    var support: Double
    /// For each cell of the image whether it is an inlier.
    var cells: [Bool]
}

extension ImageCells {
    /// The large planes of the scan, in the order in which they were found: the one with most inliers first.
    ///
    /// Deterministic consensus: the hypotheses are the planes of smooth windows of 4 × 4 cells, evenly spread; each is
    /// supported by the cells that lie on it; the best is refitted to its inliers by least squares until they stay the
    /// same, and its cells are taken out before the next is sought.
    func largePlanes(parameters: PlaneConsensusParameters = .init()) -> [PlaneCandidate] {
        let total = pixelCount
        guard total >= parameters.minimumPixels else { return [] }
        var free = moments.indices.map { isUsable($0) }
        var found: [PlaneCandidate] = []
        // Curved pieces are taken out as well, and count as rounds only.
        for _ in 0..<2 * parameters.planeLimit where found.count < parameters.planeLimit {
            let hypotheses = windowPlanes(free, parameters)
            guard let best = bestSupported(hypotheses, among: free, parameters) else { break }
            let (plane, inliers) = refitted(best, among: free, parameters)
            var support = 0.0
            for cell in moments.indices where inliers[cell] { support += moments[cell].n }
            guard support >= parameters.minimumShare * total else { break }
            if !curvesAway(from: plane, inliers, parameters) {
                found.append(PlaneCandidate(plane: plane, support: support, cells: inliers))
            }
            let outskirts = cellsOn(plane, among: free, tolerance: parameters.outskirtsTolerance * noise)
            for cell in free.indices where outskirts[cell] { free[cell] = false }
        }
        return found
    }

    /// The planes of smooth windows.
    private func windowPlanes(_ free: [Bool], _ parameters: PlaneConsensusParameters) -> [InverseDepthPlane] {
        var planes: [InverseDepthPlane] = []
        let (side, step) = (parameters.windowSide, parameters.windowStep)
        for row in stride(from: 0, to: rows, by: step) {
            for column in stride(from: 0, to: columns, by: step) {
                var sum = PlaneMoments()
                for r in row..<min(rows, row + side) {
                    for c in column..<min(columns, column + side) where free[r * columns + c] {
                        sum += moments[r * columns + c]
                    }
                }
                guard sum.n >= Double(Self.side * Self.side * side * side) * parameters.windowFill else { continue }
                let (plane, squares) = sum.fit()
                if (squares / sum.n).squareRoot() < parameters.windowRoughness * noise { planes.append(plane) }
            }
        }
        let limit = parameters.hypothesisLimit
        guard planes.count > limit else { return planes }
        return (0..<limit).map { planes[$0 * planes.count / limit] }
    }

    /// The hypothesis with most pixels in the cells that lie on it; the first of equals.
    private func bestSupported(
        _ hypotheses: [InverseDepthPlane], among free: [Bool], _ parameters: PlaneConsensusParameters
    ) -> InverseDepthPlane? {
        let candidates = moments.indices.filter { free[$0] }.map { moments[$0] }
        let tolerance = parameters.inlierTolerance * noise
        var best: InverseDepthPlane?
        var bestSupport = -1.0
        for plane in hypotheses {
            let support = candidates.reduce(0) { $0 + ($1.lies(on: plane, within: tolerance) ? $1.n : 0) }
            if support > bestSupport { (best, bestSupport) = (plane, support) }
        }
        return best
    }

    /// The least-squares plane of its own inliers, reached from `plane`.
    private func refitted(
        _ plane: InverseDepthPlane, among free: [Bool], _ parameters: PlaneConsensusParameters
    ) -> (plane: InverseDepthPlane, inliers: [Bool]) {
        var plane = plane
        var inliers: [Bool] = []
        for _ in 0..<parameters.refits {
            inliers = cellsOn(plane, among: free, tolerance: parameters.inlierTolerance * noise)
            var sum = PlaneMoments()
            for cell in moments.indices where inliers[cell] { sum += moments[cell] }
            guard sum.n > 0 else { break }
            let refined = sum.fit().plane
            if refined == plane { break }
            plane = refined
        }
        return (plane, inliers)
    }

    /// Whether the surface continues behind the plane along most of the inliers' outline.
    private func curvesAway(
        from plane: InverseDepthPlane, _ inliers: [Bool], _ parameters: PlaneConsensusParameters
    ) -> Bool {
        var (outline, curving) = (0, 0)
        for cell in moments.indices where inliers[cell] {
            for neighbor in neighbors(of: cell) where !inliers[neighbor] && isUsable(neighbor) {
                let (a, b, d) = moments[neighbor].mean
                let residual = d - plane(a, b)
                outline += 1
                if residual < 0, residual > -parameters.curvingTolerance * noise { curving += 1 }
            }
        }
        return curving > parameters.curvingCells && Double(curving) / Double(outline) > parameters.curvingShare
    }

    private func cellsOn(_ plane: InverseDepthPlane, among free: [Bool], tolerance: Double) -> [Bool] {
        moments.indices.map { free[$0] && moments[$0].lies(on: plane, within: tolerance) }
    }
}

extension ImageCells {
    /// Root mean square distance of the pixels in a plane's cells from it, in metres.
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
}

extension PlaneMoments {
    /// Whether the mean of the pixels lies on a plane.
    @inline(__always)
    fileprivate func lies(on plane: InverseDepthPlane, within tolerance: Double) -> Bool {
        abs(r - plane.c0 * n - plane.cu * u - plane.cv * v) < tolerance * n
    }
}
