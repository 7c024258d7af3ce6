public import LinearAlgebra
public import Parallel
public import PointClouds

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

    /// Reads the first cloud of a PCD, PLY, STL or OBJ file; ``CloudSource`` gives those behind it.
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

    private init(file: InputFile, unit: LengthUnit, threads: Int) throws(CloudFileError) {
        var source = try CloudSource(file: file, unit: unit, threads: threads)
        guard let first = try source.next() else { throw .empty(path: file.path) }
        self = first
    }

    init(_ content: FileContent, unit: LengthUnit, threads: Int) {
        (format, encoding) = (content.format, content.encoding)
        (cloud, warnings) = content.cloud(unit: unit)
        switch unit {
        case .meters: if cloud.looksLikeMillimeters(threads: threads) { warnings.append(.looksLikeMillimeters) }
        case .millimeters:
            if let width = cloud.widthIfTiny(threads: threads) { warnings.append(.looksLikeMeters(width)) }
        }
    }
}

/// Widths that tell a file's unit, in metres as they were read.
private enum LikelyWidths {
    /// As metres wider than a robot's cell or a hall (100 m), as millimetres 0.1 to 100 m: what
    /// scanners see. Beyond lie maps.
    static let ofMillimeters = Float(100).nextUp..<100_000
    /// Of 10 mm depth cameras see a few points.
    static let least: Float = 0.01
}

extension PointCloud {
    /// Reads a PCD, PLY, STL or OBJ file; of a mesh, its vertices. ``CloudFile`` tells more, warnings too.
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

    /// Near the origin, too wide for a scan of a cell in metres and not as wide as a map.
    func looksLikeMillimeters(threads: Int) -> Bool {
        guard origin == .zero else { return false }
        let bounds = FiniteBounds(of: positions, threads: threads)
        if bounds.isEmpty { return false }
        let widest = (bounds.high - bounds.low).max()
        return LikelyWidths.ofMillimeters.contains(widest)
    }

    /// How wide the cloud is where that is less than anything that is scanned, as a scan in metres is that was read as
    /// millimetres.
    func widthIfTiny(threads: Int) -> Double? {
        let bounds = FiniteBounds(of: positions, threads: threads)
        guard bounds.count > 1 else { return nil }
        let widest = (bounds.high - bounds.low).max()
        return widest > 0 && widest < LikelyWidths.least ? Double(widest) : nil
    }
}
