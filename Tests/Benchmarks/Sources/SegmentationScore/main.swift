@preconcurrency import Foundation

// segmentation-score PICKPOSE DATA [ROUNDS]: see score-segmentation.sh.

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

func fixed(_ value: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    guard value.isFinite else { return "–" }
    let text = "\(Int((value * scale).rounded()))"
    let filled = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    return digits == 0 ? filled : "\(filled.dropLast(digits)).\(filled.suffix(digits))"
}

func median(_ values: [Double]) -> Double {
    let ordered = values.sorted()
    guard !ordered.isEmpty else { return .nan }
    return (ordered[(ordered.count - 1) / 2] + ordered[ordered.count / 2]) / 2
}

func scoreSegmentation(_ arguments: [String]) throws {
    guard arguments.count >= 3, let rounds = arguments.count > 3 ? Int(arguments[3]) : 3, rounds >= 1 else {
        throw CommandFailure(description: "usage: segmentation-score PICKPOSE DATA [ROUNDS]")
    }
    let (program, classes) = (arguments[1], try ScanClass.all(in: arguments[2]))
    let hasPCL = access(program + "-pcl", X_OK) == 0
    if !hasPCL { fputs("PCL's column is left out: \(program)-pcl is not built\n", stderr) }
    let engines = hasPCL ? ["own", "pcl"] : ["own"]
    let labels = "/tmp/pickpose-score-\(getpid()).pcd"
    defer { unlink(labels) }

    print("| class | scans |" + engines.map { " \($0): object / segment | \($0): median |" }.joined())
    print("| --- | ---: |" + engines.map { _ in " ---: | ---: |" }.joined())
    for kind in classes {
        let runs = try kind.scans.map { scan in
            try engines.map {
                try ScoredRun(program: program, engine: $0, scan: scan, labels: labels, rounds: rounds)
            }
        }
        var row = "| \(kind.name) | \(kind.scans.count) |"
        for engine in engines.indices {
            let ofClass = runs.map { $0[engine] }
            var score = SegmentationScore()
            for run in ofClass { score += run.score }
            let time = median(ofClass.flatMap(\.seconds)) * 1000
            row += " \(fixed(score.meanOfObjects, 4)) / \(fixed(score.meanOfSegments, 4)) | \(fixed(time, 0)) ms |"
        }
        print(row)
    }
    print("\nMean best IoU of each true object / of each segment found; the whole command's time, reading included.")
}

do {
    try scoreSegmentation(CommandLine.arguments)
} catch {
    fputs("segmentation-score: \(error)\n", stderr)
    exit(1)
}
