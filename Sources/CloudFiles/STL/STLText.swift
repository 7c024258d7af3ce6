import PointClouds

/// The triangles of a text STL, whatever their lines: solids of facets, each a loop of three vertices. Normals are not
/// read: the order of the corners says the same, and is more often right.
struct STLText: ~Copyable {
    private var words: TextWords
    private let path: String
    private var corners: [SIMD3<Float>] = []
    private var isInLoop = false
    private var isInSolid = false

    init(words: consuming TextWords, path: String) {
        self.words = words
        self.path = path
    }

    /// Whether the last solid was ended.
    var isComplete: Bool { !isInSolid }

    mutating func read(into triangles: inout MergedTriangles) throws(CloudFileError) {
        while words.goToWordOfAnyLine() {
            let before = words.shown
            switch words.keyword() {
            case .solid: startSolid(true)
            case .endsolid: startSolid(false)
            case .facet: try skipNormal()
            case .outer:
                try take(.loop)
                isInLoop = true
                corners.removeAll(keepingCapacity: true)
            case .vertex where isInLoop: corners.append(try vertex())
            case .endloop where isInLoop:
                guard corners.count == 3 else { throw failure(.cornerCount(corners.count)) }
                triangles.append(corners[0], corners[1], corners[2])
                isInLoop = false
            case .endfacet where !isInLoop: break
            default: throw failure(.unexpectedWord(before))
            }
        }
        if isInLoop { throw failure(.endsWithinTriangle) }
    }

    /// A solid's name may hold any word.
    private mutating func startSolid(_ isStart: Bool) {
        isInSolid = isStart
        while words.goToWord() { words.skipWord() }
    }

    private mutating func skipNormal() throws(CloudFileError) {
        try take(.normal)
        for _ in 0..<3 where words.goToWord() { words.skipWord() }
    }

    private mutating func take(_ keyword: Keyword) throws(CloudFileError) {
        guard words.goToWordOfAnyLine() else { throw failure(.endsWithinTriangle) }
        let before = words.shown
        guard words.keyword() == keyword else { throw failure(.unexpectedWord(before)) }
    }

    private mutating func vertex() throws(CloudFileError) -> SIMD3<Float> {
        var point = SIMD3<Float>()
        for axis in 0..<3 {
            guard words.goToWord() else { throw failure(.number(text: "", of: "a vertex")) }
            guard let number = words.number(Float.self) else {
                throw failure(.number(text: words.shown, of: "a vertex"))
            }
            point[axis] = number
        }
        return point
    }

    private func failure(_ problem: CloudFileError.MeshProblem) -> CloudFileError {
        .mesh(path: path, line: words.line, problem)
    }
}

extension Keyword {
    fileprivate static let solid = Keyword("solid")
    fileprivate static let endsolid = Keyword("endsolid")
    fileprivate static let facet = Keyword("facet")
    fileprivate static let normal = Keyword("normal")
    fileprivate static let outer = Keyword("outer")
    fileprivate static let loop = Keyword("loop")
    fileprivate static let vertex = Keyword("vertex")
    fileprivate static let endloop = Keyword("endloop")
    fileprivate static let endfacet = Keyword("endfacet")
}
