import Foundation
import Testing

/// `--engine pcl` with stand-ins for the helper that fail: what a person reads, and the exit code.
@Suite struct PCLFailureTests {
    /// The command under another path, where no helper is: a link, for a copy still counts as open for writing in what
    /// other tests fork meanwhile, and can't be run then; a copy where the folders lie on two file systems.
    private func program(in folder: TemporaryFolder) throws -> String {
        let (built, program) = (builtProducts.appending(path: "pickpose").path, folder / "pickpose")
        do {
            try FileManager.default.linkItem(atPath: built, toPath: program)
        } catch {
            try FileManager.default.copyItem(atPath: built, toPath: program)
        }
        return program
    }

    /// Runs a copy of the command that has `script` beside it where the helper belongs, or nothing.
    private func segmenting(withHelper script: String?) throws -> CommandLineRun {
        let folder = try TemporaryFolder()
        let program = try program(in: folder)
        if let script {
            let helper = try folder.file("pickpose-pcl", "#!/bin/sh\ncat > /dev/null\n\(script)\n")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: helper)
        }
        let scan = try folder.file("scan.pcd", InfoAndConvertTests.cloud)
        return try pickpose(["segment", scan, "--engine", "pcl"], program: program)
    }

    private func expect(
        _ run: CommandLineRun, status: Int32, saying remedy: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(run.status == status, "\(run.stderr)", sourceLocation: sourceLocation)
        #expect(run.stdout.isEmpty, sourceLocation: sourceLocation)
        #expect(run.stderr.contains(remedy), "\(run.stderr)", sourceLocation: sourceLocation)
        #expect(run.stderr.split(separator: "\n").count == 1, "\(run.stderr)", sourceLocation: sourceLocation)
        #expect(!run.stderr.contains("report"), "PCL's failure is not ours", sourceLocation: sourceLocation)
    }

    @Test func aMissingHelperIsWrongUsage() throws {
        expect(try segmenting(withHelper: nil), status: 64, saying: "apt-get install libpcl-dev")
    }

    @Test func aligningWithoutTheHelperIsWrongUsage() throws {
        let folder = try TemporaryFolder()
        let program = try program(in: folder)
        let box = "\(SampleTests.folder)/box.pcd"
        let run = try pickpose(["align", box, box, "--engine", "pcl"], program: program)
        expect(run, status: 64, saying: "or do without `--engine pcl`")
    }

    @Test func aMeshWithoutTheHelperIsWrongUsage() throws {
        let folder = try TemporaryFolder()
        let program = try program(in: folder)
        let part = try folder.file("part.vtk", "# vtk DataFile Version 3.0\n")
        let run = try pickpose(["info", part], program: program)
        expect(run, status: 64, saying: "part.vtk: the PCL helper is not at")
        #expect(run.stderr.contains("or give it as PLY") && !run.stderr.contains("--engine"), "\(run.stderr)")
    }

    @Test func aMissingLibraryIsWrongUsage() throws {
        let line = "pickpose-pcl: error while loading shared libraries: libpcl_io.so.1.13: cannot open"
        expect(
            try segmenting(withHelper: "echo '\(line)' >&2; exit 127"), status: 64,
            saying: "apt-get install libpcl-dev")
    }

    @Test func aCrashInPCLIsTold() throws {
        expect(try segmenting(withHelper: "kill -SEGV $$"), status: 70, saying: "try without `--engine pcl`")
    }

    @Test func anAnswerWithoutSenseIsTold() throws {
        expect(try segmenting(withHelper: "echo hello"), status: 70, saying: "rebuild it together with pickpose")
    }

    @Test func noPlaneIsNothingFound() throws {
        let answer = #"printf 'pickpcl1\1\0\0\0\1\0\0\0\16\0\0\0\0\0\0\0no plane found'"#
        let run = try segmenting(withHelper: answer)
        #expect(run.status == 1, "\(run.stderr)")
        #expect(run.stderr.contains("no plane that things stand on"), "\(run.stderr)")
    }

    @Test func dataThatPCLRefusesAreMalformed() throws {
        let oops = #"printf 'pickpcl1\1\0\0\0\1\0\0\0\4\0\0\0\0\0\0\0oops'"#
        expect(try segmenting(withHelper: oops), status: 65, saying: "failed: oops")
    }
}
