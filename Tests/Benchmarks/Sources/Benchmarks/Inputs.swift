import Glibc
import PickPose

/// The inputs of a run: made once from fixed seeds, and kept in the temporary folder for peers and later runs.
final class Inputs {
    private var rooms: [String: Coordinates] = [:]

    /// The synthetic room's points.
    func room(_ count: Int) -> Coordinates { points(in: roomFile(count), count) }

    /// The room as a scanner sees it, in the order of its rays: a million points.
    var roomScan: Coordinates { points(in: roomScanFile, 1_000_000) }

    var roomScanFile: String {
        made("room-scan-1000000.f32") { Self.write(RoomScan.rows(1000, 1000), to: $0) }
    }

    private func points(in file: String, _ count: Int) -> Coordinates {
        if let known = rooms[file] { return known }
        let rows: [Float] = Self.array(of: file, count: 6 * count)
        var points = Coordinates(repeating: .zero, count: count)
        for i in 0..<count {
            points.x[i] = rows[6 * i]
            points.y[i] = rows[6 * i + 1]
            points.z[i] = rows[6 * i + 2]
        }
        rooms[file] = points
        return points
    }

    /// The room as rows of six floats: position and true normal.
    func roomRows(_ count: Int) -> [Float] { Self.array(of: roomFile(count), count: 6 * count) }

    func roomFile(_ count: Int) -> String {
        made("room-\(count).f32") { Self.write(SyntheticRoom.rows(count), to: $0) }
    }

    /// A cloud file of the room in `encoding`: `binary`, `ascii`; format `pcd` or `ply`.
    func roomFile(_ count: Int, format: String, encoding: String) -> String {
        made("room-\(count)-\(encoding).\(format)") { path in
            RoomFiles.write(roomRows(count), format: format, encoding: encoding, to: path)
        }
    }

    /// The room's points, each moved by up to 5 cm an axis: queries that are not themselves in the tree.
    func displacedQueries(_ count: Int) -> Coordinates {
        let rows = Self.array(of: displacedQueriesFile(count), count: 3 * count) as [Float]
        var points = Coordinates(repeating: .zero, count: count)
        for i in 0..<count {
            points.x[i] = rows[3 * i]
            points.y[i] = rows[3 * i + 1]
            points.z[i] = rows[3 * i + 2]
        }
        return points
    }

    func displacedQueriesFile(_ count: Int) -> String {
        made("displaced-\(count).f32") { path in
            var random = SplitMix(seed: 7)
            let points = room(count)
            var rows: [Float] = []
            rows.reserveCapacity(3 * count)
            for i in 0..<count {
                for axis in 0..<3 { rows.append(points[i][axis] + Float(0.1 * (random.unit() - 0.5))) }
            }
            Self.write(rows, to: path)
        }
    }

    /// The room's own points as queries: three floats a row.
    func ownQueriesFile(_ count: Int) -> String {
        made("own-\(count).f32") { path in
            let points = room(count)
            Self.write(points.indices.flatMap { [points.x[$0], points.y[$0], points.z[$0]] }, to: path)
        }
    }

    /// Random 3×3 matrices, row by row, of doubles in -1…1; symmetric ones if asked for.
    func matricesFile(_ count: Int, symmetric: Bool) -> String {
        made("matrices-\(count)-\(symmetric ? "symmetric" : "general").f64") { path in
            var random = SplitMix(seed: 3)
            var all: [Double] = []
            for _ in 0..<count {
                var m = (0..<9).map { _ in 2 * random.unit() - 1 }
                if symmetric { (m[3], m[6], m[7]) = (m[1], m[2], m[5]) }
                all += m
            }
            Self.write(all, to: path)
        }
    }

    /// The file `name` in the cache, written by `make` if it isn't there yet.
    func made(_ name: String, _ make: (String) -> Void) -> String {
        let path = "\(Paths.cache)/\(name)"
        if access(path, R_OK) != 0 {
            print("making \(path)")
            make(path + ".part")
            rename(path + ".part", path)
        }
        return path
    }

    static func write<Number: BitwiseCopyable>(_ numbers: [Number], to path: String) {
        let file = fopen(path, "wb")
        precondition(file != nil, "cannot write \(path)")
        numbers.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
        fclose(file)
    }

    static func array<Number: BitwiseCopyable>(of path: String, count: Int) -> [Number] {
        let file = fopen(path, "rb")
        precondition(file != nil, "cannot read \(path)")
        defer { fclose(file) }
        return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = fread(buffer.baseAddress, MemoryLayout<Number>.stride, count, file)
            precondition(initialized == count, "\(path) is short: delete it")
        }
    }

    static func doubles(in path: String) -> [Double] {
        var status = stat()
        precondition(stat(path, &status) == 0, "cannot read \(path)")
        return array(of: path, count: Int(status.st_size) / MemoryLayout<Double>.stride)
    }

    static func lines(of path: String) -> [Substring] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
}
