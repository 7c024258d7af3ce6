import PickPose

extension Area {
    /// Centroids of the room's 5 cm voxels.
    static let voxelGrid = Area("voxel") { bench in
        for count in bench.quick ? [1_000_000] : [1_000_000, 10_000_000] {
            let room = bench.inputs.roomFile(count)
            let points = bench.inputs.room(count)
            bench.contest("5 cm grid, \(count / 1_000_000) M points") { contest in
                for threads in [1, 2] {
                    contest.measure("pickpose", threads: threads, note: { "\($0.positions.count) voxels" }) {
                        try voxelDownsampling(of: points, size: 0.05, threads: threads)
                    }
                }
                contest.ask(.pcl, as: "PCL", threads: 1, "voxel-grid \(room) 0.05")
                for threads in [1, 2] {
                    contest.ask(.python, as: "small_gicp", threads: threads, "voxel-grid small_gicp \(room) 0.05")
                }
            }
        }
    }
}
