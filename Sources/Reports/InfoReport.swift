/// What files of points hold, in the order in which they were asked for: `pickpose.info/1`.
public struct InfoReport: Report {
    public static let schema = "pickpose.info/1"

    /// What became of one file.
    public enum Entry: Sendable {
        case cloud(CloudDescription)
        /// It couldn't be read; the others are told all the same.
        case failure(path: String, any Error)
    }

    public var files: [Entry]

    public init(files: [Entry]) {
        self.files = files
    }

    private var firstFailure: (any Error)? {
        for case .failure(_, let error) in files { return error }
        return nil
    }

    public var status: String { firstFailure == nil ? "ok" : "incomplete" }

    public var outcome: ReportOutcome { firstFailure.map { .incomplete($0) } ?? .done }

    public var members: KeyValuePairs<String, JSON> {
        [
            "files": JSON(
                files.map { file -> JSON in
                    switch file {
                    case .cloud(let cloud): cloud.json
                    case .failure(let path, let error): ["path": JSON(path), "error": JSON("\(error)")]
                    }
                })
        ]
    }

    /// A paragraph a file; those that can't be read are told by messages.
    public var text: String {
        files.compactMap { file -> String? in
            guard case .cloud(let cloud) = file else { return nil }
            return cloud.text
        }.joined(separator: "\n\n")
    }
}
