extension CellFile {
    /// Refuses a cell that a robot must not be driven by: with poses that look like another unit's, or with motions that
    /// lead through things or out of the work volume. What a person reads may be doubtful; what a robot runs may not.
    ///
    /// - Throws: the first such thing, with its line and the remedy.
    public func checkDriving() throws(CellFileError) {
        if let remark = remarks.first(where: \.remark.isAboutUnit) { throw remark.refusal }
        if let finding = CellCheck(self).findings.first(where: \.isUnsafe) {
            throw refusal(finding.problem, key: finding.key)
        }
    }

    /// That a robot must not go by what a key says or by what was found of it.
    package func refusal(_ problem: String, key: String) -> CellFileError {
        CellFileError(.unsafe(problem), file: file.isEmpty ? "cell" : file, line: line(ofKey: key), key: key)
    }

    /// The file, and the line where it gives a key from the top.
    package func place(ofKey key: String) -> String {
        (file.isEmpty ? "cell" : file) + (line(ofKey: key).map { ":\($0)" } ?? "")
    }

    private func line(ofKey key: String) -> Int? { settings.first { $0.key == key }?.line }
}

extension CellFile {
    /// The cell as a robot program can work its gripper: where the program only opens and closes it, as
    /// ``ProgramSettings/GripperControl/setsOpening`` tells, a gripper that could be set between is opened as far as it
    /// goes. Picks for a program are planned with it, so that the opening that is checked is the one that is commanded.
    public var driven: CellFile {
        var cell = self
        switch gripper {
        case .jaw(var jaw):
            if !program.gripper.setsOpening { jaw.isAdjustable = false }
            cell.gripper = .jaw(jaw)
        }
        return cell
    }

    /// The gripper that picks are planned with: as the file says that it is worked, else as wide as each pick wants it.
    public var plannedGripper: Gripper { program.givesGripper ? driven.gripper : gripper }

    /// The one opening that a program commands before every grasp, metres; `nil` where each pick says its own, and for a
    /// gripper that doesn't open.
    public var commandedOpening: Double? {
        switch driven.gripper {
        case .jaw(let jaw): jaw.isAdjustable ? nil : jaw.opening.upperBound
        }
    }
}

extension CellFile {
    /// What the gripper closes to where it holds nothing, metres.
    public var closedOpening: Double {
        switch gripper {
        case .jaw(let jaw): jaw.opening.lowerBound
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
