/// How a message calls the settings that it tells people to give: every way in has its own names for them.
public enum SettingNames: Sendable {
    /// As Swift's labels: `minimumPoints: 50`.
    case labels
    /// As a command line's options: `--minimum-points 50`.
    case options

    /// A setting, with its value where that is part of the advice.
    ///
    /// - Parameter words: its words in small letters, with a `-` between them.
    package func callAsFunction(_ words: String, _ value: String? = nil) -> String {
        switch self {
        case .labels:
            let parts = words.split(separator: "-")
            let name = parts.prefix(1).joined() + parts.dropFirst().map(\.capitalizedFirst).joined()
            return name + (value.map { ": \($0)" } ?? "")
        case .options: return "--\(words)" + (value.map { " \($0)" } ?? "")
        }
    }

    /// What tells more about a request.
    package func help(on request: String) -> String {
        switch self {
        case .labels: "the documentation of the request \(request)"
        case .options: "pickpose \(request) --help"
        }
    }

    /// Another request that is worth making.
    package func request(_ name: String) -> String {
        switch self {
        case .labels: "the request \(name)"
        case .options: "pickpose \(name)"
        }
    }

    /// An error or a warning in words.
    package func description(of message: Any) -> String {
        (message as? any NamesSettings)?.description(naming: self) ?? "\(message)"
    }
}

/// An error or a warning whose advice names settings; its `description` has them as Swift's labels.
public protocol NamesSettings: CustomStringConvertible {
    /// One line: what is wrong and what to do, settings under these names.
    func description(naming settings: SettingNames) -> String
}

extension Substring {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
