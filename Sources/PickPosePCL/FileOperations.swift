import Glibc
import PCLBridge
import PCLOperations

func readCloud(_ request: HelperMessage, _ answer: inout HelperMessage) throws {
    let path = try request.text(0)
    var record = pcl_record()
    defer { pcl_free_record(&record) }
    try checked { pcl_read_cloud(path, &record, $0) }
    let fields = (0..<Int(record.field_count)).map { record.fields[$0] }
    answer.append([record.width, record.height, Int64(record.stride)])
    answer.append(
        fields.map { field in
            withUnsafeBytes(of: field.name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }.joined(separator: "\n"))
    answer.append(fields.flatMap { [$0.type, $0.offset, $0.count] })
    answer.append(Array(UnsafeBufferPointer(start: record.bytes, count: Int(record.byte_count))))
    answer.append(withUnsafeBytes(of: record.viewpoint) { Array($0.bindMemory(to: Double.self)) })
}

func readMesh(_ request: HelperMessage, _ answer: inout HelperMessage) throws {
    let path = try request.text(0)
    limitMemory(forFile: path)
    var mesh = pcl_mesh()
    defer { pcl_free_mesh(&mesh) }
    try checked { pcl_read_mesh(path, &mesh, $0) }
    answer.append(Array(UnsafeBufferPointer(start: mesh.vertices, count: 3 * Int(mesh.vertex_count))))
    answer.append(Array(UnsafeBufferPointer(start: mesh.triangles, count: 3 * Int(mesh.triangle_count))))
}

/// VTK allocates whatever a header promises. No mesh takes 256 bytes for one of its file's.
private func limitMemory(forFile path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    let most = rlim_t(2 << 30) + 256 * rlim_t(max(0, status.st_size))
    var limit = rlimit(rlim_cur: most, rlim_max: most)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
}
