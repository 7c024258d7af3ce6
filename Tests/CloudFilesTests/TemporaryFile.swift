import Glibc
import LinearAlgebra

@testable import CloudFiles
@testable import PointClouds

/// A path of its own for a test, removed with the value.
final class TemporaryFile {
    let path: String

    init(_ fileExtension: String) {
        var template = Array("/tmp/pickpose-test-XXXXXX".utf8CString)
        let folder = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
        path = "\(folder)/cloud.\(fileExtension)"
    }

    convenience init(_ fileExtension: String, text: String) {
        self.init(fileExtension)
        write(Array(text.utf8))
    }

    convenience init(_ fileExtension: String, bytes: [UInt8]) {
        self.init(fileExtension)
        write(bytes)
    }

    private func write(_ bytes: [UInt8]) {
        guard let file = fopen(path, "w") else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    var bytes: [UInt8] {
        (try? InputFile(path: path)).flatMap { file in try? file.bytes(at: 0, count: file.load(upTo: .max)) } ?? []
    }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    deinit {
        unlink(path)
        rmdir(String(path.dropLast(path.split(separator: "/").last!.count + 1)))
    }
}

/// Reads a file whose content is given.
func cloudFile(_ text: String, unit: LengthUnit = .meters) throws(CloudFileError) -> CloudFile {
    try cloudFile(Array(text.utf8), unit: unit)
}

func cloudFile(
    _ bytes: [UInt8], name: String = "test", unit: LengthUnit = .meters
) throws(CloudFileError) -> CloudFile {
    var result: Result<CloudFile, CloudFileError>?
    bytes.withUnsafeBytes { buffer in
        result = Result { () throws(CloudFileError) in try CloudFile(bytes: buffer, name: name, unit: unit) }
    }
    return try result!.get()
}

/// Field by field, to the bit, and everything else a file carries.
func isSame(_ a: PointCloud, _ b: PointCloud) -> Bool {
    func bits(_ values: FieldValues) -> [UInt8] { values.withUnsafeBytes { Array($0) } }
    func isSame(_ a: Field, _ b: Field) -> Bool {
        a.name == b.name && a.count == b.count && a.list == b.list && a.values.type == b.values.type
            && bits(a.values) == bits(b.values)
    }
    func isSame(_ a: FileElement, _ b: FileElement) -> Bool {
        a.name == b.name && a.rowCount == b.rowCount && a.properties.elementsEqual(b.properties, by: isSame)
    }
    let positions = zip([a.positions.x, a.positions.y, a.positions.z], [b.positions.x, b.positions.y, b.positions.z])
    return positions.allSatisfy { bits(.float32($0)) == bits(.float32($1)) }
        && a.fields.elementsEqual(b.fields, by: isSame)
        && a.origin == b.origin && a.width == b.width && a.height == b.height && a.viewpoint == b.viewpoint
        && a.layout?.comments == b.layout?.comments
        && (a.layout?.positions ?? []).elementsEqual(b.layout?.positions ?? []) {
            $0.name == $1.name && $0.index == $1.index && $0.exact.map(bits) == $1.exact.map(bits)
        }
        && (a.layout?.elementsBefore ?? []).elementsEqual(b.layout?.elementsBefore ?? [], by: isSame)
        && (a.layout?.elementsAfter ?? []).elementsEqual(b.layout?.elementsAfter ?? [], by: isSame)
}
