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
            if let width = cloud.width(belowMeters: 0.01, threads: threads) { warnings.append(.looksLikeMeters(width)) }
        }
    }
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
}
