import Glibc

extension Area {
    /// The whole command on the sample scan, from its start to its end.
    static let segment = Area("segment") { bench in
        bench.contest("pickpose segment samples/table.pcd", seconds: 5) { contest in
            contest.command("pickpose", threads: 2, [Paths.pickpose, "segment", Paths.sampleScan, "--quiet"])
            if access(Paths.pclHelper, X_OK) == 0 {
                contest.command(
                    "PCL's LCCP, --engine pcl", threads: 2,
                    [Paths.pickpose, "segment", Paths.sampleScan, "--engine", "pcl", "--quiet"])
            } else {
                bench.remark("left out: --engine pcl (needs libpcl-dev)")
            }
        }
    }

    /// The same with the picks.
    static let pick = Area("pick") { bench in
        bench.contest("pickpose pick samples/table.pcd", seconds: 5) { contest in
            contest.command(
                "pickpose", threads: 2,
                [Paths.pickpose, "pick", Paths.sampleScan, "--config", Paths.sampleCell, "--quiet"])
        }
    }
}
