@testable import Segmentation

/// Fits the weights, and says what they do on scans they have not seen.
struct Training {
    /// Scans that are scored.
    var scans: [LabelledScan]
    /// Scans that are always fitted to, and scored for themselves.
    var synthetic: [LabelledScan]
    /// Scans that are scored only.
    var unseen: [LabelledScan]

    /// Of a border in a made scene, against one in a Kinect's.
    var madeImportance = 0.4

    /// What each kind of evidence must mean, before any scan is seen.
    static let prior: [(name: String, weight: Double)] = [
        ("step", -4), ("valley", -2), ("ridge", 1), ("gap", -1), ("color", -0.5), ("logSmaller", 0),
        ("relativeLength", 0.3), ("valleyHollow", 4), ("rimHollow", 4), ("farHollowInside", 1), ("topsSides", 1),
        ("farHigher", -1), ("nearHollow", -1), ("farLower", -1), ("wideStep", -1), ("standing", -3), ("otherLevel", -2),
        ("levelStep", -1), ("bottomCrease", 2), ("bottomStep", 2),
    ]

    func weights(leavingOut isLeftOut: (Int) -> Bool = { _ in false }) -> JoinWeights {
        let real = scans.indices.filter { !isLeftOut($0) }.flatMap { scans[$0].examples }
        let prior = JoinWeights(bias: 2.5, weights: Self.prior.map(\.weight))
        let made = synthetic.flatMap(\.examples).map { example in
            var example = example
            example.importance *= madeImportance
            return example
        }
        return .fitted(to: real + made, prior: prior)
    }

    /// The scores of every scan by weights that were fitted without the scans of its part.
    func scores(parts: [[Int]]) -> [(scan: Int, score: SegmentationScore, weights: JoinWeights)] {
        parts.flatMap { part in
            let weights = weights { part.contains($0) }
            return part.map { ($0, scans[$0].score(weights), weights) }
        }
    }

    var kinds: [String] { scans.reduce(into: []) { if !$0.contains($1.kind) { $0.append($1.kind) } } }

    func report(isVerbose: Bool) {
        let folds = (0..<5).map { fold in scans.indices.filter { $0 % 5 == fold } }
        let classes = kinds.map { kind in scans.indices.filter { scans[$0].kind == kind } }
        let all = weights()
        let columns = [
            ("fitted on all", scans.indices.map { ($0, scans[$0].score(all), all) }),
            ("five folds", scores(parts: folds)), ("class left out", scores(parts: classes)),
        ]
        print("| class |" + columns.map { " \($0.0) |" }.joined())
        print("| --- |" + columns.map { _ in " ---: |" }.joined())
        for kind in kinds + ["all"] {
            var row = "| \(kind) |"
            for (_, scores) in columns {
                var sum = SegmentationScore()
                for (scan, score, _) in scores where kind == "all" || scans[scan].kind == kind { sum += score }
                row += " \(fixed(sum.meanOfObjects, 3)) / \(fixed(sum.meanOfSegments, 3)) |"
            }
            print(row)
        }
        print("\n| made scenes | fitted with such | from Kinect scans alone |\n| --- | ---: | ---: |")
        var real = self
        real.synthetic = []
        let realWeights = real.weights()
        var kinds: [String] = []
        for scan in unseen where !kinds.contains(scan.kind) { kinds.append(scan.kind) }
        for kind in kinds {
            var row = "| \(kind) |"
            for weights in [all, realWeights] {
                var sum = SegmentationScore()
                for scan in unseen where scan.kind == kind { sum += scan.score(weights) }
                row += " \(fixed(sum.meanOfObjects, 3)) / \(fixed(sum.meanOfSegments, 3)) |"
            }
            print(row)
        }
        guard isVerbose else { return }
        for (title, scores) in columns {
            print("\n\(title):")
            for (scan, score, _) in scores.sorted(by: { $0.scan < $1.scan })
            where (score.objects + score.segments).contains(where: { $0 < 0.9 }) {
                let line = [score.objects, score.segments].map { $0.map { fixed($0, 2) }.joined(separator: " ") }
                print("\(scans[scan].name): objects \(line[0]) segments \(line[1])")
            }
        }
    }

    /// The library's source file that holds the weights.
    var source: String {
        let fitted = weights()
        var text = """
            extension JoinWeights {
                /// Written by Tests/Benchmarks/train-segmentation.sh.
                static let fitted = JoinWeights(
                    bias: \(fixed(fitted.bias, 3)),
                    weights: [

            """
        for (name, weight) in zip(PatchRelation.names, fitted.weights) {
            text += "            \(fixed(weight, 3)),  // \(name)\n"
        }
        return text + "        ])\n}\n"
    }
}

func fixed(_ value: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    let units = Int((value.magnitude * scale).rounded())
    let text = "\(units)"
    let filled = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    return (value < 0 && units > 0 ? "-" : "") + filled.dropLast(digits) + (digits > 0 ? "." : "")
        + filled.suffix(digits)
}
