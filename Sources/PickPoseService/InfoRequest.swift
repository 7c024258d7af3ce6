import CloudFiles
public import Parallel
import PointClouds
public import Reports

/// What files of points hold.
public struct InfoRequest: Request {
    public var inputs: [CloudInput]
    /// How many cores to use; the answer doesn't depend on it.
    public var threads: Int

    public init(_ inputs: [CloudInput], threads: Int = availableThreads) {
        (self.inputs, self.threads) = (inputs, threads)
    }

    public func perform(_ diagnostics: inout Diagnostics) throws -> InfoReport {
        var report = InfoReport(files: [])
        for input in inputs {
            do {
                report.files.append(.cloud(try description(of: input, &diagnostics)))
            } catch {
                // One file alone fails as every request does.
                if inputs.count == 1 { throw error }
                diagnostics.fail(error)
                report.files.append(.failure(path: input.name, error))
            }
        }
        return report
    }

    private func description(of input: CloudInput, _ diagnostics: inout Diagnostics) throws -> CloudDescription {
        if case .cloud(let cloud, let name) = input {
            return diagnostics.timed("measure") {
                CloudDescription(of: cloud, path: name, format: "memory", threads: threads)
            }
        }
        let file = try diagnostics.readFile(input, threads: threads)
        return diagnostics.timed("measure") {
            CloudDescription(
                of: file.cloud, path: input.name, format: file.format.rawValue,
                // Of a format that is only read, the encoding is nobody's choice.
                encoding: file.format.encodings.isEmpty ? nil : file.encoding.rawValue, threads: threads)
        }
    }
}
