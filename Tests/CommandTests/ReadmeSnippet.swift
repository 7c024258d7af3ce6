import PickPose

/// The README's Swift, so that it compiles; `ReadmeTests` compares the two.
func readmeSnippet() throws {
    // README begins
    let scan = try PointCloud(contentsOf: "scan.pcd", unit: .millimeters)
    let scene = segment(scan)
    for object in scene.objects {
        print(object.id, object.pointIndices.count)
    }
    let pose = try scan.estimatedPose()
    print(pose.cloudFromObject.rows, pose.axisStandardDeviation)
    // README ends
}
