/// A cloud's columns, compressed ahead of the file they go to.
///
/// Compression takes as long as reading. A program that adds a column of its own to a scan can have the others
/// compressed while it works that one out, and gives them to
/// ``PointCloud/write(to:format:encoding:unit:threads:compressed:)``.
package struct CompressedColumns: Sendable {
    /// Held, so that what lies at their addresses stays what was compressed.
    private var columns: [FieldValues] = []
    private var blocks: [UInt: [[UInt8]]] = [:]

    /// - Complexity: linear; 5 ns a byte on one core.
    package init(of cloud: PointCloud) {
        let positions = [cloud.positions.x, cloud.positions.y, cloud.positions.z].map { FieldValues.float32($0) }
        let room = UnsafeMutableRawPointer.allocate(byteCount: LZF.bound(LZF.blockSize), alignment: 64)
        defer { room.deallocate() }
        for column in positions + cloud.fields.map(\.values) {
            columns.append(column)
            blocks[Self.address(of: column)] = column.withUnsafeBytes { bytes in
                LZF.blocks(of: bytes).map { block in
                    [UInt8](UnsafeRawBufferPointer(start: room, count: LZF.compress(block, into: room)))
                }
            }
        }
    }

    /// The compressed bytes of a column that is one of these, told by where it lies in memory.
    func blocks(of column: FieldValues) -> [[UInt8]]? { blocks[Self.address(of: column)] }

    private static func address(of column: FieldValues) -> UInt {
        column.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
    }
}
