@preconcurrency import Glibc

/// Every area, in the order of a scan's journey. A new one is a file under Areas/ and a line here.
let areas: [Area] = [
    .startup,
    .reading,
    .writing,
    .linearAlgebra,
    .moments,
    .kdTree,
    .voxelGrid,
    .normals,
    .rendering,
    .registration,
    .segment,
    .pick,
    .poses,
    .transform,
]

/// Runs the areas that `arguments` names, all if none, and returns the process's exit code.
func runBenchmarks(_ arguments: [String]) -> Int32 {
    signal(SIGPIPE, SIG_IGN)
    setvbuf(stdout, nil, _IOLBF, 0)
    let options = Set(arguments.filter { $0.hasPrefix("--") })
    let names = arguments.filter { !$0.hasPrefix("--") }
    let unknown =
        options.subtracting(["--quick", "--record", "--list"])
        .union(names.filter { name in !areas.contains { $0.name == name } })
    guard unknown.isEmpty, !options.contains("--list") else {
        print("run.sh [AREA …] [--quick] [--record]\nareas: \(areas.map(\.name).joined(separator: " "))")
        return unknown.isEmpty ? 0 : 64
    }

    let bench = Bench(quick: options.contains("--quick"))
    for area in areas where names.isEmpty || names.contains(area.name) {
        bench.area = area.name
        do {
            try area.run(bench)
        } catch {
            bench.remark("\(area.name) stopped: \(error)")
        }
    }
    let table = ResultTable(bench.results)
    print("\n\(table.text)")
    for remark in bench.remarks { print(remark) }
    if options.contains("--record") {
        do {
            print("recorded in \(try RunRecord(table: table, remarks: bench.remarks, arguments: arguments).write())")
        } catch {
            print("could not record: \(error)")
            return 73
        }
    }
    return 0
}
