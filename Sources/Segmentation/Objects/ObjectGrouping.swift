import Sensing

/// From patches to objects.
struct ObjectGrouping {
    var patches: SurfacePatches
    var graph: PatchGraph
    var image: RangeImage
    var noise: Double
    /// Patches that are the support's own unevenness: they are of no object.
    var isBump: [Bool]
    var parameters: PatchParameters
    var weights: JoinWeights
    /// How many pixels the scan has.
    var usablePixels: Int
    /// Away from the support, towards the camera; nil without one.
    var up: SIMD3<Double>?

    /// The borders of fewer pixels count less, in proportion: they are weak evidence.
    private static let fullBorder = 30.0
    /// A group of fewer pixels than this share of the scan's is a fragment.
    private static let fragmentShare = 0.003

    /// For each patch its group's lowest patch, and how many pairs of groups were joined across an occluder.
    func groups(acrossOccluders: Bool) -> (groupOfPatch: [Int32], joins: Int) {
        let logOdds = graph.borders.map { border in
            weights.logOdds(PatchRelation(border, in: graph))
        }
        var edges: [(first: Int32, second: Int32, weight: Double)] = []
        for (border, odds) in zip(graph.borders, logOdds)
        where !isBump[Int(border.first)] && !isBump[Int(border.second)] {
            edges.append((border.first, border.second, odds * min(1, border.length / Self.fullBorder)))
        }
        var group = partition(nodes: patches.count, edges: edges)
        var joins = 0
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
            graph: graph, logOdds: logOdds, isBump: isBump,
            fragmentPixels: Self.fragmentShare * Double(usablePixels), up: up
        ).adoptFragments(&group)
        return (group, joins)
    }
}
