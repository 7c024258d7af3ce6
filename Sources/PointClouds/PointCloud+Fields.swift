/// Finding and setting fields under the names that PCD and PLY give them.
extension PointCloud {
    /// The first field of that name; setting replaces it in place, appends it, or with `nil` removes it.
    public subscript(field name: String) -> Field? {
        get { fields.first { $0.name == name } }
        set {
            let place = fields.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let field?): fields[place] = field
            case (let place?, nil): fields.remove(at: place)
            case (nil, let field?): fields.append(field)
            case (nil, nil): break
            }
        }
    }

    /// Unit normals, from `normal_x …` (PCD) or `nx …` (PLY). Setting them replaces those fields, or appends them under
    /// the names of the format the cloud came from.
    public var normals: Coordinates? {
        get {
            guard let names = normalNames else { return nil }
            let columns = names.compactMap { self[field: $0]?.values.asFloats }
            return Coordinates(x: columns[0], y: columns[1], z: columns[2])
        }
        set {
            let names = normalNames ?? StandardNames.normals(in: layout?.format ?? .pcd)
            let columns = newValue.map { [$0.x, $0.y, $0.z] }
            for axis in 0..<3 {
                self[field: names[axis]] = columns.map { Field(name: names[axis], values: .float32($0[axis])) }
            }
        }
    }

    private var normalNames: [String]? {
        [CloudFormat.pcd, .ply].map(StandardNames.normals).first { names in
            names.allSatisfy { self[field: $0].map { $0.count == 1 } ?? false }
        }
    }

    /// Colours, from packed `rgb` or `rgba` (PCD, type F or U) or `red green blue [alpha]` (PLY); alpha is 255 where the
    /// file has none.
    public var colors: [PointColor]? {
        for name in ["rgb", "rgba"] {
            guard let packed = self[field: name]?.packedColors else { continue }
            let opaque: UInt32 = name == "rgb" ? 0xFF00_0000 : 0
            return packed.map { PointColor(packed: $0 | opaque) }
        }
        let channels = StandardNames.channels.map { name -> [UInt8]? in
            guard let field = self[field: name], field.count == 1, case .uint8(let values) = field.values else {
                return nil
            }
            return values
        }
        guard let red = channels[0], let green = channels[1], let blue = channels[2] else { return nil }
        return red.indices.map {
            PointColor(red: red[$0], green: green[$0], blue: blue[$0], alpha: channels[3]?[$0] ?? 255)
        }
    }

    /// The points at `indices`, in that order, with every field: an unorganised cloud.
    public func selecting(_ indices: some Collection<Int>) -> PointCloud {
        var selected = PointCloud(positions: positions[indices])
        selected.origin = origin
        selected.viewpoint = viewpoint
        selected.fields = fields.map { $0.selecting(indices) }
        selected.layout = layout
        // Faces and the like speak of points by number: they don't survive a selection.
        selected.layout?.elementsBefore = []
        selected.layout?.elementsAfter = []
        selected.layout?.positions = (layout?.positions ?? []).map { field in
            PositionField(name: field.name, index: field.index, exact: field.exact?.selecting(indices))
        }
        return selected
    }
}

/// A colour as sensors give it, eight bits a channel.
public struct PointColor: Equatable, Sendable {
    /// 0…255; an alpha of 255 is opaque.
    public var red, green, blue, alpha: UInt8

    /// An opaque colour unless said otherwise.
    public init(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
        (self.red, self.green, self.blue, self.alpha) = (red, green, blue, alpha)
    }

    /// PCD's packing: 0xAARRGGBB.
    public init(packed: UInt32) {
        self.init(
            red: UInt8(truncatingIfNeeded: packed >> 16), green: UInt8(truncatingIfNeeded: packed >> 8),
            blue: UInt8(truncatingIfNeeded: packed), alpha: UInt8(truncatingIfNeeded: packed >> 24))
    }

    /// PCD's packing: 0xAARRGGBB.
    public var packed: UInt32 { UInt32(alpha) << 24 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }
}

extension Field {
    /// The four bytes of a packed colour, whether the file calls them a float or an integer.
    package var packedColors: [UInt32]? {
        guard count == 1 else { return nil }
        return switch values {
        case .float32(let values): values.map(\.bitPattern)
        case .uint32(let values): values
        case .int32(let values): values.map { UInt32(bitPattern: $0) }
        default: nil
        }
    }
}
