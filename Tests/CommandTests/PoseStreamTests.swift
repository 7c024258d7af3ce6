import Foundation
import Testing

/// Who is asked: the chain of frames itself, or each pose on stdin.
@Suite struct PoseStreamTests {
    private static let chain = "$pickpose transform --config cell.yaml --from rack --to base"
    private static let rackInBase = "1 0 0 1\n0 1 0 0\n0 0 1 0\n0 0 0 1\n"

    private func bash(_ line: String) throws -> CommandLineRun {
        let folder = try TemporaryFolder()
        _ = try folder.file("cell.yaml", TransformTests.cell)
        return try OutputTests.bash(line, in: folder)
    }

    @Test(arguments: ["< /dev/null", "<&-", "< empty"]) func withNothingOnStdinTheChainComesOut(stdin: String) throws {
        let run = try bash(": > empty; \(Self.chain) \(stdin)")
        #expect(run.text == Self.rackInBase && run.status == 0 && run.stderr.isEmpty, "\(run.stderr)")
    }

    /// As under a supervisor that holds the other end open for ever.
    @Test func aSilentPipeIsNotWaitedFor() throws {
        let run = try bash("mkfifo fifo; exec 3<>fifo; \(Self.chain) <&3")
        #expect(run.text == Self.rackInBase && run.status == 0)
        #expect(run.stderr.contains("nothing came on stdin") && run.stderr.contains("give - to wait"))
    }

    @Test func posesOnStdinAreCarriedThroughTheChain() throws {
        for line in [
            "echo ur:p[0.5,0,0,0,0,0] | \(Self.chain) --as ur",
            "(sleep 1.5; echo ur:p[0.5,0,0,0,0,0]) | \(Self.chain) --as ur -",
        ] {
            let run = try bash(line)
            #expect(run.status == 0 && run.stderr.isEmpty, "\(run.stderr)")
            #expect(
                run.text.contains(#""formatted":{"ur":"p[1.5,0,0,0,0,0]"},"from":"rack","to":"base""#), "\(run.text)")
        }
        let none = try bash("\(Self.chain) - < /dev/null")
        #expect(none.status == 0 && none.stdout.isEmpty && none.stderr.contains("no pose came"), "\(none.stderr)")
        let text = try bash("echo ur:p[0.5,0,0,0,0,0] | $pickpose transform --format text")
        #expect(text.status == 0 && text.stderr.contains("are answered by NDJSON"), "\(text.stderr)")
    }

    @Test func anUnreadableStdinIsNoInput() throws {
        for command in ["$pickpose transform", Self.chain, "$pickpose transform -"] {
            let run = try bash("\(command) < .")
            #expect(run.status == 66 && run.stdout.isEmpty)
            #expect(run.stderr == "pickpose: error: (standard input): cannot be read: Is a directory\n")
        }
    }

    @Test func aDashBesideAPoseIsWrongUsage() throws {
        #expect(try pickpose("transform", "-", "--pose", "named:identity").status == 64)
        #expect(try pickpose("transform", "poses.txt").status == 64)
    }
}
