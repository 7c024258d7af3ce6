import CloudFiles
import LinearAlgebra
public import Parallel
public import PointClouds
public import Reports

/// The same points in another format, encoding or unit; every field keeps its type and its values.
public struct ConvertRequest: Request {
    public var input: CloudInput
    public var output: CloudOutput
    /// `nil`: as the output's name says.
    public var format: CloudFormat?
    /// `nil`: binary where the format has it.
    public var encoding: CloudEncoding?
    /// How many cores to use; the bytes don't depend on it.
    public var threads: Int

    public init(
        _ input: CloudInput, to output: CloudOutput, format: CloudFormat? = nil, encoding: CloudEncoding? = nil,
        threads: Int = availableThreads
    ) {
        (self.input, self.output, self.format, self.encoding) = (input, output, format, encoding)
        self.threads = threads
    }

    public func perform(_ diagnostics: inout Diagnostics) throws -> ConvertReport {
        let (path, threads) = (output.path, threads)
        guard let format = format ?? CloudFormat(pathExtension: path), let encoding = encoding ?? format.usualEncoding
        else {
            throw CloudFileError.unknownExtension(path: path)
        }
        var (source, written) = (input, output.unit)
        var isMillimeters: Bool?
        // With one unit on both sides nothing is scaled, and no bit changes.
        if case .file(let path, let unit) = input, unit == output.unit {
            (source, written) = (.file(path, unit: .meters), .meters)
            isMillimeters = unit == .millimeters
        }
        let cloud = try diagnostics.readFile(source, isMillimeters: isMillimeters, threads: threads).cloud
        let leftOut = try diagnostics.timed("write") {
            try cloud.write(to: path, format: format, encoding: encoding, unit: written, threads: threads)
        }
        for warning in leftOut { diagnostics.warn(of: warning, in: path) }
        return ConvertReport(
            input: input.name, output: path, format: format, encoding: encoding, pointCount: cloud.count)
    }
}
