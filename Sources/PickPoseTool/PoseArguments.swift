import ArgumentParser
import RobotCell

extension Run {
    /// The pose that was typed as NAME:TEXT after an option; what is odd about it is a warning.
    mutating func pose(_ text: String, given option: String, warns: Bool = true) throws -> PoseReading {
        let reading: PoseReading
        do { reading = try PoseConventions.reading(text) } catch { throw ValidationError("\(option): \(error)") }
        for remark in reading.remarks where warns { warn("\(option): \(remark)") }
        return reading
    }
}

/// The convention that was typed after `--as`.
func convention(named name: String) throws -> any PoseConvention {
    do { return try PoseConventions.named(name) } catch { throw ValidationError("--as \(name): \(error)") }
}
