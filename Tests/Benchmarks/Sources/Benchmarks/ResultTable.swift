/// The run's results as one Markdown table, aligned for the eye.
struct ResultTable {
    let text: String

    init(_ results: [Bench.Result]) {
        var rows = [["task", "who", "threads", "median", "minimum", "ratio", "said"]]
        for result in results {
            // Against ours on as many threads, else on one.
            let ours = results.filter {
                $0.area == result.area && $0.task == result.task && $0.who.hasPrefix(Self.ours)
            }
            let reference = ours.first { $0.threads == result.threads } ?? ours.first { $0.threads == 1 } ?? ours.first
            let ratio = reference.map { result.seconds.median / $0.seconds.median }
            rows.append([
                "\(result.area): \(result.task)", result.who, "\(result.threads)",
                Self.duration(result.seconds.median), Self.duration(result.seconds.min() ?? 0),
                ratio.map { Self.digits($0) } ?? "–", result.note,
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let numeric: Set = [2, 3, 4, 5]
        var lines = rows.map { row in
            let cells = row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return numeric.contains(column) ? space + row[column] : row[column] + space
            }
            return "| " + cells.joined(separator: " | ") + " |"
        }
        let rule = widths.indices.map { column in
            String(repeating: "-", count: max(1, widths[column] - 1)) + (numeric.contains(column) ? ":" : "-")
        }
        lines.insert("| " + rule.joined(separator: " | ") + " |", at: 1)
        text =
            lines.joined(separator: "\n") + "\n\nratio: the time against ours of the same task; above 1, we are faster."
    }

    /// Ours are entered under this name, or one that begins with it.
    static let ours = "pickpose"

    static func duration(_ seconds: Double) -> String {
        seconds < 1e-3
            ? digits(seconds * 1e6) + " µs" : seconds < 1 ? digits(seconds * 1e3) + " ms" : digits(seconds) + " s"
    }

    /// Three digits.
    static func digits(_ value: Double) -> String {
        let decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
        let scale = [1.0, 10.0, 100.0][decimals]
        let whole = Int((value * scale).rounded())
        if decimals == 0 { return "\(whole)" }
        let fraction = "\(whole % Int(scale))"
        return "\(whole / Int(scale)).\(String(repeating: "0", count: decimals - fraction.count))\(fraction)"
    }
}

extension [Double] {
    var median: Double {
        let ordered = sorted()
        guard !ordered.isEmpty else { return .nan }
        let middle = ordered.count / 2
        return ordered.count % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2
    }
}
