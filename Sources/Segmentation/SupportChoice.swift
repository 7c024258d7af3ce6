import LinearAlgebra

extension ImageCells {
    /// Which of the large planes carries things: the index, or nil when none may.
    ///
    /// Everything that lies on none of the planes falls into groups; a group stands on a plane when it reaches down to
    /// it inside the plane's own outline. The plane under most of what stands wins, size and the camera's idea of up
    /// decide between near equals: a wall is large, but little stands on it.
    func supportIndex(of planes: [PlaneCandidate], cloudFromCamera: RigidTransform, up: Vector3?) -> Int? {
        guard let largest = planes.first else { return nil }
        let considered = planes.indices.filter { planes[$0].support >= 0.2 * largest.support }
        let groups = groups(outside: considered.map { planes[$0] })
        var best: Int?
        var bestScore = 0.0
        for index in considered {
            let (normal, offset) = planes[index].plane.normalAndOffset
            let upright: Double
            if let up {
                let cosine = (cloudFromCamera.rotation * normal).dot(up.normalized)
                guard cosine > 0.866 else { continue }
                upright = cosine
            } else {
                upright = max(0, -normal.y)
            }
            var standing = 0.0
            for group in groups
            where stands(group, on: planes[index].cells, normal: normal, offset: offset) {
                standing += group.reduce(0) { $0 + moments[$1].n }
            }
            let score = (standing + 0.1 * planes[index].support) * (0.5 + 0.5 * upright)
            if score > bestScore { (best, bestScore) = (index, score) }
        }
        return best
    }

    private func groups(outside planes: [PlaneCandidate]) -> [[Int]] {
        var open = moments.indices.map { cell in moments[cell].n >= 16 && !planes.contains { $0.cells[cell] } }
        var groups: [[Int]] = []
        for seed in moments.indices where open[seed] {
            open[seed] = false
            var group = [seed]
            var next = 0
            while next < group.count {
                let cell = group[next]
                next += 1
                for neighbor in neighbors(of: cell) where open[neighbor] {
                    let (here, there) = (moments[cell].mean.r, moments[neighbor].mean.r)
                    // A tenth of the depth between neighbouring cells is a gap.
                    guard abs(here - there) < 0.1 * min(here, there) else { continue }
                    open[neighbor] = false
                    group.append(neighbor)
                }
            }
            if group.count >= 3 { groups.append(group) }
        }
        return groups
    }

    private func stands(_ group: [Int], on cells: [Bool], normal: Vector3, offset: Double) -> Bool {
        var lowest = Double.infinity
        var touching = 0
        var above = 0
        for cell in group {
            let (a, b, d) = moments[cell].mean
            let height = normal.dot(Vector3(a, b, 1)) / d - offset
            if height > 0 { above += 1 }
            if neighbors(of: cell).contains(where: { cells[$0] }) {
                touching += 1
                lowest = min(lowest, abs(height) * d)
            }
        }
        // Reaching down to within 3 % of the viewing distance; seen from the plane's front.
        return touching >= 2 && lowest < 0.03 && above * 4 > group.count * 3
    }

    private func neighbors(of cell: Int) -> [Int] {
        let (row, column) = (cell / columns, cell % columns)
        var result: [Int] = []
        if row > 0 { result.append(cell - columns) }
        if row + 1 < rows { result.append(cell + columns) }
        if column > 0 { result.append(cell - 1) }
        if column + 1 < columns { result.append(cell + 1) }
        return result
    }
}
