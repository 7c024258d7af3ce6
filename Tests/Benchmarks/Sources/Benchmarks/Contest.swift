import Glibc

/// Those who do one task, each a closure that runs it once and gives its seconds.
final class Contest {
    struct Standing {
        var who: String
        var threads: Int
        var seconds: [Double] = []
        var note: String = ""
    }

    private unowned let bench: Bench
    /// Bytes of memory that are made ready before each turn.
    private let memory: Int
    private var entrants: [(standing: Standing, once: () -> (seconds: Double, note: String)?)] = []

    init(bench: Bench, memory: Int) {
        (self.bench, self.memory) = (bench, memory)
    }

    /// Enters `body`, timed as a whole; `note` says something about its result to hold against the others'.
    func measure<Output>(
        _ who: String, threads: Int, note: @escaping (Output) -> String = { _ in "" },
        _ body: @escaping () throws -> Output
    ) {
        enter(who, threads: threads) { [unowned bench] in
            do {
                let start = ContinuousClock.now
                let output = try body()
                let seconds = (ContinuousClock.now - start).seconds
                return (seconds, note(output))
            } catch {
                bench.remark("\(who) failed: \(error)")
                return nil
            }
        }
    }

    /// Enters a peer that runs in a process of its own and times itself. `request` is a task's name in `Peers/` and
    /// its arguments; `note` makes of what it says what is printed.
    func ask(
        _ peer: Peer, as who: String, threads: Int, _ request: String, note: @escaping (String) -> String = { $0 }
    ) {
        guard let process = bench.process(of: peer, threads: threads) else { return }
        enter(who, threads: threads) { [unowned bench] in
            switch process.answer(to: request) {
            case .done(let seconds, let said): return (seconds, note(said))
            case .failed(let why):
                bench.remark("\(who) failed on “\(request)”: \(why)")
                return nil
            }
        }
    }

    /// Enters a whole command: its start, its work and its end.
    func command(_ who: String, threads: Int = 1, _ arguments: [String]) {
        enter(who, threads: threads) { [unowned bench] in
            do {
                return (try secondsOfCommand(arguments), "")
            } catch {
                bench.remark("\(who) failed: \(error)")
                return nil
            }
        }
    }

    private func enter(_ who: String, threads: Int, _ once: @escaping () -> (seconds: Double, note: String)?) {
        entrants.append((Standing(who: who, threads: threads), once))
    }

    /// A warm-up each, then rounds in turn until `seconds` are spent.
    func run(seconds: Double) -> [Standing] {
        var running = entrants.filter { $0.once() != nil }
        let start = ContinuousClock.now
        var rounds = 0
        while rounds < 3 || (rounds < 25 && (ContinuousClock.now - start).seconds < seconds) {
            for i in running.indices {
                BackedMemory.prepare(bytes: memory)
                guard let (seconds, note) = running[i].once() else { continue }
                running[i].standing.seconds.append(seconds)
                running[i].standing.note = note
            }
            rounds += 1
        }
        return running.map(\.standing).filter { !$0.seconds.isEmpty }
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
