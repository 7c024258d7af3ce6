extension PlanarPoints {
    /// Half a hull, left in `corners`, which has room for all: how many there are.
    func chain(_ indices: [Int32], isReversed: Bool, _ corners: inout [Int32]) -> Int {
        corners.withUnsafeMutableBufferPointer { corners in
            points.withUnsafeBufferPointer { points in
                var count = 0
                for k in 0..<indices.count {
                    let index = indices[isReversed ? indices.count - 1 - k : k]
                    let point = points[Int(index)]
                    while count >= 2,
                        !Self.turnsLeft(points[Int(corners[count - 2])], points[Int(corners[count - 1])], point)
                    {
                        count -= 1
                    }
                    if count > 0, points[Int(corners[count - 1])] == point { continue }
                    corners[count] = index
                    count += 1
                }
                return count
            }
        }
    }
}
