/// From patches to objects.
struct ObjectGrouping {
    var patches: SurfacePatches
    var graph: PatchGraph
    var image: RangeImage
    var noise: Double
    var isBump: [Bool]
    var parameters: PatchParameters
    /// A group of fewer pixels (three in a thousand of the scan's) goes to the neighbour that speaks least against it, if none speaks clearly.
    var smallGroup: Double
    var clearlyAgainst = -3.0

    /// For each patch its group's lowest patch.
    func groups(acrossOccluders: Bool, joins: inout Int) -> [Int32] {
        let logOdds = graph.borders.map { border in
            border.length > 0
                ? JoinWeights.logOdds(PatchRelation(border, in: graph, focal: Double(image.focal))) : 0
        }
        var edges: [(first: Int32, second: Int32, weight: Double)] = []
        for (border, odds) in zip(graph.borders, logOdds)
        where border.length > 0 && !isBump[Int(border.first)] && !isBump[Int(border.second)] {
            // A border of a few pixels is weak evidence.
            edges.append((border.first, border.second, odds * min(1, border.length / 30)))
        }
        var group = partition(nodes: patches.count, edges: edges)
        if acrossOccluders {
            let pairs = OccludedJoins(
                patches: patches, graph: graph, image: image, noise: noise, parameters: parameters
            ).pairs(of: group)
            for (a, b) in pairs {
                let (low, high) = (min(group[Int(a)], group[Int(b)]), max(group[Int(a)], group[Int(b)]))
                guard low != high else { continue }
                joins += 1
                for patch in group.indices where group[patch] == high { group[patch] = low }
            }
        }
        adoptSmallGroups(&group, logOdds)
        return group
    }

    private func adoptSmallGroups(_ group: inout [Int32], _ logOdds: [Double]) {
        var pixels = [Double](repeating: 0, count: group.count)
        for patch in group.indices where !isBump[patch] { pixels[Int(group[patch])] += graph.patches[patch].pixels }
        let small = pixels.indices.filter { pixels[$0] > 0 && pixels[$0] < smallGroup }
            .sorted { (pixels[$0], $0) < (pixels[$1], $1) }
        for fragment in small {
            var evidence: [Int32: (sum: Double, length: Double)] = [:]
            for (border, odds) in zip(graph.borders, logOdds) where border.connected >= 3 {
                let (first, second) = (group[Int(border.first)], group[Int(border.second)])
                guard (first == Int32(fragment)) != (second == Int32(fragment)),
                    !isBump[Int(border.first)], !isBump[Int(border.second)]
                else { continue }
                let other = first == Int32(fragment) ? second : first
                guard pixels[Int(other)] > pixels[fragment] else { continue }
                evidence[other, default: (0, 0)].sum += odds * border.length
                evidence[other, default: (0, 0)].length += border.length
            }
            let ranked = evidence.map { (odds: $0.value.sum / $0.value.length, group: $0.key) }
            guard let best = ranked.max(by: { ($0.odds, -$0.group) < ($1.odds, -$1.group) }),
                best.odds > clearlyAgainst
            else { continue }
            for patch in group.indices where group[patch] == Int32(fragment) { group[patch] = best.group }
            pixels[Int(best.group)] += pixels[fragment]
            pixels[fragment] = 0
        }
    }
}
