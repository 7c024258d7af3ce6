import CloudFiles
import LinearAlgebra
import PointClouds
import Sensing

@testable import Segmentation

/// A scan whose objects are known, taken apart up to the decision which patches belong together.
struct LabelledScan {
    var name: String
    /// What is left out together when classes are.
    var kind: String
    /// 0 not known, 1 the support, 2… objects; a point each.
    var truth: [UInt32]
    var analysis: SceneAnalysis
    /// The object that most of each patch's pixels are of, and their share; 0 for a patch nobody labelled.
    var objectOfPatch: [(object: UInt32, purity: Double)]

    init?(name: String, kind: String, cloud: PointCloud, truth: [UInt32]) {
        var clock = StageClock()
        let options = SegmentationOptions()
        guard let image = RangeImage(of: cloud) else { return nil }
        let analysis = SceneAnalysis(
            of: image, colors: cloud.colors?.map(\.packed), options: options, clock: &clock)
        var votes = [[UInt32: Int]](repeating: [:], count: analysis.patches.count)
        for (pixel, patch) in analysis.patches.patchOfPixel.enumerated() where patch >= 0 {
            let point = image.pointOfPixel.map { Int($0[pixel]) } ?? pixel
            if point >= 0, truth[point] >= 1 { votes[Int(patch)][truth[point], default: 0] += 1 }
        }
        objectOfPatch = votes.map { votes in
            let sum = votes.values.reduce(0, +)
            guard let most = votes.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return (0, 0) }
            return (most.key, Double(most.value) / Double(sum))
        }
        (self.name, self.kind, self.truth, self.analysis) = (name, kind, truth, analysis)
    }

    func labels(_ weights: JoinWeights) -> [UInt32] {
        var clock = StageClock()
        let labels = analysis.labels(weights, options: .init(), clock: &clock).pixels.labels
        return analysis.image.labelsOfPoints(labels)
    }

    func score(_ weights: JoinWeights) -> SegmentationScore {
        SegmentationScore(truth: truth, labels: labels(weights))
    }

    /// What the borders say, and whether they are inside one object.
    var examples: [Example] {
        let graph = analysis.graph
        return graph.borders.compactMap { border in
            let (first, second) = (Int(border.first), Int(border.second))
            guard objectOfPatch[first].object >= 2, objectOfPatch[second].object >= 2,
                min(objectOfPatch[first].purity, objectOfPatch[second].purity) > 0.7
            else { return nil }
            let smaller = min(graph.patches[first].pixels, graph.patches[second].pixels)
            return Example(
                evidence: PatchRelation(border, in: graph).evidence,
                isOne: objectOfPatch[first].object == objectOfPatch[second].object, importance: smaller.squareRoot())
        }
    }
}

extension LabelledScan {
    /// The labelled scans beside the project. The shelves aren't fitted to: most of what is in view there isn't
    /// labelled, and stands on nothing that is seen.
    static func all(in data: String) throws -> [LabelledScan] {
        try ScanClass.all(in: data).filter { !$0.name.hasPrefix("shelf") }.flatMap { kind in
            try kind.scans.compactMap { try labelled($0, kind: kind.name) }
        }
    }

    /// A file with a field `label`: tens are objects, and below 20 the table and what belongs to it; 0 is not known.
    private static func labelled(_ path: String, kind: String) throws -> LabelledScan? {
        let cloud = try CloudFile(contentsOf: path).cloud
        guard case .uint32(let labels)? = cloud[field: "label"]?.values else { return nil }
        let truth = labels.indices.map { index -> UInt32 in
            labels[index] == 0 || !cloud.positions.isFinite(at: index) ? 0 : max(1, labels[index] / 10)
        }
        return LabelledScan(name: String(path.split(separator: "/").last!), kind: kind, cloud: cloud, truth: truth)
    }
}
