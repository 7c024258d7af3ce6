import PointClouds
import Testing

@testable import CloudFiles

/// Columns lend their memory for one closure, some of them at once; a file may have any number.
@Suite struct ColumnFillingTests {
    @Test(arguments: [0, 1, 63, 64, 65, 500]) func everyColumnGetsWhatIsWritten(count: Int) throws {
        let types: [ScalarType] = [.int8, .uint16, .float32, .float64, .int64]
        let declarations = (0..<count).map {
            ColumnDeclaration(name: "c\($0)", type: types[$0 % types.count], count: 1 + $0 % 2, rows: 3)
        }
        let values = try filledColumns(declarations) { columns in
            for (index, column) in columns.enumerated() {
                for byte in 0..<column.byteCount {
                    column.base.storeBytes(
                        of: UInt8(truncatingIfNeeded: index + byte), toByteOffset: byte, as: UInt8.self)
                }
            }
        }
        #expect(values.count == count)
        for (index, column) in values.enumerated() {
            #expect(column.type == declarations[index].type && column.count == declarations[index].count * 3)
            let expected = (0..<column.byteCount).map { UInt8(truncatingIfNeeded: index + $0) }
            #expect(column.withUnsafeBytes { Array($0) } == expected)
        }
    }

    @Test(arguments: [2, 100]) func aFailureLeavesNothing(count: Int) {
        let declarations = (0..<count).map { ColumnDeclaration(name: "c\($0)", type: .float32, rows: 4) }
        #expect(throws: CloudFileError.empty(path: "here")) {
            try filledColumns(declarations) { _ throws(CloudFileError) in throw .empty(path: "here") }
        }
    }

    /// As many as a header of a megabyte can declare: no stack holds a call for each.
    @Test(arguments: ["ascii", "binary_little_endian"]) func fiftyThousandPropertiesAreRead(format: String) throws {
        let count = 50_000
        let properties = (0..<count).map { "property char \(String($0, radix: 36))\n" }.joined()
        let header = "ply\nformat \(format) 1.0\nelement vertex 2\n\(properties)end_header\n"
        let bytes =
            Array(header.utf8)
            + (format == "ascii"
                ? Array(String(repeating: "7 ", count: count).utf8 + [10] + String(repeating: "8 ", count: count).utf8)
                : Array(repeating: 7, count: count) + Array(repeating: 8, count: count))
        let fields = try cloudFile(bytes).cloud.fields
        #expect(fields.count >= count - 3)
        #expect(fields.allSatisfy { $0.values == .int8([7, 8]) })
    }
}
