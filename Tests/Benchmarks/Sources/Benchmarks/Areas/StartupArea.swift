import Glibc

extension Area {
    /// What a user waits for before the first byte is read.
    static let startup = Area("startup") { bench in
        bench.contest("--version", seconds: 3, memory: 0) { contest in
            if access(Paths.staticPickpose, X_OK) == 0 {
                contest.command("pickpose --version, static", [Paths.staticPickpose, "--version"])
            } else {
                bench.remark("left out: pickpose with Swift's libraries inside (run.sh startup builds it)")
            }
            contest.command("pickpose --version, shared libraries", [Paths.pickpose, "--version"])
            contest.command("an empty C program", [Paths.emptyProgram])
        }
    }
}
