import LinearAlgebra
import PointClouds

extension WritableColumns {
    /// A cloud's fields as a PLY file holds them: lists for several values a point, and no 64-bit integers but those of a
    /// file that had them.
    init(ply cloud: PointCloud, unit: LengthUnit, path: String) throws(CloudFileError) {
        self.init(cloud, format: .ply, unit: unit) { $0.withPLYNames }
        for index in fields.indices {
            if isForeign { fields[index].values = try Self.plyValues(fields[index], path: path) }
            let count = fields[index].count
            if count > 1 {
                fields[index].list = ListLayout(
                    countType: count < 256 ? .uint8 : .int32, starts: (0...rows).map { $0 * count })
            }
        }
    }

    private static func plyValues(_ field: Field, path: String) throws(CloudFileError) -> FieldValues {
        func asDoubles<T: BinaryInteger>(_ values: [T]) throws(CloudFileError) -> FieldValues {
            let doubles = values.map { Double($0) }
            guard doubles.allSatisfy({ abs($0) <= 0x1p53 }) else {
                throw .integersTooLarge(path: path, field: field.name)
            }
            return .float64(doubles)
        }
        return switch field.values {
        case .int64(let values): try asDoubles(values)
        case .uint64(let values): try asDoubles(values)
        default: field.values
        }
    }
}
