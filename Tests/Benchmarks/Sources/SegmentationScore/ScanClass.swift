/// The kinds of scenes among the labelled Kinect scans, by the scans' numbers.
struct ScanClass {
    var name: String
    var scans: ClosedRange<Int>

    static let all = [
        ScanClass(name: "boxes", scans: 0...16),
        ScanClass(name: "stacked", scans: 17...24),
        ScanClass(name: "occluded", scans: 25...32),
        ScanClass(name: "cylinders", scans: 33...44),
        ScanClass(name: "all", scans: 0...44),
    ]
}
