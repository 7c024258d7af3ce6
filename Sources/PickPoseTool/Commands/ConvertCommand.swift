public import ArgumentParser
import CloudFiles
import LinearAlgebra
import PickPoseService
public import PointClouds

/// `pickpose convert IN OUT`: the same points in another format, encoding or unit.
struct ConvertCommand: ResultCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Writes a file of points in another format, encoding or unit.",
        discussion: """
            Every field keeps its type and its value; normals and colours get the names of the format written. What \
            that has no place for is said. A file may be converted in its own place: what can't be written leaves it as it \
            was.

            pickpose convert scan.pcd scan.ply
            pickpose convert scan.pcd small.pcd --encoding binary_compressed
            pickpose convert part_mm.ply part.pcd --unit mm
            pickpose convert part.stl part.ply
            cat scan.pcd | pickpose convert - - --to ply > scan.ply
            """)

    @Argument(help: "A \(CloudFormat.names) file, a mesh as STL, OBJ or VTK (which PCL reads), or - for stdin.")
    var input: String

    @Argument(
        help: ArgumentHelp(
            "The file to write, or --output; its name ends in \(CloudFormat.endings), or is - for stdout (with --to)."))
    var target: String?

    @Option(
        help: ArgumentHelp(
            "ascii, binary, binary_compressed (PCD), binary_big_endian (PLY). (default: binary, where the format has"
                + " it)"))
    var encoding: CloudEncoding?

    @Option(help: "\(CloudFormat.writable.map(\.rawValue).joined(separator: " or ")), where the name doesn't say it.")
    var to: CloudFormat?

    @Option(help: "The unit of the lengths written: m or mm.")
    var outputUnit: LengthUnit = .meters

    @OptionGroup var shared: SharedOptions

    /// A file may be converted in its own place.
    var inputs: [String] { [] }
    var outputTakesResult: Bool { false }

    private var destination: String { target ?? shared.output ?? "" }

    func validate() throws {
        guard let target = target ?? shared.output else {
            throw ValidationError("convert needs the file to write: give it behind the input, or by --output.")
        }
        if let output = shared.output, output != target {
            throw ValidationError("--output \(output): the file to write is given twice; leave out one of the two.")
        }
        guard let format = to ?? CloudFormat(pathExtension: target) else {
            throw ValidationError(
                "\(target): the name doesn't say the format; end it in \(CloudFormat.endings), or give --to.")
        }
        if let encoding, !format.encodings.contains(encoding) {
            throw ValidationError(
                "--encoding \(encoding.rawValue): \(format.rawValue) has "
                    + format.encodings.map(\.rawValue).joined(separator: ", ") + ".")
        }
    }

    func run() throws {
        try checkRequest()
        let request = ConvertRequest(
            shared.cloud(input), to: CloudOutput(destination, unit: outputUnit), format: to, encoding: encoding,
            threads: shared.threadCount)
        let response = try response(to: request)
        // Where the cloud itself goes to stdout, nothing else may.
        if destination != "-" { try write(response) }
    }
}

extension CloudEncoding: ExpressibleByArgument {}
extension CloudFormat: ExpressibleByArgument {
    /// The name of a format that is written.
    public init?(argument: String) {
        self.init(rawValue: argument)
        if !Self.writable.contains(self) { return nil }
    }

    public static var allValueStrings: [String] { writable.map(\.rawValue) }
}
