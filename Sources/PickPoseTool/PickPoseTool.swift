import ArgumentParser
import CKernels
import Glibc

/// The command line: parses, runs one command, and ends with the exit code of the contract.
@main
struct PickPoseTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pickpose",
        abstract: "Turns 3D scans into robot poses.",
        discussion: """
            Results go to stdout, messages to stderr. Lengths are metres unless --unit says otherwise; \
            matrices are 4×4, row by row, and map column vectors.

            Exit codes: 0 done; 1 done, but nothing found or not converged; 64 wrong usage; 65 malformed data; \
            66 no such input; 70 internal error; 73 cannot write.
            """,
        version: "0.1.0",
        subcommands: [
            InfoCommand.self, ConvertCommand.self, PoseCommand.self, SegmentCommand.self, AlignCommand.self,
            TransformCommand.self,
            CellCommand.self, CalibrateCommand.self, PickCommand.self,
        ])

    /// What a scan of 300,000 points needs at a time, so that a seventh of its time doesn't go into pages that come
    /// zeroed from the system again and again; in bytes.
    private static let keptHeap: Int32 = 64 << 20
    /// The largest threshold that malloc allows: what is larger is mapped for itself and given back, as ever; in bytes.
    private static let largestKeptArray: Int32 = 32 << 20

    static func main() {
        // A reader that has seen enough is told by write(2), as every other failure, and doesn't kill the program.
        signal(SIGPIPE, SIG_IGN)
        ck_reserve_heap(keptHeap, largestKeptArray)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            end(with: error)
        }
    }
}
