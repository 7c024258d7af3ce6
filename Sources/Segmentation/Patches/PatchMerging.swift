import Parallel
import Sensing

/// The state of the greedy merging of ``SurfacePatches``.
struct PatchMerging {
    private(set) var moments: [SurfaceMoments]
    private let variance: Double
    private let parameters: PatchParameters
    private var costs: [Double]
    private var sets: DisjointSets
    private var versions: [Int32]
    /// For each region its neighbours and the pixel pairs shared with each.
    private var neighbors: [[(region: Int32, length: Int32)]]

    init(moments: [SurfaceMoments], variance: Double, parameters: PatchParameters) {
        (self.moments, self.variance, self.parameters) = (moments, variance, parameters)
        costs = []
        sets = DisjointSets(count: moments.count)
        versions = Array(repeating: 0, count: moments.count)
        neighbors = Array(repeating: [], count: moments.count)
        costs = moments.map { cost(of: $0) }
    }

    mutating func connect(_ cellOf: [Int32], image: RangeImage, gap: Float) {
        let width = image.width
        for i in cellOf.indices where cellOf[i] >= 0 {
            if (i + 1) % width != 0, cellOf[i + 1] >= 0, cellOf[i + 1] != cellOf[i],
                abs(image.d[i + 1] - image.d[i]) < gap
            {
                join(cellOf[i], cellOf[i + 1])
            }
            if i + width < cellOf.count, cellOf[i + width] >= 0, cellOf[i + width] != cellOf[i],
                abs(image.d[i + width] - image.d[i]) < gap
            {
                join(cellOf[i], cellOf[i + width])
            }
        }
    }

    private mutating func join(_ a: Int32, _ b: Int32, length: Int32 = 1) {
        add(length, from: a, to: b)
        add(length, from: b, to: a)
    }

    private mutating func add(_ length: Int32, from a: Int32, to b: Int32) {
        let list = neighbors[Int(a)]
        for index in list.indices where list[index].region == b {
            neighbors[Int(a)][index].length += length
            return
        }
        neighbors[Int(a)].append((b, length))
    }

    mutating func run() {
        var queue = MergeQueue()
        for a in neighbors.indices {
            for (b, length) in neighbors[a] where Int(b) > a { offer(Int32(a), b, length, to: &queue) }
        }
        while let next = queue.pop() {
            let (a, b) = (Int(next.first), Int(next.second))
            guard versions[a] == next.versions.0, versions[b] == next.versions.1 else { continue }
            merge(b, into: a)
            for (c, length) in neighbors[a] { offer(min(Int32(a), c), max(Int32(a), c), length, to: &queue) }
        }
    }

    private mutating func merge(_ b: Int, into a: Int) {
        moments[a] = moments[a] + moments[b]
        costs[a] = cost(of: moments[a])
        versions[a] += 1
        versions[b] = -1
        sets.join(a, b)
        let others = neighbors[b]
        neighbors[b] = []
        neighbors[a].removeAll { $0.region == Int32(b) }
        for (c, length) in others where c != Int32(a) {
            neighbors[Int(c)].removeAll { $0.region == Int32(b) }
            join(Int32(a), c, length: length)
        }
    }

    private func offer(_ a: Int32, _ b: Int32, _ length: Int32, to queue: inout MergeQueue) {
        let joint = cost(of: moments[Int(a)] + moments[Int(b)])
        let priority = (joint - costs[Int(a)] - costs[Int(b)]) / Double(length)
        guard priority < parameters.borderPrice else { return }
        queue.push(.init(priority: priority, first: a, second: b, versions: (versions[Int(a)], versions[Int(b)])))
    }

    private func cost(of moments: SurfaceMoments) -> Double {
        parameters.cost(of: moments, variance: variance)
    }

    /// The least of the regions that `region` was merged with.
    mutating func root(of region: Int) -> Int { sets.first(of: region) }

    /// The plane of a region, or its quadric where that is worth its coefficients.
    func surface(of region: Int) -> PatchSurface {
        let moments = moments[region]
        let added = PatchParameters.quadricCoefficients - PatchParameters.planeCoefficients
        let flat = moments.plane.fit()
        if moments.plane.n >= parameters.quadricPixels, let curved = moments.quadricFit(),
            (flat.squares - curved.squares) / variance > added * parameters.coefficientPrice
        {
            return curved.surface
        }
        return PatchSurface(c0: flat.plane.c0, cu: flat.plane.cu, cv: flat.plane.cv)
    }
}
