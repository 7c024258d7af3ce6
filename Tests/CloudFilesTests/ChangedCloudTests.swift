import Testing

@testable import CloudFiles
@testable import PointClouds

/// A cloud that a program changed stays one that can be written and read, or writing says why not.
@Suite struct ChangedCloudTests {
    private static var grid: PointCloud {
        var cloud = PointCloud(
            positions: Coordinates(x: [1, 2, 3, 4, 5, 6], y: [0, 0, 0, 0, 0, 0], z: [1, 1, 1, 1, 1, 1]), width: 3,
            height: 2)
        cloud.fields = [Field(name: "intensity", values: .uint8([1, 2, 3, 4, 5, 6]))]
        return cloud
    }

    @Test(arguments: WrittenFormats.keepingFields)
    func anotherNumberOfPointsIsNoGridAnyMore(format: CloudFormat, encoding: CloudEncoding) throws {
        var cloud = Self.grid
        cloud.positions = cloud.positions[0..<4]
        cloud.fields = cloud.fields.map { $0.selecting(0..<4) }
        #expect(cloud.width == 4 && cloud.height == 1 && !cloud.isOrganized)
        let file = TemporaryFile(format.rawValue)
        try cloud.write(to: file.path, encoding: encoding)
        let again = try PointCloud(contentsOf: file.path)
        #expect(again.count == 4 && again.height == 1)
        #expect(again[field: "intensity"]?.values == .uint8([1, 2, 3, 4]))
    }

    @Test func asManyPointsStayAGrid() {
        var cloud = Self.grid
        cloud.positions.x[2] = .nan
        cloud.positions = Coordinates(repeating: .zero, count: 6)
        #expect(cloud.width == 3 && cloud.height == 2)
        cloud.positions.append(.zero)
        #expect(cloud.width == 7 && cloud.height == 1)
    }

    @Test(arguments: [
        Field(name: "label", values: .uint32([1, 2, 3])),
        Field(name: "label", values: .uint32(Array(repeating: 1, count: 7))),
        Field(name: "label", count: 2, values: .uint32(Array(repeating: 1, count: 13))),
        Field(name: "label", count: 0, values: .uint32([])),
        Field(name: "label", list: ListLayout(countType: .uint8, starts: []), values: .uint32([])),
        Field(name: "label", list: ListLayout(countType: .uint8, starts: [0, 1, 2, 3, 4, 5, 9]), values: .uint32([1])),
        Field(
            name: "label", list: ListLayout(countType: .uint8, starts: [0, 3, 1, 1, 1, 1, 3]),
            values: .uint32([1, 2, 3])
        ),
    ])
    func aFieldOfAnotherLengthIsRefusedByName(field: Field) throws {
        var cloud = Self.grid
        cloud[field: "label"] = field
        for format in CloudFormat.writable {
            let file = TemporaryFile(format.rawValue)
            let error = #expect(throws: CloudFileError.self) { try cloud.write(to: file.path) }
            #expect(error?.kind == .wrongUsage)
            #expect(error?.description.contains("label") == true, "\(error?.description ?? "")")
            #expect(error?.description.contains("6 points") == true, "\(error?.description ?? "")")
            #expect(file.bytes.isEmpty)
        }
    }
}
