import PickPose

extension Area {
    /// Mean, covariance and principal axes of points in memory.
    static let moments = Area("moments") { bench in
        for count in bench.quick ? [1_000_000] : [1_000_000, 10_000_000] {
            let file = bench.inputs.roomFile(count)
            let points = bench.inputs.room(count)
            bench.contest("mean, covariance, axes of \(count / 1_000_000) M points", seconds: 5) { contest in
                for threads in [1, 2] {
                    contest.measure("pickpose", threads: threads, note: { "eigenvalues \($0)" }) {
                        Moments(points, threads: threads).covariance.eigen().values
                    }
                }
                contest.ask(.pcl, as: "PCL, double", threads: 1, "covariance \(file)")
                contest.ask(.pcl, as: "PCL, float", threads: 1, "covariance-float \(file)")
                contest.ask(.python, as: "Open3D", threads: 1, "covariance open3d \(file)")
            }
        }
    }
}
