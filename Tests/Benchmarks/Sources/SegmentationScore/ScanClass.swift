import Foundation

/// Labelled scans of one kind.
struct ScanClass {
    var name: String
    /// The files' paths.
    var scans: [String]

    /// The labelled scans beside the project: a Kinect's tables by what stands on them, then other sensors' (where not
    /// everything is labelled, so that only the figure per object tells something).
    static func all(in data: String) throws -> [ScanClass] {
        func kinect(_ name: String, _ numbers: ClosedRange<Int>, named stem: String = "learn") -> ScanClass {
            ScanClass(name: name, scans: numbers.map { "\(data)/osd/\(stem)\($0).pcd" })
        }
        func folder(_ name: String) throws -> ScanClass {
            let files = try FileManager.default.contentsOfDirectory(atPath: "\(data)/real/\(name)").sorted()
            return ScanClass(
                name: name, scans: files.filter { $0.hasSuffix(".pcd") }.map { "\(data)/real/\(name)/\($0)" })
        }
        return [
            kinect("boxes", 0...16), kinect("stacked", 17...24), kinect("occluded", 25...32),
            kinect("cylinders", 33...44), kinect("crowded", 0...7, named: "crowd"),
            try folder("table_hand_wood_realsense"), try folder("table_single_realsense"), try folder("ycbv_xtion"),
            try folder("shelf_realsense_1"), try folder("shelf_realsense_2"),
        ]
    }
}
