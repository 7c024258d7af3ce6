extension PointCloud {
    /// The valid points of clouds that lie in one frame, one cloud after the other: unorganised, without a viewpoint.
    ///
    /// Fields that all clouds have, in the same type and with as many values a point, are kept, under their names in
    /// PCD; lists are not.
    ///
    /// - Returns: the cloud, and the names of the fields that were left out.
    public static func merging(_ clouds: [PointCloud]) -> (cloud: PointCloud, leftOut: [String]) {
        let kept = clouds.map { cloud in cloud.positions.indices.filter { cloud.positions.isFinite(at: $0) } }
        let origin = clouds.first?.origin ?? .zero
        var positions = Coordinates()
        for (cloud, indices) in zip(clouds, kept) {
            let shift = cloud.origin - origin
            for i in indices { positions.append(SIMD3<Float>(SIMD3<Double>(cloud.positions[i]) + shift)) }
        }
        var merged = PointCloud(positions: positions)
        merged.origin = origin
        var leftOut: [String] = []
        let fields = clouds.map { cloud in
            cloud.fields.filter { $0.hasValues(forRows: cloud.count) }.withPCDNames
        }
        for cloud in clouds {
            leftOut += cloud.fields.filter { !$0.hasValues(forRows: cloud.count) }.map(\.name)
        }
        for field in fields.joined() where merged[field: field.name] == nil && !leftOut.contains(field.name) {
            let columns = fields.map { $0.first { $0.name == field.name } }
            if columns.allSatisfy({ $0?.count == field.count && $0?.list == nil }) {
                let values = zip(columns, kept).map { $0!.selecting($1).values }
                if let joined = FieldValues(joining: values) {
                    merged.fields.append(Field(name: field.name, count: field.count, values: joined))
                    continue
                }
            }
            leftOut.append(field.name)
        }
        return (merged, leftOut)
    }
}

extension FieldValues {
    /// All values one after the other; nil where their types differ, or there are none to tell a type.
    fileprivate init?(joining parts: [FieldValues]) {
        guard var all = parts.first else { return nil }
        for part in parts.dropFirst() {
            switch (all, part) {
            case (.int8(let a), .int8(let b)): all = .int8(a + b)
            case (.uint8(let a), .uint8(let b)): all = .uint8(a + b)
            case (.int16(let a), .int16(let b)): all = .int16(a + b)
            case (.uint16(let a), .uint16(let b)): all = .uint16(a + b)
            case (.int32(let a), .int32(let b)): all = .int32(a + b)
            case (.uint32(let a), .uint32(let b)): all = .uint32(a + b)
            case (.int64(let a), .int64(let b)): all = .int64(a + b)
            case (.uint64(let a), .uint64(let b)): all = .uint64(a + b)
            case (.float32(let a), .float32(let b)): all = .float32(a + b)
            case (.float64(let a), .float64(let b)): all = .float64(a + b)
            default: return nil
            }
        }
        self = all
    }
}
