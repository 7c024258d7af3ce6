import PointClouds

/// The vertices and faces that an OBJ file's lines say, numbers of the type `Number`.
struct OBJText<Number: TextNumber> {
    /// Polygons are fans about their first corner.
    private(set) var triangles: [SIMD3<UInt32>] = []
    private var x: [Number] = []
    private var y: [Number] = []
    private var z: [Number] = []
    /// Red, green and blue of each vertex so far that has them, as the file says them.
    private var rgb: [Float] = []
    /// The largest vertex that a face names, from 1, and the line.
    private var largest = (index: 0, line: 0)

    var vertexCount: Int { x.count }
    var vertices: [FieldValues] { [Number.column(x), Number.column(y), Number.column(z)] }

    init(_ file: InputFile) throws(CloudFileError) {
        var words = try TextWords(of: file, continuingLines: true)
        do throws(Fault) {
            repeat {
                guard words.goToWord() else { continue }
                switch words.keyword() {
                case .vertex: try readVertex(&words)
                case .face, .oldFace: try readFace(&words)
                // Groups, materials, normals, curves; what ends a line unread is passed over with it.
                default: break
                }
            } while words.goToNextLine()
        } catch {
            throw .mesh(path: file.path, line: words.line, error.problem)
        }
        // A face may name vertices that come behind it.
        if largest.index > vertexCount {
            throw .mesh(
                path: file.path, line: largest.line, .vertexIndex(largest.index, vertices: vertexCount))
        }
    }

    private struct Fault: Error {
        var problem: CloudFileError.MeshProblem
    }

    private mutating func readVertex(_ words: inout TextWords) throws(Fault) {
        func number<T: TextNumber>(_: T.Type) throws(Fault) -> T {
            guard let number = words.number(T.self) else {
                throw Fault(problem: .number(text: words.shown, of: "a vertex"))
            }
            return number
        }
        var point: [Number] = []
        for _ in 0..<3 {
            guard words.goToWord() else { throw Fault(problem: .number(text: "", of: "a vertex")) }
            point.append(try number(Number.self))
        }
        x.append(point[0])
        y.append(point[1])
        z.append(point[2])
        // A weight alone, or a colour.
        var more: [Float] = []
        while more.count < 4, words.goToWord() { more.append(try number(Float.self)) }
        if more.count >= 3 { rgb += more[..<3] }
    }

    private mutating func readFace(_ words: inout TextWords) throws(Fault) {
        var (first, last, count) = (UInt32(0), UInt32(0), 0)
        while words.goToWord() {
            let shown = words.shown
            guard let index = words.integerBeforeSlash() else {
                throw Fault(problem: .number(text: shown, of: "a face"))
            }
            // Those below 0 count back from the last vertex so far.
            let vertex = index < 0 ? vertexCount + index : index - 1
            guard index != 0, vertex >= 0, vertex < Int(UInt32.max) else {
                throw Fault(problem: .vertexIndex(index, vertices: vertexCount))
            }
            if vertex >= largest.index { largest = (vertex + 1, words.line) }
            count += 1
            if count == 1 { first = UInt32(vertex) }
            if count >= 3 { triangles.append(SIMD3(first, last, UInt32(vertex))) }
            last = UInt32(vertex)
        }
        guard count >= 3 else { throw Fault(problem: .cornerCount(count)) }
    }

    /// The vertices' colours as PLY has them, where each vertex has one; from 0 to 1 in the file, or from 0 to 255.
    var colors: [Field] {
        guard rgb.count == 3 * vertexCount, rgb.allSatisfy({ $0 >= 0 && $0 <= 255 }) else { return [] }
        let scale: Float = rgb.allSatisfy { $0 <= 1 } ? 255 : 1
        return ["red", "green", "blue"].enumerated().map { channel, name in
            let values = stride(from: channel, to: rgb.count, by: 3).map { UInt8((rgb[$0] * scale).rounded()) }
            return Field(name: name, values: .uint8(values))
        }
    }
}

extension Keyword {
    fileprivate static let vertex = Keyword("v")
    fileprivate static let face = Keyword("f")
    fileprivate static let oldFace = Keyword("fo")
}
