/// From patches to objects.
struct ObjectGrouping {
    var patches: SurfacePatches
    var graph: PatchGraph
    var image: RangeImage
    var noise: Double
    var isBump: [Bool]
    var parameters: PatchParameters
    var weights: JoinWeights
    /// A group of fewer pixels (three in a thousand of the scan's) is a fragment.
    var smallGroup: Double
    /// Away from the support, towards the camera; nil without one.
    var up: SIMD3<Double>?

    /// For each patch its group's lowest patch.
    func groups(acrossOccluders: Bool, joins: inout Int) -> [Int32] {
        let logOdds = graph.borders.map { border in
            border.length > 0
                ? weights.logOdds(PatchRelation(border, in: graph, focal: Double(image.focal))) : 0
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
        FragmentAdoption(
            graph: graph, logOdds: logOdds, isBump: isBump, smallGroup: smallGroup, up: up
        ).adoptFragments(&group)
        return group
    }
}
