import Glibc

/// One run kept under `Runs/`, with its date and machine.
struct RunRecord {
    var table: ResultTable
    var remarks: [String]
    var arguments: [String]

    /// Appends to the day's file and returns its path.
    func write() throws -> String {
        var now = time(nil)
        var parts = tm()
        gmtime_r(&now, &parts)
        func stamp(_ format: String) -> String {
            var buffer = [CChar](repeating: 0, count: 64)
            let count = strftime(&buffer, buffer.count, format, &parts)
            return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        let path = "\(Paths.package)/Runs/\(stamp("%Y-%m-%d")).md"
        let file = fopen(path, "a")
        guard let file else { throw CommandFailure(description: "\(path): \(String(cString: strerror(errno)))") }
        defer { fclose(file) }
        let options = arguments.filter { $0 != "--record" }.joined(separator: " ")
        let entry =
            "## \(stamp("%H:%M")) UTC, \(Self.machine)\n`run.sh\(options.isEmpty ? "" : " " + options)`\n\n"
            + "\(table.text)\n\n" + remarks.map { "\($0)\n" }.joined() + "\n"
        fputs(entry, file)
        return path
    }

    static var machine: String {
        let model =
            Inputs.lines(of: "/proc/cpuinfo").first { $0.hasPrefix("model name") }?
            .split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? "unknown processor"
        return "\(sysconf(Int32(_SC_NPROCESSORS_ONLN))) × \(model)"
    }
}
