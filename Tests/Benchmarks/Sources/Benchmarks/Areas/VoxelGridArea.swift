import PickPose

extension Area {
    /// Centroids of the room's 5 cm voxels: of points in no order of place, and of a scan in the order of its rays.
    static let voxelGrid = Area("voxel") { bench in
        var clouds = [("1 M points in the order of a scan", bench.inputs.roomScanFile, bench.inputs.roomScan)]
        for count in bench.quick ? [1_000_000] : [1_000_000, 10_000_000] {
            let name = "\(count / 1_000_000) M points in random order"
            clouds.append((name, bench.inputs.roomFile(count), bench.inputs.room(count)))
        }
        for (name, file, points) in clouds {
            bench.contest("5 cm grid, \(name)", memory: 80 * points.count) { contest in
                for threads in [1, 2] {
                    contest.measure("pickpose", threads: threads, note: { "\($0.positions.count) voxels" }) {
                        try voxelDownsampling(of: points, size: 0.05, threads: threads)
                    }
                }
                contest.ask(.pcl, as: "PCL", threads: 1, "voxel-grid \(file) 0.05")
                for threads in [1, 2] {
                    contest.ask(.python, as: "small_gicp", threads: threads, "voxel-grid small_gicp \(file) 0.05")
                }
            }
        }
    }
}
