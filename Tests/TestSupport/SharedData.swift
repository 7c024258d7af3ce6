import Glibc
public import Testing

/// The real scans that stand beside the project and are never copied into it.
///
/// Found through `PICKPOSE_SHARED`, else at `../shared` beside the package. Tests that need them are marked
/// `.enabled(if: SharedData.isPresent, SharedData.missing)` and pass over with that message elsewhere.
public enum SharedData {
    public static let root: String = {
        if let named = getenv("PICKPOSE_SHARED") { return String(cString: named) }
        // …/Tests/TestSupport/SharedData.swift → …/../shared
        let package = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/\(package)/../shared"
    }()

    public static var isPresent: Bool { access(root + "/data/README.md", R_OK) == 0 }

    public static let missing: Comment = "the shared scans are not on this machine (set PICKPOSE_SHARED)"

    /// The path of a file under `data/`, such as `osd/learn0.pcd`.
    public static func path(_ name: String) -> String { "\(root)/data/\(name)" }
}
