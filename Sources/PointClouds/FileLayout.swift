public import LinearAlgebra

/// What a file says beyond points and fields, kept so that writing gives it back.
public struct FileLayout: Sendable {
    /// Whose names the fields have.
    public var format: CloudFormat

    /// Which of x, y and z the file has, under what name and where among all its fields.
    public var positions: [PositionField] = []

    /// The unit that the positions' exact values are in.
    public var unit: LengthUnit = .meters

    /// The numbers of a PCD's VIEWPOINT line.
    package var viewpoint: StoredViewpoint?

    /// Comments and, in PLY, `obj_info` lines, in their order.
    public var comments: [FileComment] = []

    /// PLY's elements other than `vertex`, such as `face`, that stand before it and after it.
    public var elementsBefore: [FileElement] = []
    /// Those behind it.
    public var elementsAfter: [FileElement] = []

    /// The layout of a file without comments, in metres.
    public init(format: CloudFormat) {
        self.format = format
    }

    /// The first element of this name.
    public func element(_ name: String) -> FileElement? {
        (elementsBefore + elementsAfter).first { $0.name == name }
    }
}

/// One of the fields that hold positions.
public struct PositionField: Sendable {
    /// As the file spells it.
    public var name: String
    /// Its place among all fields of the file.
    public var index: Int
    /// The file's own numbers, in its unit, where they aren't Float32 metres. They are written in place of every
    /// position that still is what they round to.
    public var exact: FieldValues?

    /// A field of positions at its place.
    public init(name: String, index: Int, exact: FieldValues? = nil) {
        (self.name, self.index, self.exact) = (name, index, exact)
    }

    /// 0, 1 or 2 for x, y and z, whatever the case.
    package static func axis(ofName name: String) -> Int? {
        switch name {
        case "x", "X": 0
        case "y", "Y": 1
        case "z", "Z": 2
        default: nil
        }
    }

    package var axis: Int { Self.axis(ofName: name) ?? 0 }
}

/// A line of a header that says something to people.
public struct FileComment: Equatable, Sendable {
    /// PLY tells two kinds apart; PCD has comments only.
    public enum Kind: String, Sendable {
        case comment
        case objectInfo = "obj_info"
    }

    /// Which keyword stands before it.
    public var kind: Kind
    /// What stands behind the keyword.
    public var text: String

    /// A line to be written.
    public init(kind: Kind = .comment, text: String) {
        (self.kind, self.text) = (kind, text)
    }
}

/// Rows of named properties beside the points: PLY's faces, edges, cameras.
public struct FileElement: Equatable, Sendable {
    /// Such as `face`.
    public var name: String
    /// Its rows.
    public var rowCount: Int
    /// Its columns, each of ``rowCount`` rows.
    public var properties: [Field]

    /// An element whose columns have so many rows.
    public init(name: String, rowCount: Int, properties: [Field]) {
        (self.name, self.rowCount, self.properties) = (name, rowCount, properties)
    }
}

/// PCD's VIEWPOINT: translation in the file's unit and a quaternion, w first.
///
/// Kept beside the pose it means because a matrix doesn't give the same quaternion back to the last digit.
package struct StoredViewpoint: Equatable, Sendable {
    /// tx ty tz qw qx qy qz
    package let numbers: [Double]

    package init(_ numbers: [Double]) {
        self.numbers = numbers
    }

    package init(_ pose: RigidTransform, unit: LengthUnit) {
        let t = pose.translation * unit.perMeter
        let q = Quaternion(rotation: pose.rotation).canonical
        self.init([t.x, t.y, t.z, q.w, q.x, q.y, q.z])
    }

    package func pose(unit: LengthUnit) -> RigidTransform {
        let translation = Vector3(numbers[0], numbers[1], numbers[2]) / unit.perMeter
        // Scaled first, so that no square overflows. A quaternion of zeros turns nothing, as in PCL.
        let largest = numbers[3...].map(abs).max() ?? 0
        guard largest > 0 else { return RigidTransform(translation: translation) }
        let q = numbers[3...].map { $0 / largest }
        return RigidTransform(
            rotation: Quaternion(x: q[1], y: q[2], z: q[3], w: q[0]).normalized.rotation, translation: translation)
    }
}
