import Testing

@Suite struct CommandLineTests {
    @Test func helpAndVersion() throws {
        let help = try pickpose("--help", environment: ["COLUMNS": "100"])
        #expect(help.status == 0)
        try expectSnapshot(help.text, "help.txt")

        let version = try pickpose("--version")
        #expect(version.status == 0)
        #expect(version.text == "0.1.0\n")
    }

    @Test func wrongUsageIsSaidOnStandardErrorWith64() throws {
        for arguments in [["--no-such-option"], ["no-such-command"]] {
            let run = try pickpose(arguments)
            #expect(run.status == 64, "\(arguments)")
            #expect(run.stdout.isEmpty)
            #expect(run.stderr.contains(arguments[0]))
        }
    }
}
