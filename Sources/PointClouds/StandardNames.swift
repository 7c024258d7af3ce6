/// The names that formats give to the same thing: PCD has its own, the others have PLY's.
enum StandardNames {
    static let channels = ["red", "green", "blue", "alpha"]

    static func normals(in format: CloudFormat) -> [String] {
        format == .pcd ? ["normal_x", "normal_y", "normal_z"] : ["nx", "ny", "nz"]
    }
}

extension [Field] {
    /// PLY's names to PCD's.
    package var withPCDNames: [Field] {
        let fields = self
        var result = fields
        let channels = StandardNames.channels.map { name in
            fields.firstIndex { field in
                if case .uint8 = field.values { field.name == name && field.count == 1 } else { false }
            }
        }
        if let red = channels[0], let green = channels[1], let blue = channels[2] {
            var packed = [UInt32](repeating: 0, count: fields[red].rowCount)
            let shifts: [(Int?, UInt32)] = [(red, 16), (green, 8), (blue, 0), (channels[3], 24)]
            for (index, shift) in shifts {
                guard let index else { continue }
                guard case .uint8(let values) = fields[index].values else { continue }
                for row in packed.indices { packed[row] |= UInt32(values[row]) << shift }
            }
            result[red] = Field(name: channels[3] == nil ? "rgb" : "rgba", values: .uint32(packed))
            let packedAway = [green, blue] + (channels[3].map { [$0] } ?? [])
            for index in packedAway.sorted(by: >) { result.remove(at: index) }
        }
        for index in result.indices {
            if let axis = StandardNames.normals(in: .ply).firstIndex(of: result[index].name) {
                result[index].name = StandardNames.normals(in: .pcd)[axis]
            }
        }
        return result
    }

    /// PCD's names to PLY's.
    package var withPLYNames: [Field] {
        flatMap { field -> [Field] in
            if let axis = StandardNames.normals(in: .pcd).firstIndex(of: field.name) {
                var renamed = field
                renamed.name = StandardNames.normals(in: .ply)[axis]
                return [renamed]
            }
            guard field.name == "rgb" || field.name == "rgba", let packed = field.packedColors else { return [field] }
            let shifts: [UInt32] = field.name == "rgb" ? [16, 8, 0] : [16, 8, 0, 24]
            return zip(StandardNames.channels, shifts).map { name, shift in
                Field(name: name, values: .uint8(packed.map { UInt8(truncatingIfNeeded: $0 >> shift) }))
            }
        }
    }
}
