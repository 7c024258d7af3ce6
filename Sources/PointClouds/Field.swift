/// A named column of a cloud: `count` values a point, such as `intensity`, `rgb` or a 33-bin histogram.
public struct Field: Equatable, Sendable {
    /// As the file spells it.
    public var name: String
    /// Values a point; of a list, 0: there ``list`` says how many each point has.
    public var count: Int
    /// `count` values of the first point, then of the second, ….
    public var values: FieldValues
    /// Set where the number of values differs from point to point (PLY's list properties).
    public var list: ListLayout?

    /// A field of `count` values a point, those of a point next to one another.
    public init(name: String, count: Int = 1, values: FieldValues) {
        (self.name, self.count, self.values, list) = (name, count, values, nil)
    }

    /// A field of as many values a point as the layout says.
    public init(name: String, list: ListLayout, values: FieldValues) {
        (self.name, count, self.values, self.list) = (name, 0, values, list)
    }

    /// The points it has values for.
    public var rowCount: Int { list.map { $0.starts.count - 1 } ?? (count == 0 ? 0 : values.count / count) }

    /// Whether there are values for so many points, no more and no fewer.
    package func hasValues(forRows rows: Int) -> Bool {
        guard let list else { return count > 0 && values.count == rows * count }
        return list.starts.count == rows + 1 && list.starts[0] >= 0 && list.starts[rows] <= values.count
            && zip(list.starts, list.starts.dropFirst()).allSatisfy { $0 <= $1 }
    }

    /// Where the values of one point lie in ``values``.
    public func valueRange(ofRow row: Int) -> Range<Int> {
        if let list { return list.starts[row]..<list.starts[row + 1] }
        return row * count..<(row + 1) * count
    }

    /// The field of the points at `rows`, in that order.
    public func selecting(_ rows: some Collection<Int>) -> Field {
        guard let list else {
            if count == 1 { return Field(name: name, values: values.selecting(rows)) }
            let indices = rows.flatMap { row in row * count..<(row + 1) * count }
            return Field(name: name, count: count, values: values.selecting(indices))
        }
        var starts = [0]
        starts.reserveCapacity(rows.count + 1)
        var indices: [Int] = []
        for row in rows {
            indices.append(contentsOf: list.starts[row]..<list.starts[row + 1])
            starts.append(indices.count)
        }
        return Field(
            name: name, list: ListLayout(countType: list.countType, starts: starts), values: values.selecting(indices))
    }
}

/// Where the values of each row of a list field begin, and the type a file writes their number in.
public struct ListLayout: Equatable, Sendable {
    /// The type of each row's length in a file.
    public var countType: ScalarType
    /// One more entry than rows: row `i` has the values `starts[i]..<starts[i + 1]`.
    public var starts: [Int]

    /// Rows that begin at these places of the values.
    public init(countType: ScalarType, starts: [Int]) {
        (self.countType, self.starts) = (countType, starts)
    }

    /// Takes a wider type for the rows' lengths where the longest needs it.
    package mutating func widenCountType() {
        let longest = zip(starts, starts.dropFirst()).map { $1 - $0 }.max() ?? 0
        let largest =
            switch countType {
            case .int8: Int(Int8.max)
            case .uint8: Int(UInt8.max)
            case .int16: Int(Int16.max)
            case .uint16: Int(UInt16.max)
            case .int32: Int(Int32.max)
            case .uint32: Int(UInt32.max)
            case .float32: 1 << 24
            case .int64, .uint64, .float64: Int.max
            }
        guard longest > largest else { return }
        countType = longest <= UInt16.max ? .uint16 : longest <= UInt32.max ? .uint32 : .float64
    }
}
