import CloudFiles
import PointClouds
import TestSupport
import Testing

@Suite struct PCDRoundTripTests {
    static let header = """
        # .PCD v0.7 - Point Cloud Data file format
        VERSION 0.7
        FIELDS intensity x y z rgb histogram stamp
        SIZE 2 8 4 4 4 4 8
        TYPE U F F F U F I
        COUNT 1 1 1 1 1 3 1
        WIDTH 2
        HEIGHT 2
        VIEWPOINT 0.1 0.2 0.3 0.5 0.5 0.5 0.5
        POINTS 4
        DATA ascii

        """
    static let rows = """
        7 500000.123456789 4 0.1 4278190335 1 2 3 -9223372036854775808
        65535 500001 nan 0.3 16711680 4 5 6 9223372036854775807
        0 500002 1e-42 -0 255 7 8 9 0
        1 500003.25 3.4028235e+38 1 0 0.1 0.2 0.3 -1
        """

    @Test(arguments: [CloudEncoding.ascii, .binary, .binaryCompressed])
    func everyFieldSurvives(encoding: CloudEncoding) throws {
        let read = try cloudFile(Self.header + Self.rows)
        #expect(read.warnings.isEmpty)
        let cloud = read.cloud
        #expect(cloud.width == 2 && cloud.height == 2 && cloud.isOrganized)
        #expect(cloud.fields.map(\.name) == ["intensity", "rgb", "histogram", "stamp"])
        #expect(cloud[field: "stamp"]?.values == .int64([.min, .max, 0, -1]))
        #expect(cloud.colors?[0] == PointColor(red: 0, green: 0, blue: 255, alpha: 255))
        #expect(cloud.origin.x == 500002)
        #expect(cloud.positions.x[1] == -1)

        let file = TemporaryFile("pcd")
        #expect(try cloud.write(to: file.path, encoding: encoding).isEmpty)
        let again = try CloudFile(contentsOf: file.path)
        #expect(again.encoding == encoding)
        #expect(isSame(again.cloud, cloud))
    }

    @Test(.enabled(if: SharedData.isPresent, SharedData.missing))
    func realScansSurvive() throws {
        for name in ["osd/learn0.pcd", "formats/pcl_car6.pcd", "formats/pcl_colored_cloud.pcd", "uwa/chef.pcd"] {
            let cloud = try PointCloud(contentsOf: SharedData.path(name))
            for encoding in CloudFormat.pcd.encodings {
                let file = TemporaryFile("pcd")
                try cloud.write(to: file.path, encoding: encoding)
                let again = try PointCloud(contentsOf: file.path)
                // In text, packed colours are integers and a NaN has no payload.
                if encoding != .ascii { #expect(isSame(again, cloud), "\(name) \(encoding)") }
                #expect(again.count == cloud.count)
            }
        }
    }
}
