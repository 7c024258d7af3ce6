import Foundation
import LinearAlgebra
import RobotCell
import Testing

/// Texts and the matrices they mean, made with SciPy's Rotation (Vectors/make_vectors.py).
@Suite struct ConventionVectorTests {
    struct Vector {
        var convention: String
        var text: String
        var pose: RigidTransform
    }

    static let vectors: [Vector] = {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/poses.tsv")
        let table = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
        return table.split(separator: "\n").map { line in
            let columns = line.split(separator: "\t").map(String.init)
            let n = columns[2].split(separator: " ").map { Double($0) ?? .nan }
            let rotation = Matrix3(rows: [n[0], n[1], n[2]], [n[4], n[5], n[6]], [n[8], n[9], n[10]])
            let pose = RigidTransform(rotation: rotation, translation: [n[3], n[7], n[11]])
            return Vector(convention: columns[0], text: columns[1], pose: pose)
        }
    }()

    @Test func everyConventionHasVectors() {
        let names = Set(Self.vectors.map(\.convention))
        for convention in PoseConventions.all { #expect(names.contains(convention.name), "\(convention.name)") }
        #expect(names.count { $0.hasPrefix("euler:") } == 48)
    }

    @Test func textsMeanWhatSciPySays() throws {
        for vector in Self.vectors {
            let pose = try RigidTransform(parsing: "\(vector.convention):\(vector.text)")
            #expect(distance(pose, vector.pose) < 3e-15, "\(vector.convention):\(vector.text)")
        }
    }

    @Test func whatIsWrittenMeansTheSamePose() throws {
        for vector in Self.vectors {
            let convention = try PoseConventions.named(vector.convention)
            let text = vector.pose.written(as: convention).text
            let back = try RigidTransform(parsing: "\(vector.convention):\(text)")
            #expect(distance(back, vector.pose) < 6e-13, "\(vector.convention):\(text)")
        }
    }

    @Test func frameNamesAreReadFromROS() throws {
        let transform = try #require(Self.vectors.first { $0.convention == "ros_transform" })
        let reading = try PoseConventions.reading("ros_transform:\(transform.text)")
        #expect(reading.to == "base" && reading.from == "camera")
        let text = transform.pose.written(as: .rosTransform, frames: (to: "base", from: "camera")).text
        #expect(try PoseConventions.reading("ros_transform:\(text)").from == "camera")
    }
}

/// The largest difference of two poses' entries, in metres and as numbers.
func distance(_ a: RigidTransform, _ b: RigidTransform) -> Double {
    let rotation = a.rotation - b.rotation
    let (x, y, z) = rotation.columns
    return [x, y, z, a.translation - b.translation].map { max(abs($0.x), abs($0.y), abs($0.z)) }.max() ?? 0
}
