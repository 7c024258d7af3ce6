import Glibc
import PickPose

extension Area {
    /// A million KUKA poses in a camera's frame to UR poses in the base: as numbers and as texts.
    static let transform = Area("transform") { bench in
        let count = bench.quick ? 100_000 : 1_000_000
        let file = bench.inputs.posesFile(count)
        let textFile = bench.inputs.poseTextsFile(count)
        let rows: [Double] = Inputs.array(of: file, count: 6 * count)
        let baseFromCamera = try RigidTransform(parsing: "kuka:{X 600,Y -240,Z 550,A 10,B 20,C -150}")
        bench.contest("\(count / 1000) k poses: angles, chain, rotation vector", seconds: 6) { contest in
            contest.measure("pickpose", threads: 1, note: { "sum \($0)" }) { () -> Double in
                var results = [Double](repeating: 0, count: rows.count)
                for i in stride(from: 0, to: rows.count, by: 6) {
                    let angles = EulerAngles(
                        first: rows[i + 3] * (.pi / 180), second: rows[i + 4] * (.pi / 180),
                        third: rows[i + 5] * (.pi / 180))
                    let pose =
                        baseFromCamera
                        * RigidTransform(
                            rotation: EulerSequence.zyx.rotation(angles),
                            translation: Vector3(rows[i], rows[i + 1], rows[i + 2]) / 1000)
                    let (t, r) = (pose.translation, pose.rotation.rotationVector)
                    for axis in 0..<3 { (results[i + axis], results[i + 3 + axis]) = (t[axis], r[axis]) }
                }
                return results.reduce(0, +)
            }
            contest.ask(.pcl, as: "Eigen", threads: 1, "eigen-transform \(file)")
            contest.ask(.python, as: "SciPy Rotation", threads: 1, "scipy-transform \(file)")
        }
        bench.contest("\(count / 1000) k poses: KUKA text, chain, UR text", seconds: 8) { contest in
            let texts = Inputs.bytes(of: textFile).split(separator: UInt8(ascii: "\n")).map { Array($0) }
            contest.measure("pickpose", threads: 1, note: { "\($0) characters" }) { () -> Int in
                var writer = PoseWriter()
                var characters = 0
                for text in texts {
                    let pose = baseFromCamera * (try PoseConventions.reading(utf8: text).pose)
                    writer.start()
                    URConvention().write(pose, to: &writer)
                    characters += writer.bytes.count
                }
                return characters
            }
            contest.ask(.pcl, as: "Eigen, sscanf, snprintf", threads: 1, "eigen-transform-text \(textFile)")
            contest.ask(.python, as: "SciPy Rotation, re, %", threads: 1, "scipy-transform-text \(textFile)")
        }
        for convention in PoseConventions.all {
            // A text of YAML takes fifty times as long to read.
            let isYAML = convention.name.hasPrefix("ros_") || convention.name == "json"
            let count = isYAML ? count / 20 : count
            bench.contest("\(count / 1000) k poses written and read, \(convention.name)", seconds: 1) { contest in
                let rotations = bench.inputs.rotations(count)
                contest.measure("pickpose", threads: 1, note: { "largest error \($0)" }) {
                    try rotations.reduce(0.0) { worst, rotation -> Double in
                        let pose = RigidTransform(rotation: rotation, translation: rotation.columns.x)
                        let back = try convention.reading(pose.written(as: convention).text).pose
                        return max(worst, back.largestDifference(to: pose))
                    }
                }
            }
        }
    }
}

extension RigidTransform {
    /// Of any entry of the two matrices.
    fileprivate func largestDifference(to other: Self) -> Double {
        var largest = 0.0
        for row in 0..<3 {
            largest = max(largest, abs(translation[row] - other.translation[row]))
            for column in 0..<3 {
                largest = max(largest, abs(rotation[row, column] - other.rotation[row, column]))
            }
        }
        return largest
    }
}

extension Inputs {
    /// Poses as six doubles: millimetres, and degrees of KUKA's A, B, C.
    fileprivate func posesFile(_ count: Int) -> String {
        made("poses-\(count).f64") { path in
            var random = SplitMix(seed: 9)
            let ranges = [2000.0, 2000, 2000, 360, 178, 360]
            let all = (0..<6 * count).map { ((random.unit() - 0.5) * ranges[$0 % 6] * 1000).rounded() / 1000 }
            Self.write(all, to: path)
        }
    }

    /// The same as `kuka:{X …}`, a line each.
    fileprivate func poseTextsFile(_ count: Int) -> String {
        made("poses-\(count).txt") { path in
            let rows: [Double] = Self.array(of: posesFile(count), count: 6 * count)
            var text: [UInt8] = []
            for i in stride(from: 0, to: rows.count, by: 6) {
                let n = rows[i..<i + 6].map { "\($0)" }
                text += Array("kuka:{X \(n[0]),Y \(n[1]),Z \(n[2]),A \(n[3]),B \(n[4]),C \(n[5])}\n".utf8)
            }
            Self.write(text, to: path)
        }
    }

    fileprivate static func bytes(of path: String) -> [UInt8] {
        guard let file = fopen(path, "rb") else { return [] }
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: ftell(file))
        rewind(file)
        fread(&bytes, 1, bytes.count, file)
        return bytes
    }
}
