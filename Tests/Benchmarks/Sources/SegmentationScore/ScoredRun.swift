import Glibc
import PickPose

/// One engine on one scan: how well its labels fit the truth, and how long the whole command takes.
struct ScoredRun {
    var score: SegmentationScore
    /// From the command's start to its end, without writing labels; one a round.
    var seconds: [Double]

    /// - Parameter labels: a file to write the labels to; it is overwritten.
    init(program: String, engine: String, scan: String, labels: String, rounds: Int) throws {
        let command = [program, "segment", scan, "--engine", engine, "--quiet"]
        unlink(labels)
        _ = try secondsOfCommand(command + ["--output", labels])
        let truth = try CloudFile(contentsOf: scan).cloud
        let found = try Self.labels(of: CloudFile(contentsOf: labels).cloud, in: labels)
        guard found.count == truth.count else {
            throw CommandFailure(description: "\(scan): \(found.count) labels for \(truth.count) points")
        }
        // Tens are objects, and below 20 the table and what belongs to it; 0 is not known.
        var objects = try Self.labels(of: truth, in: scan)
        for index in objects.indices {
            let label = objects[index]
            objects[index] = label == 0 || !truth.positions.isFinite(at: index) ? 0 : max(1, label / 10)
        }
        score = SegmentationScore(truth: objects, labels: found)
        seconds = try (0..<rounds).map { _ in try secondsOfCommand(command) }
    }

    private static func labels(of cloud: PointCloud, in path: String) throws -> [UInt32] {
        guard case .uint32(let labels)? = cloud[field: "label"]?.values else {
            throw CommandFailure(description: "\(path): no field label of 32-bit unsigned integers")
        }
        return labels
    }
}
