/// The name that was probably meant: the one with the fewest letters inserted, left out, changed or swapped, if a
/// third of the letters or more are right.
package func nearest(to name: String, among names: [String]) -> String? {
    let typed = Array(name.lowercased().unicodeScalars.prefix(64))
    var best: (name: String, distance: Int)?
    for candidate in names {
        let distance = editDistance(typed, Array(candidate.lowercased().unicodeScalars))
        if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    guard let best, best.distance * 3 <= 2 * max(typed.count, best.name.unicodeScalars.count) else { return nil }
    return best.name
}

/// How many letters are inserted, left out, changed or swapped from one to the other.
package func editDistance(_ a: String, _ b: String) -> Int {
    editDistance(Array(a.unicodeScalars), Array(b.unicodeScalars))
}

/// Damerau's distance with adjacent swaps, by rows (optimal string alignment).
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
        var row = [i + 1]
        for j in 0..<b.count {
            var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
            row.append(cost)
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}
