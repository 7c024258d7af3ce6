import PickPose

extension Area {
    /// What a chain of frames and a robot's convention cost a pose.
    static let poses = Area("poses") { bench in
        let count = 100_000
        let file = bench.inputs.rotationsFile(count)
        let rotations = bench.inputs.rotations(count)
        bench.contest("100 k rotations to Z-Y-X angles and back", seconds: 3) { contest in
            contest.measure("pickpose", threads: 1, note: { "largest error \($0)" }) {
                rotations.reduce(0.0) { worst, rotation in
                    let back = EulerSequence.zyx.rotation(EulerSequence.zyx.angles(of: rotation))
                    return max(worst, abs(back[0, 0] - rotation[0, 0]), abs(back[2, 1] - rotation[2, 1]))
                }
            }
            contest.ask(.pcl, as: "Eigen eulerAngles", threads: 1, "eigen-euler \(file)")
            contest.ask(.python, as: "SciPy Rotation", threads: 1, "scipy-euler \(file)")
        }
        bench.contest("100 k poses composed and inverted", seconds: 3) { contest in
            let poses = rotations.map { RigidTransform(rotation: $0, translation: $0.columns.x) }
            contest.measure("pickpose", threads: 1, note: { "sum \($0)" }) {
                poses.reduce(0.0) { sum, pose in sum + (poses[0] * pose).inverse.translation.x }
            }
            contest.ask(.pcl, as: "Eigen Isometry3d", threads: 1, "eigen-compose \(file)")
            contest.ask(.python, as: "SciPy Rotation", threads: 1, "scipy-compose \(file)")
        }
        bench.contest("100 k KUKA texts to UR texts", seconds: 3) { contest in
            let texts = rotations.map { RigidTransform(rotation: $0).formatted(.kuka) }
            contest.measure("pickpose", threads: 1, note: { "\($0) characters" }) {
                try texts.reduce(0) { try $0 + KUKAConvention().reading($1).pose.formatted(.ur).utf8.count }
            }
        }
    }
}

extension Inputs {
    /// Random rotations, evenly spread.
    func rotations(_ count: Int) -> [Matrix3] {
        let all: [Double] = Self.array(of: rotationsFile(count), count: 9 * count)
        return stride(from: 0, to: 9 * count, by: 9).map { i in
            Matrix3(
                rows: Vector3(all[i], all[i + 1], all[i + 2]), Vector3(all[i + 3], all[i + 4], all[i + 5]),
                Vector3(all[i + 6], all[i + 7], all[i + 8]))
        }
    }

    fileprivate func rotationsFile(_ count: Int) -> String {
        made("rotations-\(count).f64") { path in
            var random = SplitMix(seed: 4)
            var all: [Double] = []
            while all.count < 9 * count {
                // A point of the ball in four dimensions, drawn from its box.
                let q = Quaternion(
                    x: 2 * random.unit() - 1, y: 2 * random.unit() - 1, z: 2 * random.unit() - 1,
                    w: 2 * random.unit() - 1)
                guard q.length > 0.1, q.length <= 1 else { continue }
                let r = q.normalized.rotation
                for row in 0..<3 { for column in 0..<3 { all.append(r[row, column]) } }
            }
            Self.write(all, to: path)
        }
    }
}
