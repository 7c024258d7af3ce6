import Glibc

/// How far the tests' loops go.
public enum TestEffort {
    /// All the way, with `PICKPOSE_TESTS=long` in the environment.
    public static let isLong = getenv("PICKPOSE_TESTS").map { String(cString: $0) } == "long"
}
