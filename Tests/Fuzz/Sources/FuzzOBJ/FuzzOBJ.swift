import CloudFiles
import PointClouds

/// Points and triangles read so far: a result that is kept, or the optimiser would delete the reading.
nonisolated(unsafe) var read = 0

/// Reads the input as a file that is named as OBJ. Whatever it is, it must be read or refused, a refusal said in words;
/// the triangles must name vertices that there are.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    do throws(CloudFileError) {
        let cloud = try CloudFile(bytes: bytes, name: "fuzz.obj").cloud
        read &+= cloud.count
        if cloud.layout?.element("face") != nil { read &+= try TriangleMesh(cloud, path: "fuzz").triangles.count }
    } catch {
        if case .faceIndex = error { fatalError("\(error)") }
        read &+= "\(error)".utf8.count
    }
    return 0
}
