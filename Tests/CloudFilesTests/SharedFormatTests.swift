import CloudFiles
import PointClouds
import TestSupport
import Testing

/// The small files of PCL's and PDAL's test suites, against what PCL 1.13 makes of them.
@Suite(.enabled(if: SharedData.isPresent, SharedData.missing)) struct SharedFormatTests {
    @Test(arguments: [
        ("pcl_bun0.pcd", 397, ["normal_x", "normal_y", "normal_z", "curvature"]), ("pcl_bun4.pcd", 361, []),
        ("pcl_bunny.pcd", 397, []), ("pcl_car6.pcd", 10031, []),
        ("pcl_colored_cloud.pcd", 1000, ["rgb", "normal_x", "normal_y", "normal_z", "curvature"]),
        ("pcl_cube.ply", 24, []),
        ("pcl_sac_plane_test.pcd", 3283, ["normal_x", "normal_y", "normal_z", "curvature"]),
        ("pdal_mesh.ply", 4, []), ("pdal_simple_binary.ply", 3, []), ("pdal_simple_text.ply", 3, []),
        ("pdal_text_extradim.ply", 1, ["nx", "ny", "nz", "red", "green", "blue", "alpha", "omg"]),
        ("pdal_utm17_space.pcd", 10, []), ("pdal_utm17_tab.pcd", 10, []), ("pdal_no_vertex.ply", 0, []),
    ])
    func pointsAndFieldsAreRead(name: String, count: Int, fields: [String]) throws {
        let cloud = try PointCloud(contentsOf: SharedData.path("formats/\(name)"))
        #expect(cloud.count == count)
        #expect(cloud.fields.map(\.name) == fields)
        #expect(cloud.positions.indices.allSatisfy(cloud.positions.isFinite))
    }

    @Test func valuesAreThoseOfTheText() throws {
        let bunny = try PointCloud(contentsOf: SharedData.path("formats/pcl_bun0.pcd"))
        #expect(bunny.positions[0] == SIMD3(0.0054215998, 0.11349, 0.040748999))
        #expect(bunny.normals?[0] == SIMD3(-0.16884723, -0.45159745, -0.87609947))
    }

    /// Better than PCL, which knows no X Y Z and gives 1,065 points at the origin.
    @Test func capitalAxesInFloat64KeepEveryDigit() throws {
        let cloud = try PointCloud(contentsOf: SharedData.path("formats/pdal_autzen-utm.pcd"))
        #expect(cloud.count == 1065 && cloud.fields.count == 13)
        #expect(cloud.fields[0] == cloud[field: "Intensity"])
        #expect(cloud.origin.x != 0 && cloud.origin.y != 0)
        let file = TemporaryFile("pcd")
        try cloud.write(to: file.path)
        #expect(isSame(try PointCloud(contentsOf: file.path), cloud))
    }

    /// Better than PCL, which reads the text as Float32 and is 0.25 m off.
    @Test(arguments: ["space", "tab"])
    func textThatSaysMoreThanItsTypeKeepsEveryDigit(name: String) throws {
        let file = try CloudFile(contentsOf: SharedData.path("formats/pdal_utm17_\(name).pcd"))
        #expect(file.warnings == [.widened])
        let written = TemporaryFile("pcd")
        try file.cloud.write(to: written.path, encoding: .ascii)
        #expect(written.text.contains("\n289814.15 4320978.61 170.76\n"))
    }

    /// As PCL: refused.
    @Test func aFileWithoutHeaderIsRefusedWithItsFirstLine() {
        do {
            _ = try PointCloud(contentsOf: SharedData.path("formats/pdal_missingheader.pcd"))
            Issue.record("read")
        } catch {
            #expect(
                error.description.contains(
                    "it begins with '289814.15 4320978.61 170.76'"))
        }
    }

    @Test func meshesHaveTheirFaces() throws {
        #expect(try TriangleMesh(contentsOf: SharedData.path("formats/pcl_cube.ply")).triangles.count == 12)
        #expect(
            try TriangleMesh(contentsOf: SharedData.path("formats/pdal_mesh.ply")).triangles
                == [SIMD3(0, 1, 2), SIMD3(1, 2, 3)])
    }
}
