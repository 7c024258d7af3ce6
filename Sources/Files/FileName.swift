/// A path's last part.
package struct FileName {
    package var name: String
    /// Without the ending.
    package var stem: String
    /// From the last dot on; empty where there is none, or only one at the beginning.
    package var ending: String

    package init(_ path: String) {
        name = path.split(separator: "/").last.map(String.init) ?? path
        let dot = name.dropFirst().lastIndex(of: ".") ?? name.endIndex
        (stem, ending) = (String(name[..<dot]), String(name[dot...]))
    }

    /// What stands behind the name's last dot, in lower case, a dot at the beginning too: of `.PLY`, `ply`. Empty without
    /// a dot.
    package var format: String {
        name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
    }
}
