import PickPose

extension Area {
    /// Building the tree, and batches of exact nearest-neighbour queries in the file's (random) order.
    static let kdTree = Area("kdtree") { bench in
        for count in bench.quick ? [100_000] : [100_000, 1_000_000] {
            let size = count < 1_000_000 ? "\(count / 1000) k" : "\(count / 1_000_000) M"
            let room = bench.inputs.roomFile(count)
            let points = bench.inputs.room(count)
            bench.contest("build, \(size)") { contest in
                for threads in [1, 2] {
                    contest.measure("pickpose", threads: threads) { KDTree(points, threads: threads) }
                }
                contest.ask(.pcl, as: "PCL FLANN", threads: 1, "kdtree-build \(room)")
                for threads in [1, 2] {
                    contest.ask(.python, as: "small_gicp", threads: threads, "kdtree-build small_gicp \(room)")
                }
            }
            let tree = KDTree(points)
            for k in [1, 10, 20] {
                let own = k == 1 ? bench.inputs.displacedQueries(count) : points
                let queries =
                    k == 1 ? bench.inputs.displacedQueriesFile(count) : bench.inputs.ownQueriesFile(count)
                bench.contest("k = \(k), all of \(size)") { contest in
                    for threads in [1, 2] {
                        contest.measure("pickpose", threads: threads, note: { sumOfLast($0) }) {
                            tree.nearest(k, to: own, threads: threads)
                        }
                        contest.ask(.pcl, as: "PCL FLANN", threads: threads, "kdtree-nearest \(room) \(queries) \(k)")
                        contest.ask(
                            .python, as: "small_gicp", threads: threads,
                            "kdtree-nearest small_gicp \(room) \(queries) \(k)")
                        contest.ask(
                            .python, as: "Open3D", threads: threads, "kdtree-nearest open3d \(room) \(queries) \(k)")
                    }
                }
            }
        }
    }
}

/// The sum of every query's k-th squared distance.
private func sumOfLast(_ neighbors: NearestNeighbors) -> String {
    var sum = 0.0
    for last in stride(from: neighbors.k - 1, to: neighbors.squaredDistances.count, by: neighbors.k) {
        sum += Double(neighbors.squaredDistances[last])
    }
    return "sum of d² \(sum)"
}
