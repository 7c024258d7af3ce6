import LinearAlgebra
import PointClouds

extension WritableColumns {
    /// A cloud's fields as a PCD file holds them: under its names, with a fixed number of values a point.
    init(pcd cloud: PointCloud, unit: LengthUnit) {
        self.init(cloud, format: .pcd, unit: unit) { $0.withPCDNames }
        rejectRaggedLists()
        // A PCD file has one field at least.
        if fields.isEmpty { fields = cloud.positionColumns(unit: unit) }
    }

    /// Lists of one length become fields of that many values, others stay away.
    private mutating func rejectRaggedLists() {
        var kept: [Field] = []
        for field in fields {
            guard let list = field.list else {
                kept.append(field)
                continue
            }
            let length = rows > 0 ? list.starts[1] : 0
            if length > 0 && (0...rows).allSatisfy({ list.starts[$0] == $0 * length }) {
                kept.append(Field(name: field.name, count: length, values: field.values))
            } else {
                warnings.append(.leftOut("the list \(field.name)", .pcd))
            }
        }
        fields = kept
    }
}
