import ArgumentParser
import RobotCell

/// The convention that was typed after `--as`.
func convention(named name: String) throws -> any PoseConvention {
    do { return try PoseConventions.named(name) } catch { throw ValidationError("--as \(name): \(error)") }
}
