import LinearAlgebra

/// Joins what something nearer cuts in two.
///
/// Only on evidence: a patch of each must lie on one common plane or quadric within the noise, they must face the same
/// way, and all that lies between them in the image must be nearer (or without a point, as in the shadow of an edge).
struct OccludedJoins {
    var patches: SurfacePatches
    var graph: PatchGraph
    var image: RangeImage
    var noise: Double
    var parameters: PatchParameters
    /// Patches below this size don't bear witness.
    var minimumPixels = 150.0
    /// The squared residuals that a common surface may add, in squared noise levels per pixel of the smaller patch.
    ///
    /// What lens distortion bends between the two parts adds up to about 4 on one face; faces of two things that
    /// happen to be level start at about 10.
    var largestMisfit = 5.0
    var smallestCosine = 0.9945  // 6°

    /// The pairs of groups to join.
    func pairs(of groupOfPatch: [Int32]) -> [(Int32, Int32)] {
        var touching: Set<UInt64> = []
        for border in graph.borders where border.length > 3 {
            touching.insert(key(groupOfPatch[Int(border.first)], groupOfPatch[Int(border.second)]))
        }
        var found: [(Int32, Int32)] = []
        let witnesses = patches.surfaces.indices.filter { graph.patches[$0].pixels >= minimumPixels }
        for (position, p) in witnesses.enumerated() {
            for q in witnesses[(position + 1)...] where groupOfPatch[p] != groupOfPatch[q] {
                guard !touching.contains(key(groupOfPatch[p], groupOfPatch[q])),
                    graph.patches[p].normal.dot(graph.patches[q].normal) > smallestCosine,
                    patches.misfit(p, q, noise: noise, parameters: parameters)
                        < largestMisfit * min(graph.patches[p].pixels, graph.patches[q].pixels),
                    isHiddenBetween(p, q, groupOfPatch)
                else { continue }
                found.append((groupOfPatch[p], groupOfPatch[q]))
            }
        }
        return found
    }

    private func key(_ a: Int32, _ b: Int32) -> UInt64 { UInt64(min(a, b)) << 32 | UInt64(max(a, b)) }

    /// Whether the straight line between the patches' centres is, outside of their groups, nearer than they are.
    private func isHiddenBetween(_ p: Int, _ q: Int, _ groupOfPatch: [Int32]) -> Bool {
        let (start, end) = (graph.patches[p].center, graph.patches[q].center)
        let steps = Int(max(abs(end.column - start.column), abs(end.row - start.row))) + 1
        let (near, far) = (1 / graph.patches[p].point.z, 1 / graph.patches[q].point.z)
        var (hidden, visible, own) = (0, 0, 0)
        for step in 1..<max(2, steps) {
            let t = Double(step) / Double(steps)
            let column = Int((start.column + (end.column - start.column) * t).rounded())
            let row = Int((start.row + (end.row - start.row) * t).rounded())
            let i = row * image.width + column
            let patch = patches.patchOfPixel[i]
            if patch >= 0, groupOfPatch[Int(patch)] == groupOfPatch[p] || groupOfPatch[Int(patch)] == groupOfPatch[q] {
                own += 1
            } else if image.d[i] == 0 || Double(image.d[i]) > near + (far - near) * t + 2.3 * noise {
                hidden += 1
            } else {
                visible += 1
            }
        }
        // What is hidden is no longer than what is seen of both, twice over.
        return hidden > 0 && visible * 10 <= hidden && hidden <= 4 * own
    }
}
