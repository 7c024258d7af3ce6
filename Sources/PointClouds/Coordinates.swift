/// Three columns of Float32, one entry a point: positions in metres, or unit normals.
///
/// Columns of their own (structure of arrays) load at full width into SIMD registers and leave the rest of a record
/// out of the cache; they are what every stage of the library takes and gives. An invalid point has NaN in any of
/// its entries.
public struct Coordinates: Equatable, Sendable {
    /// First entries: x in metres, or that of a unit normal.
    public var x: [Float]
    /// Second entries, as many.
    public var y: [Float]
    /// Third entries, as many.
    public var z: [Float]

    /// - Precondition: the columns are of one length.
    public init(x: [Float], y: [Float], z: [Float]) {
        precondition(x.count == y.count && y.count == z.count, "the columns differ in length")
        (self.x, self.y, self.z) = (x, y, z)
    }

    /// No points.
    public init() {
        (x, y, z) = ([], [], [])
    }

    /// The points in their order.
    public init(_ points: some Sequence<SIMD3<Float>>) {
        self.init()
        for point in points { append(point) }
    }

    /// As many entries as `count`, all the same.
    public init(repeating value: SIMD3<Float>, count: Int) {
        self.init(
            x: Array(repeating: value.x, count: count), y: Array(repeating: value.y, count: count),
            z: Array(repeating: value.z, count: count))
    }

    /// The points, valid or not.
    @inlinable public var count: Int { x.count }
    /// Whether there are none.
    @inlinable public var isEmpty: Bool { x.isEmpty }
    /// `0..<count`
    @inlinable public var indices: Range<Int> { x.indices }

    /// One point, valid or not.
    @inlinable
    public subscript(index: Int) -> SIMD3<Float> {
        get { SIMD3(x[index], y[index], z[index]) }
        set {
            x[index] = newValue.x
            y[index] = newValue.y
            z[index] = newValue.z
        }
    }

    /// The entries at `indices`, in that order.
    @inlinable
    public subscript(indices: some Collection<Int>) -> Coordinates {
        Coordinates(x: indices.map { x[$0] }, y: indices.map { y[$0] }, z: indices.map { z[$0] })
    }

    /// Adds a point behind the last.
    @inlinable
    public mutating func append(_ point: SIMD3<Float>) {
        x.append(point.x)
        y.append(point.y)
        z.append(point.z)
    }

    /// Whether all three entries are numbers.
    @inlinable
    public func isFinite(at index: Int) -> Bool {
        // One subtraction tells: NaN and ±∞ are the only values whose difference with themselves isn't 0.
        let point = self[index]
        return point - point == .zero
    }
}
