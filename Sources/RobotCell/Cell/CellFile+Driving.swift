extension CellFile {
    /// Refuses a cell that a robot must not be driven by: with poses that look like another unit's, or with motions that
    /// lead through things or out of the work volume. What a person reads may be doubtful; what a robot runs may not.
    ///
    /// - Throws: the first such thing, with its line and the remedy.
    public func checkDriving() throws(CellFileError) {
        if let remark = remarks.first(where: \.remark.isAboutUnit) { throw remark.refusal }
        if let finding = CellCheck(self).findings.first(where: \.isUnsafe) {
            let line = settings.first { $0.key == finding.key }?.line
            throw CellFileError(
                .unsafe(finding.problem), file: file.isEmpty ? "cell" : file, line: line, key: finding.key)
        }
    }
}

extension CellRemark {
    /// The same as an error, for where a robot would go by it.
    public var refusal: CellFileError {
        CellFileError(.unsafe("\(remark); \(PoseRemark.unitRemedy)"), file: file, line: line, key: key)
    }
}

extension PoseRemark {
    /// What to do about a pose whose numbers look like another unit's before a robot goes by it.
    public static var unitRemedy: String {
        "correct them, or write the pose as matrix: in m if it is meant as it stands"
    }
}
