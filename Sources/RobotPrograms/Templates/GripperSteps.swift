extension ProgramTemplates {
    /// The steps that open and close the gripper: the cell's own statements, else the output, and the wait for it.
    ///
    /// - Parameters:
    ///   - output: the line that sets the output to a level, given its name.
    ///   - statement: the line of a statement of the cell's, `{{.}}`.
    ///   - wait: the line that waits.
    static func gripperSteps(output: (_ level: String) -> String, statement: String = "{{.}}", wait: String) -> String {
        [("open", "level_open"), ("close", "level_closed")].map { step, level in
            """
            {{#\(step)}}
            {{#\(step)_statements}}
            \(statement)
            {{/\(step)_statements}}
            {{^\(step)_statements}}
            \(output(level))
            {{/\(step)_statements}}
            {{#waits}}
            \(wait)
            {{/waits}}
            {{/\(step)}}
            """
        }.joined(separator: "\n")
    }
}
