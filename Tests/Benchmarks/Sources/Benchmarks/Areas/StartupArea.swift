extension Area {
    /// What a user waits for before the first byte is read.
    static let startup = Area("startup") { bench in
        bench.contest("--version", seconds: 3) { contest in
            contest.command("pickpose --version", [Paths.pickpose, "--version"])
            contest.command("an empty C program", [Paths.emptyProgram])
        }
    }
}
