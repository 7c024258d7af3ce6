import CloudFiles
import LinearAlgebra
import PointClouds
import Segmentation
import TestSupport
import Testing

/// Kinect scans with true labels: a floor under the score, so that it doesn't slip unnoticed.
@Suite(.enabled(if: SharedData.isPresent, SharedData.missing))
struct RealScanTests {
    /// Some of each kind: boxes, stacked, occluded, cylinders.
    static let scans = TestEffort.isLong ? Array(0...44) : [5, 20, 28, 34]

    @Test func objectsOfKinectScansAreFound() throws {
        var sum = SegmentationScore()
        for number in Self.scans {
            let cloud = try CloudFile(contentsOf: SharedData.path("osd/learn\(number).pcd")).cloud
            guard case .uint32(let label)? = cloud[field: "label"]?.values else {
                Issue.record("learn\(number) has no labels")
                continue
            }
            // Tens are objects; below 10 are parts of the table.
            let truth = label.map { $0 == 0 ? 0 : $0 < 20 ? 1 : $0 / 10 }
            sum += SegmentationScore(truth: truth, labels: segment(cloud).labels)
        }
        #expect(sum.meanOfObjects > 0.94, "\(sum)")
        #expect(sum.meanOfSegments > 0.86, "\(sum)")
    }

    @Test func mugOfAStereoScanStandsOnTheTable() throws {
        let cloud = try CloudFile(contentsOf: SharedData.path("objects/table_mug_stereo.pcd")).cloud
        let scene = segment(cloud)
        #expect(scene.support != nil)
        #expect(!scene.objects.isEmpty)
    }
}
