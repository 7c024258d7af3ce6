public import LinearAlgebra
public import PointClouds

extension PCLEngine {
    /// A cloud file as PCL's own reader gives it: packed records, to hold other readers against.
    public struct CloudRecord: Sendable {
        /// One field of the records.
        public struct Field: Equatable, Sendable {
            /// As PCL names it.
            public var name: String
            /// The type of each of its elements.
            public var type: NumberType
            /// Bytes from the record's beginning.
            public var offset: Int
            /// Elements a point.
            public var count: Int
        }

        /// By PCL's own numbers.
        public enum NumberType: UInt32, Sendable {
            case int8 = 1
            case uint8, int16, uint16, int32, uint32, float32, float64, int64, uint64
        }

        /// Columns of an organised cloud, or its points.
        public var width: Int
        /// Rows; 1 of an unorganised cloud.
        public var height: Int
        /// Bytes of one record.
        public var stride: Int
        /// In the records' order.
        public var fields: [Field]
        /// The records, one after the other.
        public var bytes: [UInt8]
        /// tx ty tz qw qx qy qz
        public var viewpoint: [Double]

        /// Records.
        public var points: Int { width * height }

        /// The first element of a field, for every point; nil without such a field.
        public func column(_ name: String) -> [Double]? {
            guard let field = fields.first(where: { $0.name == name }) else { return nil }
            return bytes.withUnsafeBytes { bytes in
                (0..<points).map { field.type.value(in: bytes, at: $0 * stride + field.offset) }
            }
        }
    }

    /// A PCD or (by its name's ending) PLY file.
    public func cloud(contentsOf path: String) throws(PCLBridgeError) -> CloudRecord {
        let answer = try ask(.cloudFile, file: path) { $0.append(path) }
        return try reading(.cloudFile) { () throws(GarbledMessage) in
            let shape = try answer.numbers(0, as: Int64.self, count: 3).map { Int($0) }
            let names = try answer.text(1).split(separator: "\n", omittingEmptySubsequences: false)
            let kinds = try answer.numbers(2, as: UInt32.self, count: 3 * names.count)
            let bytes = try answer.numbers(3, as: UInt8.self)
            let fields = try names.indices.map { i throws(GarbledMessage) in
                guard let type = CloudRecord.NumberType(rawValue: kinds[3 * i]) else {
                    throw GarbledMessage(detail: "field \(names[i]) has type \(kinds[3 * i])")
                }
                return CloudRecord.Field(
                    name: String(names[i]), type: type, offset: Int(kinds[3 * i + 1]), count: Int(kinds[3 * i + 2]))
            }
            let inside = fields.allSatisfy { $0.offset + $0.type.size <= shape[2] }
            // Points without a byte are none: a product that overflows, or is 0 by its last factor, says nothing.
            let (points, isTooMany) = shape[0].multipliedReportingOverflow(by: shape[1])
            guard shape.allSatisfy({ $0 >= 0 }), inside, !isTooMany, points <= bytes.count,
                points == 0 || shape[2] <= bytes.count / points
            else { throw GarbledMessage(detail: "\(bytes.count) bytes for \(shape)") }
            return CloudRecord(
                width: shape[0], height: shape[1], stride: shape[2], fields: fields, bytes: bytes,
                viewpoint: try answer.numbers(4, as: Double.self, count: 7))
        }
    }

    /// The surface in a VTK file. Polygons are cut into fans of triangles.
    ///
    /// - Parameters:
    ///   - path: the file's.
    ///   - unit: the unit of the file's lengths.
    public func mesh(contentsOf path: String, unit: LengthUnit = .meters) throws(PCLBridgeError) -> TriangleMesh {
        let answer = try ask(.meshFile, file: path) { $0.append(path) }
        return try reading(.meshFile) { () throws(GarbledMessage) in
            let numbers = try answer.numbers(0, as: Float.self)
            let corners = try answer.numbers(1, as: UInt32.self)
            let count = numbers.count / 3
            guard numbers.count % 3 == 0, corners.count % 3 == 0, corners.allSatisfy({ $0 < count }) else {
                throw GarbledMessage(detail: "its triangles don't fit its vertices")
            }
            // Scaled in Float64: 10 mm are the Float32 nearest to 0.01.
            func column(_ axis: Int) -> [Float] {
                (0..<count).map { Float(unit.meters(Double(numbers[3 * $0 + axis]))) }
            }
            return TriangleMesh(
                vertices: Coordinates(x: column(0), y: column(1), z: column(2)),
                triangles: stride(from: 0, to: corners.count, by: 3).map {
                    SIMD3(corners[$0], corners[$0 + 1], corners[$0 + 2])
                })
        }
    }
}

extension PCLEngine.CloudRecord.NumberType {
    /// Bytes of a number.
    public var size: Int {
        switch self {
        case .int8, .uint8: 1
        case .int16, .uint16: 2
        case .int32, .uint32, .float32: 4
        case .float64, .int64, .uint64: 8
        }
    }

    fileprivate func value(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Double {
        switch self {
        case .int8: Double(bytes.loadUnaligned(fromByteOffset: offset, as: Int8.self))
        case .uint8: Double(bytes.loadUnaligned(fromByteOffset: offset, as: UInt8.self))
        case .int16: Double(bytes.loadUnaligned(fromByteOffset: offset, as: Int16.self))
        case .uint16: Double(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
        case .int32: Double(bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
        case .uint32: Double(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        case .float32: Double(bytes.loadUnaligned(fromByteOffset: offset, as: Float.self))
        case .float64: bytes.loadUnaligned(fromByteOffset: offset, as: Double.self)
        case .int64: Double(bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self))
        case .uint64: Double(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
    }
}
