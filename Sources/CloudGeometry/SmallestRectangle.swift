import Glibc

/// The rectangle of least area round points of a plane.
package struct SmallestRectangle: Equatable, Sendable {
    package var center: SIMD2<Double>
    /// The unit direction of the longer side; of the two opposite ones that with x > 0 (or y > 0 if x is 0).
    package var direction: SIMD2<Double>
    /// Full lengths of the longer and the shorter side.
    package var sides: SIMD2<Double>

    /// - Parameter hull: the corners of a convex polygon, counterclockwise; at least one.
    /// - Complexity: O(corners): one side lies along an edge (Freeman and Shapira 1975), and the corners that touch the
    ///   other three only move on as the edge does (Toussaint's rotating calipers, 1983).
    package init(around hull: [SIMD2<Double>]) {
        func dot(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Double { a.x * b.x + a.y * b.y }
        let count = hull.count
        guard count > 2 else {
            let (a, b) = (hull[0], hull[count - 1])
            let length = dot(b - a, b - a).squareRoot()
            self.init(center: (a + b) / 2, direction: length > 0 ? (b - a) / length : SIMD2(1, 0), sides: [length, 0])
            return
        }
        var best: (area: Double, along: SIMD2<Double>, low: SIMD2<Double>, high: SIMD2<Double>)?
        var (right, top, left) = (1, 1, 1)
        for i in 0..<count {
            let edge = hull[(i + 1) % count] - hull[i]
            let along = edge / dot(edge, edge).squareRoot()
            let across = SIMD2(-along.y, along.x)
            func advance(_ corner: inout Int, _ direction: SIMD2<Double>) {
                var steps = 0
                while steps < count, dot(hull[(corner + 1) % count], direction) >= dot(hull[corner % count], direction)
                {
                    corner += 1
                    steps += 1
                }
            }
            // Ahead, opposite, behind: each is found from where the one before stands.
            right = max(right, i + 1)
            advance(&right, along)
            top = max(top, right)
            advance(&top, across)
            left = max(left, top)
            advance(&left, along * -1)
            let low = SIMD2(dot(hull[left % count], along), dot(hull[i], across))
            let high = SIMD2(dot(hull[right % count], along), dot(hull[top % count], across))
            let size = high - low
            if best.map({ size.x * size.y < $0.area }) ?? true { best = (size.x * size.y, along, low, high) }
        }
        let (_, along, low, high) = best!
        let middle = (low + high) / 2
        let center = along * middle.x + SIMD2(-along.y, along.x) * middle.y
        let size = high - low
        self.init(
            center: center, direction: size.x >= size.y ? along : SIMD2(-along.y, along.x),
            sides: SIMD2(max(size.x, size.y), min(size.x, size.y)))
    }

    private init(center: SIMD2<Double>, direction: SIMD2<Double>, sides: SIMD2<Double>) {
        (self.center, self.sides) = (center, sides)
        let leading = direction.x != 0 ? direction.x : direction.y
        self.direction = leading < 0 ? direction * -1 : direction
    }

    /// The angle of the longer side, in -π/2…π/2.
    package var angle: Double { atan2(direction.y, direction.x) }
}
