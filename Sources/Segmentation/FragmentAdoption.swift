/// Gives fragments to the things they are part of.
///
/// A group of patches is a fragment beside a larger one that it borders on: when it is tiny, when it is small beside
/// that one, lies on nothing and the borders hardly speak against, or when it is small and nothing carries it. What neither touches the
/// support nor lies on something, and whose lower outline is in view, is held by what it adjoins: a handle, a rim.
struct FragmentAdoption {
    var graph: PatchGraph
    /// Of each border.
    var logOdds: [Double]
    var isBump: [Bool]
    /// Pixels of a tiny group.
    var smallGroup: Double
    /// Away from the support, towards the camera; nil without one.
    var up: SIMD3<Double>?
    /// A tiny or unheld fragment's border that speaks more against than this keeps it apart.
    var clearlyAgainst = -3.0
    var hardlyAgainst = -1.0
    /// The largest shares of the larger group.
    var smallShare = 0.1
    var unheldShare = 0.2

    /// What carries a group, in pixel pairs of its outline.
    private struct Footing {
        var outline = 0.0
        /// On the support, and on level patches below.
        var resting = 0.0
        /// Behind something nearer, which may hide what it rests on.
        var hidden = 0.0
        /// On level patches of other groups.
        var lying = 0.0

        /// Whether it lies on another group: small as it may be, that is a thing of its own.
        var isCarried: Bool { lying >= 0.05 * outline }
        var isUnheld: Bool { resting < 0.05 * outline && hidden < 0.1 * outline }
    }

    func adoptFragments(_ group: inout [Int32]) {
        var pixels = [Double](repeating: 0, count: group.count)
        for patch in group.indices where !isBump[patch] { pixels[Int(group[patch])] += graph.patches[patch].pixels }
        let largest = pixels.max() ?? 0
        let small = pixels.indices.filter { pixels[$0] > 0 && pixels[$0] < max(smallGroup, unheldShare * largest) }
            .sorted { (pixels[$0], $0) < (pixels[$1], $1) }
        for fragment in small {
            let stand = footing(of: Int32(fragment), group)
            let isUnheld = up != nil && stand.isUnheld
            let ranked = neighbors(of: Int32(fragment), group).filter { neighbor in
                let size = pixels[Int(neighbor.group)]
                guard size > pixels[fragment] else { return false }
                let share = pixels[fragment] / size
                let isFragment = pixels[fragment] < smallGroup && neighbor.connected >= 3
                if isFragment || (isUnheld && share < unheldShare) { return neighbor.odds > clearlyAgainst }
                return !stand.isCarried && share < smallShare && neighbor.odds > hardlyAgainst
            }
            guard let best = ranked.max(by: { ($0.odds, -$0.group) < ($1.odds, -$1.group) }) else { continue }
            for patch in group.indices where group[patch] == Int32(fragment) { group[patch] = best.group }
            pixels[Int(best.group)] += pixels[fragment]
            pixels[fragment] = 0
        }
    }

    /// The groups that a group borders on, with the mean log-odds along each border.
    private func neighbors(of fragment: Int32, _ group: [Int32]) -> [(group: Int32, odds: Double, connected: Double)] {
        var evidence: [Int32: (sum: Double, length: Double, connected: Double)] = [:]
        for (border, odds) in zip(graph.borders, logOdds) where border.length > 0 {
            let (first, second) = (group[Int(border.first)], group[Int(border.second)])
            guard (first == fragment) != (second == fragment), !isBump[Int(border.first)], !isBump[Int(border.second)]
            else { continue }
            let other = first == fragment ? second : first
            evidence[other, default: (0, 0, 0)].sum += odds * border.length
            evidence[other, default: (0, 0, 0)].length += border.length
            evidence[other, default: (0, 0, 0)].connected += border.connected
        }
        return evidence.map { ($0.key, $0.value.sum / $0.value.length, $0.value.connected) }
    }

    private func footing(of fragment: Int32, _ group: [Int32]) -> Footing {
        var footing = Footing()
        for patch in group.indices where group[patch] == fragment {
            let properties = graph.patches[patch]
            footing.outline += properties.contact + properties.overhang
            footing.resting += properties.contact
        }
        for border in graph.borders where border.length > 0 {
            let (first, second) = (group[Int(border.first)], group[Int(border.second)])
            guard (first == fragment) != (second == fragment) else { continue }
            let (inside, other) = first == fragment ? (border.first, border.second) : (border.second, border.first)
            let below = graph.patches[Int(other)]
            footing.outline += border.length
            let isLevel = up.map { ($0 * below.normal).sum() > 0.7 } ?? false
            if isBump[Int(other)] || (isLevel && below.height < graph.patches[Int(inside)].height) {
                footing.resting += border.connected
                footing.lying += border.connected
            }
            // Seen from the fragment: is the other nearer?
            let nearer = first == fragment ? border.pixelGap : -border.pixelGap
            if nearer > 0 { footing.hidden += border.length - border.connected }
        }
        return footing
    }
}
