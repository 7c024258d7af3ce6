import PickPose

extension Area {
    /// Normals from the 20 nearest neighbours, the tree's building included.
    static let normals = Area("normals") { bench in
        for count in bench.quick ? [100_000] : [100_000, 1_000_000] {
            let room = bench.inputs.roomFile(count)
            let points = bench.inputs.room(count)
            let size = count < 1_000_000 ? "\(count / 1000) k" : "\(count / 1_000_000) M"
            bench.contest("k = 20, \(size)", seconds: 15) { contest in
                for threads in [1, 2] {
                    contest.measure("pickpose", threads: threads, note: { "\($0.undefinedCount) without" }) {
                        surfaceNormals(of: points, options: NormalOptions(neighbors: 20, threads: threads))
                    }
                    contest.ask(.pcl, as: "PCL", threads: threads, "normals \(room) 20")
                    contest.ask(.python, as: "small_gicp", threads: threads, "normals small_gicp \(room) 20")
                    contest.ask(.python, as: "Open3D", threads: threads, "normals open3d \(room) 20")
                }
            }
        }
    }
}
