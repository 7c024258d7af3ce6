import CloudFiles
import Glibc
public import LinearAlgebra
import PCLBridge
public import PointClouds

/// Points for a request: in a file, or in memory already.
public enum CloudInput: Sendable {
    /// A PCD or PLY file, a mesh as OBJ, STL or VTK, or `-` for the standard input.
    case file(String, unit: LengthUnit = .meters)
    /// A cloud in metres; the name stands for it in messages and results.
    case cloud(PointCloud, name: String)

    /// As messages and results name it.
    public var name: String {
        switch self {
        case .file(let path, _): path
        case .cloud(_, let name): name
        }
    }

    /// The file, where it is one that others may lie beside.
    var path: String? {
        guard case .file(let path, _) = self, path != "-" else { return nil }
        return path
    }
}

/// A file for the points that a request makes.
public struct CloudOutput: Equatable, Sendable {
    /// Ends as one of `CloudFormat.writable` (.pcd, .ply), or is `-` for the standard output.
    public var path: String
    /// The unit that the file's lengths get.
    public var unit: LengthUnit

    public init(_ path: String, unit: LengthUnit = .meters) {
        (self.path, self.unit) = (path, unit)
    }
}

/// What stands for an object that is drawn as a mesh.
public enum MeshPoints: Sendable {
    /// Points spread evenly over its surface: what a scan of all of it would hold.
    case surface
    /// Its vertices, which lie where its edges meet, few or none on a flat side.
    case vertices
}

/// What was read for a request.
struct ReadCloud {
    var file: CloudFile
    /// Whether the points were spread over a mesh's surface: none of them was measured.
    var isSampledSurface = false
}

extension Diagnostics {
    /// Reads a cloud, warns of what is odd about it and keeps the time it took.
    ///
    /// Of the meshes of CAD programs (OBJ, STL, VTK) points are spread over the surface; a PLY with faces is a scene as
    /// it was scanned, and its vertices are the points.
    mutating func readCloud(_ input: CloudInput, threads: Int) throws -> ReadCloud {
        let file = try readFile(input, threads: threads)
        return [.obj, .stl, .vtk].contains(file.format) ? try surface(of: file, input) : ReadCloud(file: file)
    }

    /// Reads a cloud whose every point counts, without those at exactly 0 0 0 that stand for what wasn't measured. A file
    /// with faces is a surface, whatever its format.
    mutating func readObject(_ input: CloudInput, meshPoints: MeshPoints, threads: Int) throws -> ReadCloud {
        var read = ReadCloud(file: try readFile(input, threads: threads))
        if read.file.cloud.hasFaces, case .file(let path, _) = input {
            switch meshPoints {
            case .surface: read = try surface(of: read.file, input)
            case .vertices: warn("\(path): a mesh, of which only the \(read.file.cloud.count) vertices are taken")
            }
        }
        let cloud = read.file.cloud
        guard cloud.origin == .zero else { return read }
        let zeros = cloud.positions.indices.filter { cloud.positions[$0] == .zero }
        // One or two may be meant.
        guard zeros.count > 2, zeros.count < cloud.count else { return read }
        var positions = cloud.positions
        for index in zeros { positions[index] = SIMD3(repeating: .nan) }
        read.file.cloud.positions = positions
        warn(
            "\(input.name): \(zeros.count) points at exactly 0 0 0 left out: some programs write them for what wasn't"
                + " measured")
        return read
    }

    private mutating func surface(of file: CloudFile, _ input: CloudInput) throws -> ReadCloud {
        guard file.cloud.hasFaces else { return ReadCloud(file: file) }
        var file = file
        let mesh = try TriangleMesh(file.cloud, path: input.name)
        let viewpoint = file.cloud.viewpoint
        file.cloud = mesh.sampledSurface()
        file.cloud.viewpoint = viewpoint
        detail("\(input.name): \(file.cloud.count) points on the surface of \(mesh.triangles.count) triangles")
        return ReadCloud(file: file, isSampledSurface: true)
    }

    /// Reads a file as it stands, of a mesh its vertices and faces; warns of what is odd about it and keeps the time it
    /// took.
    ///
    /// - Parameter isMillimeters: the file is said to hold millimetres, whatever unit it is read in.
    mutating func readFile(_ input: CloudInput, isMillimeters: Bool? = nil, threads: Int) throws -> CloudFile {
        switch input {
        case .cloud(let cloud, _):
            return CloudFile(cloud: cloud, format: .pcd, encoding: .binary)
        case .file(let path, let unit):
            if path.lowercased().hasSuffix(".vtk") { return try readVTK(path, unit: unit) }
            let file = try timed("read") { try CloudFile(contentsOf: path, unit: unit, threads: threads) }
            let isSaid = isMillimeters ?? (unit == .millimeters)
            for warning in file.warnings where !(isSaid && warning == .looksLikeMillimeters) {
                warn(of: warning, in: path)
            }
            return file
        }
    }

    /// A mesh of the Visualization Toolkit, which PCL reads.
    private mutating func readVTK(_ path: String, unit: LengthUnit) throws -> CloudFile {
        guard access(path, R_OK) == 0 else {
            if errno == ENOENT { throw CloudFileError.noSuchFile(path: path) }
            throw CloudFileError.cannotRead(path: path, reason: String(cString: strerror(errno)))
        }
        let mesh = try timed("read") {
            do throws(PCLBridgeError) {
                return try PCLEngine().mesh(contentsOf: path, unit: unit)
            } catch { throw PCLFailure(error, mesh: path) }
        }
        return CloudFile(cloud: PointCloud(mesh), format: .vtk, encoding: .binary)
    }

    /// Writes a cloud and warns of what the format has no place for.
    mutating func write(
        _ cloud: PointCloud, to output: CloudOutput, encoding: CloudEncoding? = nil, threads: Int
    ) throws {
        let warnings = try timed("write") {
            try cloud.write(to: output.path, encoding: encoding, unit: output.unit, threads: threads)
        }
        for warning in warnings { warn(of: warning, in: output.path) }
    }
}

extension CloudFormat {
    /// Meshes of the Visualization Toolkit.
    fileprivate static let vtk = CloudFormat(rawValue: "vtk")
}
