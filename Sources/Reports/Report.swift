public import Files

/// A result as pickpose publishes it: the same values for programs (``members``) and for people (``text``).
///
/// Its JSON begins with the schema and the status and ends with the warnings; ``ReportDocument`` puts it together. Names,
/// order and units of the members are part of the schema: lengths are metres, angles radians unless a name says other.
public protocol Report: Sendable {
    /// The name and version of the members' layout, such as `pickpose.pose/1`.
    static var schema: String { get }
    /// How the request ended, in a word: `ok`, `nothing_found`, `not_converged`, …
    var status: String { get }
    /// What the status means for whoever asked.
    var outcome: ReportOutcome { get }
    /// The schema's members between `status` and `warnings`, in their order.
    var members: KeyValuePairs<String, JSON> { get }
    /// For people, without the final newline.
    var text: String { get }
    /// The same with settings under these names, where the text names any.
    func text(naming settings: SettingNames) -> String
}

extension Report {
    public func text(naming settings: SettingNames) -> String { text }
}

/// What a result means for whoever asked, as an exit code tells it.
public enum ReportOutcome: Sendable {
    /// What was asked for is there.
    case done
    /// The work was done, but nothing was found or it did not converge; the status says which.
    case nothingFound
    /// A part of it failed, first with this error; the report holds the rest.
    case incomplete(any Error)
}

extension Report {
    public var outcome: ReportOutcome { .done }
}
