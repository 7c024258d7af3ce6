extension JawGripper {
    func findings(approach: Double) -> [CellFinding] {
        var findings: [CellFinding] = []
        if palm.thickness < opening.lowerBound + 2 * fingers.thickness { findings.append(.palmNarrowerThanFingers) }
        if approach > 0, approach < fingers.length { findings.append(.approachWithinFingers) }
        if fingers.thickness > fingers.length { findings.append(.fingersThickerThanLong) }
        return findings
    }
}
