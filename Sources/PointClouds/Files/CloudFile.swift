/// A cloud with what its file says about itself.
public struct CloudFile: Sendable {
    /// Its points in metres, every field in the file's own type.
    public var cloud: PointCloud
    /// What the content turned out to be.
    public var format: CloudFormat
    /// How its numbers are stored.
    public var encoding: CloudEncoding
    /// What was odd but no reason to refuse the file.
    public var warnings: [CloudFileWarning]

    /// A cloud with what is said of its file.
    public init(
        cloud: PointCloud, format: CloudFormat, encoding: CloudEncoding, warnings: [CloudFileWarning] = []
    ) {
        (self.cloud, self.format, self.encoding, self.warnings) = (cloud, format, encoding, warnings)
    }

    /// Reads a PCD or PLY file; its content says which.
    ///
    /// - Parameters:
    ///   - path: the file, or `-` for the standard input.
    ///   - unit: the unit of the file's lengths.
    ///   - threads: how many cores to use; the cloud doesn't depend on it.
    /// - Complexity: linear; holds the cloud and, of a pipe, what was read.
    public init(
        contentsOf path: String, unit: LengthUnit = .meters, threads: Int = availableThreads
    ) throws(CloudFileError) {
        try self.init(file: InputFile(path: path), unit: unit, threads: threads)
    }

    /// Reads a file that lies in memory; `name` stands for its path in messages.
    public init(
        bytes: UnsafeRawBufferPointer, name: String, unit: LengthUnit = .meters, threads: Int = availableThreads
    ) throws(CloudFileError) {
        try self.init(file: InputFile(bytes, path: name), unit: unit, threads: threads)
    }

    init(file: InputFile, unit: LengthUnit, threads: Int) throws(CloudFileError) {
        let content: FileContent =
            switch try CloudFormat(of: file) {
            case .pcd: try PCDReader(file: file, threads: threads).read(unit: unit)
            case .ply: try PLYReader(file: file, threads: threads).read(unit: unit)
            }
        (format, encoding) = (content.format, content.encoding)
        (cloud, warnings) = content.cloud(unit: unit)
        switch unit {
        case .meters: if cloud.looksLikeMillimeters(threads: threads) { warnings.append(.looksLikeMillimeters) }
        case .millimeters:
            if let width = cloud.width(belowMeters: 0.01, threads: threads) { warnings.append(.looksLikeMeters(width)) }
        }
    }
}

extension PointCloud {
    /// Reads a PCD or PLY file; its content says which. ``CloudFile`` tells more, warnings too.
    ///
    /// - Parameters:
    ///   - path: the file, or `-` for the standard input.
    ///   - unit: the unit of the file's lengths.
    ///   - threads: how many cores to use; the cloud doesn't depend on it.
    public init(
        contentsOf path: String, unit: LengthUnit = .meters, threads: Int = availableThreads
    ) throws(CloudFileError) {
        self = try CloudFile(contentsOf: path, unit: unit, threads: threads).cloud
    }

    /// Over 100 m wide, near the origin, and not a map in coordinates of its own.
    func looksLikeMillimeters(threads: Int) -> Bool {
        guard origin == .zero else { return false }
        let bounds = FiniteBounds(of: positions, threads: threads)
        if bounds.isEmpty { return false }
        let widest = (bounds.high - bounds.low).max()
        return widest > 100 && widest < 100_000
    }

    /// How wide the cloud is where that is less than `limit`, as a scan in metres is that was read as millimetres.
    func width(belowMeters limit: Float, threads: Int) -> Double? {
        let bounds = FiniteBounds(of: positions, threads: threads)
        guard bounds.count > 1 else { return nil }
        let widest = (bounds.high - bounds.low).max()
        return widest > 0 && widest < limit ? Double(widest) : nil
    }

    /// The smallest and largest coordinates of the valid points, relative to ``origin``; `nil` if there are none.
    public var bounds: (lowerBound: SIMD3<Float>, upperBound: SIMD3<Float>)? {
        let bounds = FiniteBounds(of: positions)
        return bounds.isEmpty ? nil : (bounds.low, bounds.high)
    }
}

extension CloudFormat {
    /// Told from the first bytes, not from the name.
    init(of file: InputFile) throws(CloudFileError) {
        let bytes = try file.bytes(at: 0, count: file.load(upTo: 1 << 12))
        guard !bytes.isEmpty else { throw .empty(path: file.path) }
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.split { $0.isNewline }.filter { !$0.allSatisfy(\.isWhitespace) }
        let firstLine = lines.first ?? ""
        func word(of line: Substring) -> Substring { line.split(whereSeparator: \.isWhitespace).first ?? "" }
        if word(of: firstLine) == "ply" {
            self = .ply
        } else if firstLine.contains(".PCD") || PCDHeader.isKeyword(word(of: lines.first { !$0.hasPrefix("#") } ?? ""))
        {
            // Other files begin with comments too.
            self = .pcd
        } else {
            let printable = firstLine.prefix(40).unicodeScalars.map { scalar in
                scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0xFFFD ? "?" : Character(scalar)
            }
            throw .unknownFormat(path: file.path, beginning: String(printable))
        }
    }
}

/// Something odd about a file that is read all the same.
public enum CloudFileWarning: Equatable, Sendable, CustomStringConvertible {
    case noPositions
    case missingAxes([String])
    case noVertices
    case looksLikeMillimeters
    /// Read as millimetres, and only so wide (metres).
    case looksLikeMeters(Double)
    case widened
    case leftOut(String, CloudFormat)

    public var description: String {
        switch self {
        case .noPositions: "the file has no fields x y z: none of its points is valid"
        case .missingAxes(let names): "the file has no field \(names.joined(separator: " and no ")): taken as 0"
        case .noVertices: "the file has no element vertex: the cloud is empty"
        case .looksLikeMillimeters: "the cloud is over 100 m wide: if the file is in millimetres, say --unit mm"
        case .looksLikeMeters(let width):
            "the cloud is only \((width * 1e6).rounded() / 1000) mm wide: is the file in metres? Then leave out --unit mm"
        case .widened:
            "the text of the positions says more than the Float32 its header declares: they are kept as Float64"
        case .leftOut(let what, let format): "\(what) left out: \(format.rawValue.uppercased()) has no place for it"
        }
    }
}
