/// What the numbers in ``SegmentedScene/labels`` mean: the field `label` of the files that are written.
public enum SegmentLabel {
    /// Of an invalid point, and of one that belongs to nothing that was found.
    public static let unassigned: UInt32 = 0
    /// Of a point on the support.
    public static let support: UInt32 = 1
    /// Of object 0; those of the other objects follow.
    private static let firstObject: UInt32 = 2

    /// The label of an object's points.
    public static func object(_ id: Int) -> UInt32 { firstObject + UInt32(id) }

    /// The object that a label names; nil for the support and for what is unassigned.
    public static func objectID(of label: UInt32) -> Int? { isObject(label) ? Int(label - firstObject) : nil }

    /// Whether a label names an object.
    @inlinable public static func isObject(_ label: UInt32) -> Bool { label > support }
}
