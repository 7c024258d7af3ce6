import Glibc
import LinearAlgebra
import PointClouds

/// The smallest rectangle round an object's points as seen along a plane's normal, and how certain it is.
struct Footprint: Equatable, Sendable {
    var rectangle: SmallestRectangle
    /// Standard deviation of the long side's direction, in radians; 52° where it may lie anywhere.
    var angleDeviation: Double
    /// Whether the sides are equal, or the rectangle's direction open, within their uncertainty.
    var isAmbiguous: Bool

    /// Halves of the points that stand for other scans.
    private static let halves = 12
    /// Sides that differ by less than this share are equal to rounding.
    private static let equalSides = 1e-12
    /// A direction less certain than ten degrees is no direction, in radians.
    private static let largestDeviation = 0.17

    /// - Parameter trim: up to this share of the points may be left out as strays.
    init(of points: [SIMD2<Double>], trim: Double) {
        self = Self(PlanarPoints(marginOf: points), trim: trim) ?? Self(PlanarPoints(points), trim: trim)!
    }

    /// Nil where the points that `all` left out might have had a say.
    private init?(_ all: PlanarPoints, trim: Double) {
        guard let sorted = all.peeled(share: trim), let corners = sorted.hull() else { return nil }
        let points = sorted.points
        let whole = SmallestRectangle(around: corners.map { points[$0] })

        // A rectangle hangs on a few extreme points, for which no formula holds. Halves of the points differ from the
        // whole as much as another scan would: each point is in a half or not by a bit of a number of its own.
        let parts = Self.halves
        var (angles, gaps) = (0.0, 0.0)
        for part in 0..<parts {
            guard let corners = sorted.hull(where: { Self.bits($0) >> UInt64(part) & 1 == 0 }) else { return nil }
            guard !corners.isEmpty else { continue }
            let half = SmallestRectangle(around: corners.map { points[$0] })
            var turn = half.angle - whole.angle
            turn -= (turn / .pi).rounded() * .pi
            angles += turn * turn
            let gap = (half.sides.x - half.sides.y) - (whole.sides.x - whole.sides.y)
            gaps += gap * gap
        }
        let uniform = Double.pi * Double.pi / 12
        let variance = min(angles / Double(parts), uniform)
        let gap = whole.sides.x - whole.sides.y
        let significance = AxisUncertainty.significance
        rectangle = whole
        angleDeviation = whole.sides.x > 0 ? variance.squareRoot() : uniform.squareRoot()
        isAmbiguous =
            gap <= Self.equalSides * whole.sides.x || gap * gap <= significance * significance * gaps / Double(parts)
            || angleDeviation > Self.largestDeviation
    }

    private static func bits(_ index: Int) -> UInt64 {
        var z = (UInt64(index) &+ 1) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        return z ^ (z >> 27)
    }
}
