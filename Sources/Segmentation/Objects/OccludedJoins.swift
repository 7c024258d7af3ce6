import LinearAlgebra
import Sensing

/// Joins what a nearer object cuts in two.
///
/// Only on evidence: a patch of each must lie on one common plane or quadric within the noise, they must face the same
/// way, and all that lies between them in the image must be nearer (or without a point, as in the shadow of an edge).
struct OccludedJoins {
    var patches: SurfacePatches
    var graph: PatchGraph
    var image: RangeImage
    var noise: Double
    var parameters: PatchParameters

    /// Patches of fewer pixels are no evidence.
    private static let minimumPixels = 150.0
    /// Groups that share a longer border, in pixels, have been decided on by that.
    private static let longestIgnoredBorder = 3.0
    /// The squared residuals that a common surface may add, in squared noise levels per pixel of the smaller patch.
    ///
    /// What lens distortion bends between the two parts adds up to about 4 on one face; faces of two objects that
    /// happen to be level start at about 10.
    private static let largestMisfit = 5.0
    private static let smallestCosine = 0.9945  // 6°
    /// Noise levels by which an occluder is nearer than the line between the patches.
    private static let nearer = 2.3
    /// On the line between two patches: visible pixels may be this share of the hidden ones, the hidden ones this many
    /// times what is seen of both groups.
    private static let visibleShare = 0.1
    private static let hiddenLimit = 4.0
    /// The cosine to the support's normal from which a patch is a top (10°), and by how much the heights of one top's two
    /// parts may differ, in the scene's unit of length. Far apart, two planes within the noise of each other's
    /// directions may differ by several times that; two boxes of one height to the millimetre are rare.
    private static let topLevelness = 0.985
    private static let largestTopStep = 0.006

    /// The pairs of groups to join, each once.
    ///
    /// - Complexity: O(p²) comparisons of two numbers for p patches; everything else only for patches that lie no further
    ///   apart than six times their groups' sizes.
    func pairs(of groupOfPatch: [Int32]) -> [(Int32, Int32)] {
        var settled: Set<UInt64> = []
        for border in graph.borders where border.length > Self.longestIgnoredBorder {
            settled.insert(key(groupOfPatch[Int(border.first)], groupOfPatch[Int(border.second)]))
        }
        var found: [(Int32, Int32)] = []
        let parts = visibleParts(of: groupOfPatch)
        for (position, p) in parts.enumerated() {
            for q in parts[(position + 1)...] where p.mayReach(q) && p.group != q.group {
                guard p.normal.dot(q.normal) > Self.smallestCosine, mayBeOneTop(p, q),
                    !settled.contains(key(p.group, q.group)),
                    misfit(p, q) < Self.largestMisfit * min(p.pixels, q.pixels), isHiddenBetween(p, q, groupOfPatch)
                else { continue }
                settled.insert(key(p.group, q.group))
                found.append((p.group, q.group))
            }
        }
        return found
    }

    private func key(_ a: Int32, _ b: Int32) -> UInt64 { UInt64(min(a, b)) << 32 | UInt64(max(a, b)) }

    /// A patch that may be the visible part of something larger.
    private struct VisiblePart {
        var patch: Int
        var group: Int32
        var pixels: Double
        var normal: SIMD3<Double>
        var column, row: Double
        /// Of its group's box in the image.
        var columns = 0.0
        var rows = 0.0
        /// Of its own surface.
        var cost: Double

        /// Whether the line between two may be hidden: of it, no more than 4 times of what is seen of the groups may be
        /// hidden and a tenth of that visible, 5.4 times in all, and of a group no more is seen than its box is long.
        /// A pixel of the line advances by at least 0.9 pixels if there are ten of them.
        func mayReach(_ other: Self) -> Bool {
            let (across, down) = (abs(column - other.column), abs(row - other.row))
            let seen = across > down ? columns + other.columns : rows + other.rows
            return max(across, down) <= 10 + 6 * (seen + 4)
        }
    }

    private func visibleParts(of groupOfPatch: [Int32]) -> [VisiblePart] {
        var boxes = graph.patches
        for (patch, group) in groupOfPatch.enumerated() { boxes[Int(group)].encloseInImage(graph.patches[patch]) }
        return graph.patches.indices.filter { graph.patches[$0].pixels >= Self.minimumPixels }.map { patch in
            let (own, box) = (graph.patches[patch], boxes[Int(groupOfPatch[patch])])
            return VisiblePart(
                patch: patch, group: groupOfPatch[patch], pixels: own.pixels, normal: own.normal,
                column: own.center.column, row: own.center.row, columns: Double(box.columns.high - box.columns.low + 1),
                rows: Double(box.rows.high - box.rows.low + 1),
                cost: parameters.cost(of: patches.moments[patch], variance: noise * noise))
        }
    }

    /// Whether two parts are at one height, if both are tops.
    private func mayBeOneTop(_ p: VisiblePart, _ q: VisiblePart) -> Bool {
        let (first, second) = (graph.patches[p.patch], graph.patches[q.patch])
        guard min(first.levelness, second.levelness) > Self.topLevelness else { return true }
        return abs(first.height - second.height) < Self.largestTopStep * graph.unit
    }

    /// What one common surface of two patches costs more than a surface for each.
    private func misfit(_ p: VisiblePart, _ q: VisiblePart) -> Double {
        parameters.cost(of: patches.moments[p.patch] + patches.moments[q.patch], variance: noise * noise) - p.cost
            - q.cost
    }

    /// Whether the straight line between the patches' centres is, outside of their groups, hidden by something nearer.
    private func isHiddenBetween(_ p: VisiblePart, _ q: VisiblePart, _ groupOfPatch: [Int32]) -> Bool {
        let steps = Int(max(abs(q.column - p.column), abs(q.row - p.row))) + 1
        let (near, far) = (1 / graph.patches[p.patch].point.z, 1 / graph.patches[q.patch].point.z)
        var (hidden, visible, own) = (0.0, 0.0, 0.0)
        for step in 1..<max(2, steps) {
            let t = Double(step) / Double(steps)
            let column = Int((p.column + (q.column - p.column) * t).rounded())
            let row = Int((p.row + (q.row - p.row) * t).rounded())
            let i = row * image.width + column
            let patch = patches.patchOfPixel[i]
            if patch >= 0, groupOfPatch[Int(patch)] == p.group || groupOfPatch[Int(patch)] == q.group {
                own += 1
            } else if image.d[i] == 0 || Double(image.d[i]) > near + (far - near) * t + Self.nearer * noise {
                hidden += 1
            } else {
                visible += 1
                // Even if all of the rest were hidden.
                if visible / (Double(steps) - visible) >= Self.visibleShare { return false }
            }
        }
        return hidden > 0 && visible / hidden <= Self.visibleShare && hidden <= Self.hiddenLimit * own
    }
}
