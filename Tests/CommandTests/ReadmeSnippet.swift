import PickPose

/// The README's Swift, so that it compiles; `ReadmeTests` compares the two.
func readmeSnippet() throws {
    // README begins
    let scan = try PointCloud(contentsOf: "scan.pcd", unit: .millimeters)
    let oriented = try scan.downsampled(voxel: 0.003).estimatingNormals()
    let object = try scan.estimatedPose()
    print(oriented.count, object.cloudFromObject.formatted(.kuka), object.axisStandardDeviation)
    let model = try PointCloud(contentsOf: "model.ply")
    let found = try align(scan, to: model)
    print(found.status, found.targetFromSource.rows)
    let scene = segment(scan)
    let cell = try CellFile(contentsOf: "cell.yaml")
    let plan = try pickPlan(for: scan, segments: scene, cell: cell)
    for file in try plan.program(for: cell).files(in: .krl) { print(file.text) }
    // README ends
}
