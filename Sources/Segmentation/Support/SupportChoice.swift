import LinearAlgebra

/// What decides which of the large planes is the support.
struct SupportChoiceParameters {
    /// Planes of fewer pixels than this share of the largest are not considered: shelves behind, tops of boxes.
    var considerableShare = 0.1
    /// A plane further than 30° from level is none, where up is known: its cosine.
    var leastUprightCosine = 0.866
    /// What a plane's own pixels count against those of the objects on it: enough to decide where nothing stands, too
    /// little for the floor around a table to outweigh a cup.
    var areaWeight = 0.01
    /// What one group counts at most, as a share of the scan's pixels: a cupboard on the floor is no better sign than a
    /// box on the table.
    var largestGroupShare = 0.03
    /// The share of the score that doesn't depend on how upright the plane is: a camera may look from above.
    var tiltedScore = 0.5

    /// Neighbouring cells whose inverse depths differ by more than this share of the lesser are parted by a gap.
    var gapShare = 0.1
    /// A group of fewer cells is no object.
    var fewestCells = 3
    /// Cells of a group that border on the plane's own, at least: one may be chance.
    var fewestTouchingCells = 2
    /// A group reaches down to the plane when its lowest bordering cell is nearer to it than this share of the depth: a
    /// cell at the foot of a box is 2 % of the depth high.
    var footHeight = 0.03
    /// More than this share of a group's cells lies on the front of the plane.
    var shareInFront = 0.75
}

extension ImageCells {
    /// Which of the large planes carries objects: its index, or nil when none may.
    ///
    /// What lies on none of the planes falls into groups; a group stands on a plane when it reaches down to it inside
    /// the plane's own outline. The plane under most of what stands wins, size and the camera's idea of up decide
    /// between near equals: a wall is large, but little stands on it.
    ///
    /// - Parameters:
    ///   - cloudFromCamera: turns the planes' normals into the frame of `up`.
    ///   - up: in the cloud's frame; nil for the camera's own.
    func supportIndex(
        of planes: [PlaneCandidate], cloudFromCamera: RigidTransform, up: Vector3?,
        parameters: SupportChoiceParameters = .init()
    ) -> Int? {
        guard let largest = planes.first else { return nil }
        let considered = planes.indices.filter {
            planes[$0].support >= parameters.considerableShare * largest.support
        }
        let groups = groups(outside: considered.map { planes[$0] }, parameters)
        let largestGroup = parameters.largestGroupShare * pixelCount
        var best: Int?
        var bestScore = 0.0
        for index in considered {
            let (normal, offset) = planes[index].plane.normalAndOffset
            let upright: Double
            if let up {
                let cosine = (cloudFromCamera.rotation * normal).dot(up.normalized)
                guard cosine > parameters.leastUprightCosine else { continue }
                upright = cosine
            } else {
                // The camera's y points down.
                upright = max(0, -normal.y)
            }
            var standingPixels = 0.0
            for group in groups
            where stands(group, on: planes[index].cells, normal: normal, offset: offset, parameters) {
                standingPixels += min(group.reduce(0) { $0 + moments[$1].n }, largestGroup)
            }
            let score =
                (standingPixels + parameters.areaWeight * planes[index].support)
                * (parameters.tiltedScore + (1 - parameters.tiltedScore) * upright)
            if score > bestScore { (best, bestScore) = (index, score) }
        }
        return best
    }

    /// The connected cells that lie on none of the planes.
    private func groups(outside planes: [PlaneCandidate], _ parameters: SupportChoiceParameters) -> [[Int]] {
        var open = moments.indices.map { cell in isUsable(cell) && !planes.contains { $0.cells[cell] } }
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
                    guard abs(here - there) < parameters.gapShare * min(here, there) else { continue }
                    open[neighbor] = false
                    group.append(neighbor)
                }
            }
            if group.count >= parameters.fewestCells { groups.append(group) }
        }
        return groups
    }

    private func stands(
        _ group: [Int], on cells: [Bool], normal: Vector3, offset: Double, _ parameters: SupportChoiceParameters
    ) -> Bool {
        var lowest = Double.infinity
        var touching = 0
        var inFront = 0
        for cell in group {
            let (a, b, d) = moments[cell].mean
            let height = normal.dot(Vector3(a, b, 1)) / d - offset
            if height > 0 { inFront += 1 }
            if neighbors(of: cell).contains(where: { cells[$0] }) {
                touching += 1
                lowest = min(lowest, abs(height) * d)
            }
        }
        return touching >= parameters.fewestTouchingCells && lowest < parameters.footHeight
            && Double(inFront) / Double(group.count) > parameters.shareInFront
    }
}
