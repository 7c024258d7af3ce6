import Parallel

extension HeightGrid {
    /// Takes the highest points of a view into the cells.
    mutating func take(_ view: ApproachView) {
        let (c, s, columns, rows, lowX, lowY, inverse) = (cosine, sine, columns, rows, lowX, lowY, 1 / cell)
        var peak = Self.empty
        withSharedElements(&top, &ownTop) { top, ownTop in
            view.withUnsafeColumns { u, v, w in
                for i in u.indices {
                    let x = (c * u[i] + s * v[i] - lowX) * inverse
                    let y = (c * v[i] - s * u[i] - lowY) * inverse
                    guard x >= 0, y >= 0, x < Float(columns), y < Float(rows) else { continue }
                    let k = Int(x) * rows + Int(y)
                    top[k] = max(top[k], w[i])
                    peak = max(peak, w[i])
                    if i < view.ownCount { ownTop[k] = max(ownTop[k], w[i]) }
                }
            }
        }
        self.peak = peak
    }

    /// How far anything within a rectangle of the turned frame reaches above `level`; 0 where nothing does.
    func excess(over level: Float, x: ClosedRange<Float>, y: ClosedRange<Float>) -> Float {
        guard peak > level else { return 0 }
        let first = max(0, Int((x.lowerBound - lowX) / cell))
        let last = min(columns - 1, Int((x.upperBound - lowX) / cell))
        let low = max(0, Int((y.lowerBound - lowY) / cell))
        let high = min(rows - 1, Int((y.upperBound - lowY) / cell))
        guard first <= last, low <= high else { return 0 }
        return top.withUnsafeBufferPointer { top in
            var highest = level
            for column in first...last {
                for row in low...high { highest = max(highest, top[column * rows + row]) }
            }
            return highest - level
        }
    }
}

extension ApproachView {
    fileprivate func withUnsafeColumns(
        _ body: (UnsafeBufferPointer<Float>, UnsafeBufferPointer<Float>, UnsafeBufferPointer<Float>) -> Void
    ) {
        u.withUnsafeBufferPointer { u in
            v.withUnsafeBufferPointer { v in w.withUnsafeBufferPointer { w in body(u, v, w) } }
        }
    }
}
