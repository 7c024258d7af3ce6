public import LinearAlgebra
public import PointClouds

/// What a sensor can say of a place.
@frozen
public enum Sight: Equatable, Sendable {
    /// The sensor looked through it: everything measured in that direction lies further away.
    case empty
    /// Within the tolerance of what was measured there.
    case surface
    /// Behind what was measured there; with the label of the surface that hides it, 0 where points had none.
    case hidden(by: UInt32)
    /// Nothing was measured in that direction.
    case unmeasured
}

/// The space a sensor looked through: for each direction how far it saw.
///
/// Holds the least and the greatest depth of the scan's points in each pixel of a grid of directions; a place is
/// compared with them at a tolerance that the asker states. Three things differ from use to use, and are arguments: the
/// grid (any direction, or a camera's image), the pixels around that have a say (`margin`), and the tolerance.
public struct SeenSpace<Grid: DirectionGrid>: Sendable {
    /// Where the sensor stood, in the points' frame.
    public let viewpoint: Vector3
    /// How directions from there are divided.
    public let grid: Grid
    /// A pixel's least depth, metres; ∞ where nothing was measured.
    public let nearest: [Float]
    /// A pixel's greatest depth, metres; 0 where nothing was measured.
    public let farthest: [Float]
    /// The labels of the points of greatest depth; empty where points have none.
    public let labels: [UInt32]
    /// Pixels around that have a say. With 0 a silhouette hides what its own pixel hides; with 1 both depths are right
    /// at an edge, as the points of two scans that meet there need it.
    public let margin: Int

    /// - Parameters:
    ///   - grid: how directions from the viewpoint are divided.
    ///   - points: finite ones count, in one frame with the viewpoint, metres.
    ///   - labels: of the points, to say what hides a place; empty for none.
    ///   - viewpoint: where the sensor stood.
    ///   - margin: pixels around that have a say.
    /// - Complexity: O(*n* + pixels).
    @inlinable
    public init(_ grid: Grid, of points: Coordinates, labels: [UInt32] = [], from viewpoint: Vector3, margin: Int) {
        precondition(labels.isEmpty || labels.count == points.count, "a label for each point, or none")
        (self.grid, self.viewpoint, self.margin) = (grid, viewpoint, margin)
        let eye = SIMD3<Float>(viewpoint)
        var near = [Float](repeating: .infinity, count: grid.count)
        var far = [Float](repeating: 0, count: grid.count)
        var covers = [UInt32](repeating: 0, count: labels.isEmpty ? 0 : grid.count)
        for i in points.indices where points.isFinite(at: i) {
            let offset = points[i] - eye
            guard let pixel = grid.pixel(of: offset) else { continue }
            let depth = grid.depth(of: offset)
            near[pixel] = min(near[pixel], depth)
            guard depth > far[pixel] else { continue }
            far[pixel] = depth
            if !labels.isEmpty { covers[pixel] = labels[i] }
        }
        (nearest, farthest, self.labels) = (near, far, covers)
    }

    /// What the sensor knows of a place.
    ///
    /// - Parameters:
    ///   - point: in the points' frame.
    ///   - tolerance: metres by which it must lie before, or behind, all that was measured about its direction: more
    ///     than the noise, and than a slanted surface spans within a pixel.
    /// - Complexity: O(1).
    @inlinable
    public func sight(of point: SIMD3<Float>, tolerance: Float) -> Sight {
        let offset = point - SIMD3<Float>(viewpoint)
        guard let pixel = grid.pixel(of: offset), nearest[pixel].isFinite else { return .unmeasured }
        let depth = grid.depth(of: offset)
        var (near, far) = (nearest[pixel], farthest[pixel])
        if margin > 0 {
            let window = grid.neighborhood(of: pixel, margin: margin)
            for row in window.rows {
                for column in window.columns {
                    let i = row * window.width + column
                    near = min(near, nearest[i])
                    far = max(far, farthest[i])
                }
            }
        }
        if near - depth > tolerance { return .empty }
        return depth - far > tolerance ? .hidden(by: labels.isEmpty ? 0 : labels[pixel]) : .surface
    }
}
