import Segmentation
import TestSupport
import Testing

@Suite struct SegmentedSceneTests {
    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func objectsAreNumberedBySize(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let names: [UInt32] = [0, 1, 2, 5, 7, 900, .max]
        let raw = (0..<Int.random(in: 0...200, using: &random)).map { _ in names.randomElement(using: &random)! }
        let scene = SegmentedScene(labels: raw, support: nil)
        // The numbers are others, the parts the same.
        for (old, new) in zip(raw, scene.labels) where old < 2 { #expect(old == new) }
        for object in scene.objects {
            #expect(SegmentLabel.objectID(of: object.label) == object.id)
            #expect(scene.pointIndices(of: object.label) == object.pointIndices)
            #expect(Set(object.pointIndices.map { raw[$0] }).count == 1, "seed \(seed)")
        }
        #expect(scene.objects.map(\.id) == Array(scene.objects.indices))
        #expect(scene.objects.map(\.pointIndices.count) == scene.objects.map(\.pointIndices.count).sorted(by: >))
        #expect(scene.objects.count == Set(raw.filter { $0 >= 2 }).count)
        #expect(SegmentedScene(labels: scene.labels, support: nil).labels == scene.labels)
    }

    @Test func labelsNameObjectsFromTwo() {
        #expect(SegmentLabel.object(0) == 2 && SegmentLabel.object(7) == 9)
        #expect([0, 1, 2, 9].map { SegmentLabel.objectID(of: $0) } == [nil, nil, 0, 7])
        #expect([0, 1, 2].map { SegmentLabel.isObject($0) } == [false, false, true])
    }
}
