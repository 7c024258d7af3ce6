import PointClouds

extension FileContent {
    /// A mesh as a cloud: its vertices, and its triangles as the element `face`.
    init(
        format: CloudFormat, encoding: CloudEncoding, vertices columns: [FieldValues], triangles: [SIMD3<UInt32>]
    ) {
        self.init(format: format, encoding: encoding)
        self.columns = zip(["x", "y", "z"], columns).map { Field(name: $0, values: $1) }
        rows = columns[0].count
        width = rows
        if !triangles.isEmpty { elementsAfter = [FileElement(faces: triangles)] }
    }
}
