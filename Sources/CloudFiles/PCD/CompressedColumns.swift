package import PointClouds

/// A cloud's columns, compressed ahead of the file they go to.
///
/// Compression takes as long as reading. A program that adds a column of its own to a scan can have the others
/// compressed while it works that one out, and gives them to
/// ``PointCloud/write(to:format:encoding:unit:threads:compressed:)``.
package struct CompressedColumns: Sendable {
    private var columns: [(values: FieldValues, blocks: [[UInt8]])] = []

    /// - Complexity: linear; 5 ns a byte on one core.
    package init(of cloud: PointCloud) {
        var positions = [cloud.positions.x, cloud.positions.y, cloud.positions.z].map { FieldValues.float32($0) }
        // In the file's own unit these are what is written.
        for field in cloud.layout?.positions ?? [] { positions[field.axis] = field.exact ?? positions[field.axis] }
        let room = UnsafeMutableRawPointer.allocate(byteCount: LZF.bound(LZF.blockSize), alignment: 64)
        defer { room.deallocate() }
        for column in positions + cloud.fields.map(\.values) {
            let blocks = LZF.blocks(of: column.byteCount).map { range in
                let count = column.withUnsafeBytes {
                    LZF.compress(UnsafeRawBufferPointer(rebasing: $0[range]), into: room)
                }
                return [UInt8](UnsafeRawBufferPointer(start: room, count: count))
            }
            columns.append((column, blocks))
        }
    }

    /// The compressed bytes of a column that is one of these: the very same, not one of equal values, which would take
    /// as long to find out as to compress.
    func blocks(of column: FieldValues) -> [[UInt8]]? {
        columns.first { $0.values.sharesStorage(with: column) }?.blocks
    }
}

extension FieldValues {
    /// Whether both are one array, of which neither was changed since it was copied.
    fileprivate func sharesStorage(with other: FieldValues) -> Bool {
        withUnsafeBytes { bytes in
            other.withUnsafeBytes { $0.baseAddress == bytes.baseAddress && $0.count == bytes.count }
        }
    }
}
