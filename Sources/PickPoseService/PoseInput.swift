public import LinearAlgebra
import RobotCell

/// A pose for a request: a value, or a text `NAME:TEXT` such as `kuka:{X 600,Y 0,Z 900,A 180,B 0,C 180}`.
public enum PoseInput: Equatable, Sendable {
    /// Metres.
    case pose(RigidTransform)
    /// As `PoseConventions` of RobotCell reads it.
    case text(String)
}

extension PoseInput: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = .text(text) }
}

extension Diagnostics {
    /// The pose, and what its text says beside it; what is odd about that is a warning.
    ///
    /// - Parameter setting: what the pose was given for.
    mutating func pose(_ input: PoseInput, for setting: String, warns: Bool = true) throws(RequestError) -> PoseReading
    {
        switch input {
        case .pose(let pose): return PoseReading(pose)
        case .text(let text):
            let reading: PoseReading
            do throws(PoseTextError) {
                reading = try PoseConventions.reading(text)
            } catch { throw .pose(setting: setting, error) }
            for remark in reading.remarks where warns { warn("\(setting): \(remark)") }
            return reading
        }
    }
}
