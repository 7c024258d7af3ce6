/// Gives fragments to the objects that they are part of.
///
/// A group of patches is a fragment of a larger one that it borders on: when it is tiny, when it is small beside that
/// one, lies on nothing and the borders hardly speak against, or when it is small and nothing carries it. What neither
/// touches the support nor lies on something, and whose lower outline is in view, is held by what it adjoins: a handle,
/// a rim.
struct FragmentAdoption {
    var graph: PatchGraph
    /// That its two patches are of one object, for each border.
    var logOdds: [Double]
    var isBump: [Bool]
    /// Groups of fewer pixels are tiny.
    var fragmentPixels: Double
    /// Away from the support, towards the camera; nil without one.
    var up: SIMD3<Double>?

    /// Log-odds: a border that speaks more against keeps a tiny fragment, or one that nothing carries, apart.
    private static let clearlyAgainst = -3.0
    /// Log-odds: a border that speaks more against keeps a small fragment apart.
    private static let hardlyAgainst = -1.0
    /// A small fragment has less than this share of the larger group's pixels.
    private static let smallShare = 0.1
    /// A fragment that nothing carries has less than this share of the larger group's pixels.
    private static let unheldShare = 0.2
    /// Connected pixel pairs on the borders to a neighbour that takes a tiny fragment: fewer may be chance.
    private static let fewestConnected = 3.0

    func adoptFragments(_ group: inout [Int32]) {
        var pixels = [Double](repeating: 0, count: group.count)
        for patch in group.indices where !isBump[patch] { pixels[Int(group[patch])] += graph.patches[patch].pixels }
        let largest = pixels.max() ?? 0
        let small = pixels.indices.filter {
            pixels[$0] > 0 && pixels[$0] < max(fragmentPixels, Self.unheldShare * largest)
        }.sorted { (pixels[$0], $0) < (pixels[$1], $1) }
        for fragment in small {
            let contacts = contacts(of: Int32(fragment), group)
            let isUnheld = up != nil && contacts.isUnheld
            let ranked = neighbors(of: Int32(fragment), group).filter { neighbor in
                let size = pixels[Int(neighbor.group)]
                guard size > pixels[fragment] else { return false }
                let share = pixels[fragment] / size
                let isTiny = pixels[fragment] < fragmentPixels && neighbor.connected >= Self.fewestConnected
                if isTiny || (isUnheld && share < Self.unheldShare) { return neighbor.odds > Self.clearlyAgainst }
                return !contacts.isCarried && share < Self.smallShare && neighbor.odds > Self.hardlyAgainst
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
        for (border, odds) in zip(graph.borders, logOdds) {
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

    /// What a group's outline touches, in pixel pairs.
    private struct Contacts {
        var outline = 0.0
        /// On the support, and on level patches below.
        var resting = 0.0
        /// Behind something nearer, which may hide what it rests on.
        var hidden = 0.0
        /// On level patches of other groups.
        var lying = 0.0

        /// Whether it lies on another group: small as it may be, that is an object of its own.
        var isCarried: Bool { lying >= Self.restingShare * outline }
        /// Whether nothing carries it, as far as its outline is seen.
        var isUnheld: Bool { resting < Self.restingShare * outline && hidden < Self.hiddenShare * outline }

        /// Less than this share of the outline is chance.
        static let restingShare = 0.05
        /// A larger hidden share may hide what carries it.
        static let hiddenShare = 0.1
        /// The cosine to the support's normal from which a patch is level, 45°.
        static let levelCosine = 0.7
    }

    private func contacts(of fragment: Int32, _ group: [Int32]) -> Contacts {
        var contacts = Contacts()
        for patch in group.indices where group[patch] == fragment {
            let properties = graph.patches[patch]
            contacts.outline += properties.contact + properties.overhang
            contacts.resting += properties.contact
        }
        for border in graph.borders {
            let (first, second) = (group[Int(border.first)], group[Int(border.second)])
            guard (first == fragment) != (second == fragment) else { continue }
            let (inside, other) = first == fragment ? (border.first, border.second) : (border.second, border.first)
            let below = graph.patches[Int(other)]
            contacts.outline += border.length
            let isLevel = up.map { ($0 * below.normal).sum() > Contacts.levelCosine } ?? false
            if isBump[Int(other)] || (isLevel && below.height < graph.patches[Int(inside)].height) {
                contacts.resting += border.connected
                contacts.lying += border.connected
            }
            // Seen from the fragment: is the other nearer?
            let nearer = first == fragment ? border.pixelGap : -border.pixelGap
            if nearer > 0 { contacts.hidden += border.length - border.connected }
        }
        return contacts
    }
}
