import CloudFiles
import Glibc
import LinearAlgebra
import PCLBridge
import PointClouds

extension Run {
    /// Reads a cloud that a command was given, warns of what is odd about it and keeps the time it took.
    ///
    /// Of a mesh (OBJ, STL, VTK) points are spread over the surface: what a scan of all of it would hold.
    mutating func readCloud(_ path: String, unit: LengthUnit? = nil) throws -> CloudFile {
        if let mesh = try readMesh(path, unit: unit) {
            let cloud = mesh.sampledSurface()
            messages.detail("\(path): \(cloud.count) points on the surface of \(mesh.triangles.count) triangles")
            return CloudFile(cloud: cloud, format: .ply, encoding: .binary)
        }
        let file = try timed("read") { run in
            try CloudFile(contentsOf: path, unit: unit ?? run.options.unit, threads: run.options.threadCount)
        }
        // Said to be millimetres already, whatever unit it is read in.
        let isSaid = options.unit == .millimeters
        for warning in file.warnings where !(isSaid && warning == .looksLikeMillimeters) {
            warn("\(path): \(warning)")
        }
        return file
    }

    /// Reads a cloud whose every point counts, without those at exactly 0 0 0 that stand for what wasn't measured.
    mutating func readObject(_ path: String) throws -> PointCloud {
        var cloud = try readCloud(path).cloud
        guard cloud.origin == .zero else { return cloud }
        let zeros = cloud.positions.indices.filter { cloud.positions[$0] == .zero }
        // One or two may be meant.
        guard zeros.count > 2, zeros.count < cloud.count else { return cloud }
        var positions = cloud.positions
        for index in zeros { positions[index] = SIMD3(repeating: .nan) }
        cloud.positions = positions
        warn(
            "\(path): \(zeros.count) points at exactly 0 0 0 left out: some programs write them for what wasn't measured"
        )
        return cloud
    }

    /// The mesh in a file whose name ends in .obj, .stl or .vtk, which PCL reads; nil for any other name.
    mutating func readMesh(_ path: String, unit: LengthUnit? = nil) throws -> TriangleMesh? {
        guard meshFormat(ofName: path) != nil else { return nil }
        guard access(path, R_OK) == 0 else {
            if errno == ENOENT { throw CloudFileError.noSuchFile(path: path) }
            throw CloudFileError.cannotRead(path: path, reason: String(cString: strerror(errno)))
        }
        return try timed("read") { run in
            do throws(PCLBridgeError) {
                return try PCLEngine().mesh(contentsOf: path, unit: unit ?? run.options.unit)
            } catch { throw PCLFailure(error, mesh: path) }
        }
    }
}

/// obj, stl or vtk, where a file's name ends in it.
func meshFormat(ofName path: String) -> String? {
    ["obj", "stl", "vtk"].first { path.lowercased().hasSuffix(".\($0)") }
}
