import Glibc
public import LinearAlgebra

/// A frame as an entry of a cell's `frames:`.
public struct FrameEntry: Equatable, Sendable {
    /// The frame's name.
    public var name: String
    /// The frame that its pose is given in.
    public var parent: String
    /// Metres.
    public var parentFromFrame: RigidTransform
    /// How well the pose is known; nil where nothing is said.
    public var covariance: PoseCovariance?

    /// An entry to write; metres.
    public init(_ name: String, in parent: String, pose: RigidTransform, covariance: PoseCovariance? = nil) {
        (self.name, self.parent, self.parentFromFrame, self.covariance) = (name, parent, pose, covariance)
    }

    /// Its lines with a key each, to paste under `frames:`.
    public func lines(indent: String = "  ", step: String = "  ") -> [String] {
        ["\(indent)\(name):"] + ["parent: \(parent)", poseLine].map { indent + step + $0 }
            + covarianceLines(indent: indent + step)
    }

    var poseLine: String { "pose: \"quaternion_xyzw:\(parentFromFrame.formatted(.quaternionXYZW))\"" }

    func covarianceLines(indent: String) -> [String] {
        guard let rows = covarianceRows else { return [] }
        return ["\(indent)covariance:  # rad and m, in the order rx ry rz tx ty tz"] + rows.map { "\(indent)  - \($0)" }
    }

    /// On one line, for a file that has its frames so.
    var flow: String {
        let covariance = covarianceRows.map { ", covariance: [\($0.joined(separator: ", "))]" } ?? ""
        return "{parent: \(parent), \(poseLine)\(covariance)}"
    }

    private var covarianceRows: [String]? {
        covariance?.matrix.rows.map {
            "[\($0.map { $0.rounded(digits: Self.digits).description }.joined(separator: ", "))]"
        }
    }

    /// Of a variance: more say nothing, and fewer could make a direction's variance negative.
    private static let digits = 8
}

extension Double {
    /// To so many significant digits.
    fileprivate func rounded(digits: Int) -> Double {
        guard isFinite, self != 0 else { return self }
        let scale = pow(10, Double(digits - 1) - log10(abs(self)).rounded(.down))
        return (self * scale).rounded() / scale
    }
}
