@preconcurrency import Glibc

struct CommandFailure: Error, CustomStringConvertible {
    var description: String
}

/// Starts a program found on PATH; nil if it can't be.
func spawn(_ arguments: [String], input: Int32?, output: Int32?, environment: [String] = []) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input { posix_spawn_file_actions_adddup2(&actions, input, 0) }
    if let output {
        posix_spawn_file_actions_adddup2(&actions, output, 1)
    } else {
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    }
    var all: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) }
    var inherited = environ
    while let entry = inherited.pointee {
        all.append(strdup(entry))
        inherited += 1
    }
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    defer { for pointer in all + pointers { free(pointer) } }
    pointers.append(nil)
    all.append(nil)
    var child = pid_t()
    return posix_spawnp(&child, arguments[0], &actions, nil, pointers, all) == 0 ? child : nil
}

/// The seconds from a command's start to its end, its output thrown away.
func secondsOfCommand(_ arguments: [String]) throws -> Double {
    let start = ContinuousClock.now
    guard let child = spawn(arguments, input: nil, output: nil) else {
        throw CommandFailure(description: "\(arguments[0]) could not be started")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    let seconds = (ContinuousClock.now - start).seconds
    guard status == 0 else { throw CommandFailure(description: "\(arguments[0]) ended with status \(status)") }
    return seconds
}
