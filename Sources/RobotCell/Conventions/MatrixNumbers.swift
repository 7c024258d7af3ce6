import LinearAlgebra

/// What conventions that write a pose as a matrix share: how many numbers, in which order, and the unit of the lengths.
struct MatrixNumbers {
    enum Order { case byRows, byColumns }

    /// 16, or `nil` where the last row may be left out.
    var count: Int?
    var order = Order.byRows
    var unit = LengthUnit.meters
    /// The convention of the same unit that has the other order, for a matrix that was taken for this one's.
    var transposed: String?

    func read(_ text: inout TextScanner) throws(PoseTextError) -> PoseReading {
        let start = text.position
        text.skipArrayName()
        return try reading(try text.numbers(separators: ",;[]()"), at: start)
    }

    func reading(_ n: [Double], at start: Int) throws(PoseTextError) -> PoseReading {
        guard n.count == 16 || n.count == 12 && count == nil else {
            throw PoseTextError(.wrongCount(n.count, expected: count == nil ? "16 or 12" : "16"), at: start)
        }
        let asWritten = stride(from: 0, to: n.count, by: 4).map { Array(n[$0..<$0 + 4]) }
        var rows = order == .byRows ? asWritten : Self.transposed(asWritten)
        for row in 0..<3 { rows[row][3] /= unit.perMeter }
        do throws(RigidityError) {
            let checked = try RigidTransform.checked(rows: rows)
            return PoseReading(
                checked.transform, remarks: checked.wasAdjusted ? [.reorthonormalized(checked.deviation)] : [])
        } catch {
            if case .lastRow = error, let transposed, isRigid(Self.transposed(rows)) {
                throw PoseTextError(.transposed(as: transposed), at: start)
            }
            throw PoseTextError(PoseTextError.Reason(error), at: start)
        }
    }

    static func write(_ pose: RigidTransform, lengthsIn unit: LengthUnit, to text: inout PoseWriter) {
        for row in 0..<3 {
            for column in 0..<3 {
                text.append(plain: pose.rotation[row, column])
                text.append(" ")
            }
            text.append(pose.translation[row], in: unit)
            text.append(" ")
        }
        text.append("0 0 0 1")
    }

    private func isRigid(_ rows: [[Double]]) -> Bool {
        (try? RigidTransform.checked(rows: rows)) != nil
    }

    private static func transposed(_ rows: [[Double]]) -> [[Double]] {
        rows[0].indices.map { column in rows.map { $0[column] } }
    }
}

extension PoseTextError.Reason {
    fileprivate init(_ error: RigidityError) {
        self =
            switch error {
            case .lastRow: .lastRow
            case .mirrored: .mirrored
            case .notRigid(let deviation): .notRigid(deviation)
            case .notFinite, .wrongShape: .numberTooLarge
            }
    }
}

extension TextScanner {
    /// NumPy's own way to show a matrix.
    fileprivate mutating func skipArrayName() {
        let start = position
        if word() != "array" { position = start }
    }
}
