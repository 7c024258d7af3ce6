import PointClouds

/// A few samples that stand for a surface's directions rather than for its areas.
///
/// On a table with a cup, nine of ten samples lie on the table and say the same; what tells where the table is along
/// itself is the cup. Samples are drawn from classes of normals, from each as many as the root of its size
/// (normal-space sampling, Rusinkiewicz and Levoy 2001, less strictly). Every prefix of them is balanced, too.
struct BalancedSamples: Sendable {
    /// Among the samples.
    let indices: [Int32]
    let points: [SIMD3<Float>]
    let normals: [SIMD3<Float>]

    var count: Int { points.count }

    init(_ samples: SurfaceSamples, limit: Int, oriented: Bool) {
        var classes = [[Int]](repeating: [], count: 6 * Self.classesOnFace)
        for i in samples.points.indices { classes[Self.bucket(samples.normals[i], oriented: oriented)].append(i) }
        let roots = classes.map { Double($0.count).squareRoot() }
        let total = max(1, roots.reduce(0, +))
        var chosen: [(rank: Double, index: Int)] = []
        for (members, root) in zip(classes, roots) where !members.isEmpty {
            let quota = min(members.count, max(1, Int(Double(limit) * root / total)))
            for k in 0..<quota {
                let place = (Double(k) * Self.goldenRatio).truncatingRemainder(dividingBy: 1)
                let member = members[min(members.count - 1, Int(place * Double(members.count)))]
                chosen.append(((Double(k) + 0.5) / Double(quota), member))
            }
        }
        chosen.sort { ($0.rank, $0.index) < ($1.rank, $1.index) }
        indices = chosen.map { Int32($0.index) }
        points = chosen.map { samples.points[$0.index] }
        normals = chosen.map { samples.normals[$0.index] }
    }

    /// Members of a class are chosen in steps of it, so that every prefix is spread over the class.
    private static let goldenRatio = 0.618_033_988_75
    private static let classesOnFace = 9

    /// Nine classes on each face of a cube.
    private static func bucket(_ normal: SIMD3<Float>, oriented: Bool) -> Int {
        let size = SIMD3<Float>(abs(normal.x), abs(normal.y), abs(normal.z))
        let axis = size.x >= size.y && size.x >= size.z ? 0 : size.y >= size.z ? 1 : 2
        let n = !oriented && normal[axis] < 0 ? -normal : normal
        func third(_ value: Float) -> Int { min(2, max(0, Int((value / size[axis] + 1) * 1.5))) }
        return (2 * axis + (n[axis] < 0 ? 1 : 0)) * classesOnFace + 3 * third(n[(axis + 1) % 3])
            + third(n[(axis + 2) % 3])
    }
}
