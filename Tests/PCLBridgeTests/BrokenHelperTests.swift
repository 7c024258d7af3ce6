import CloudFiles
import Glibc
import PCLBridge
import PointClouds
import Testing

/// Stand-ins for the helper that fail in the ways a program can: each a shell script.
struct BrokenHelperTests {
    private static func engine(_ script: String, timeout: Duration = .seconds(20)) throws -> PCLEngine {
        var path = Array("/tmp/pickpose-broken-helper-XXXXXX".utf8CString)
        let file = mkstemp(&path)
        try #require(file >= 0)
        let text = Array("#!/bin/sh\n\(script)\n".utf8)
        #expect(write(file, text, text.count) == text.count)
        fchmod(file, 0o755)
        close(file)
        return PCLEngine(
            helper: String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self), timeout: timeout)
    }

    /// More than the socket holds, so that a helper that doesn't read is written to when it is gone.
    private let points = Coordinates(repeating: .zero, count: 500_000)

    private func failure(_ engine: PCLEngine) -> PCLBridgeError? {
        defer { unlink(engine.helper) }
        do {
            _ = try engine.moments(of: points)
            return nil
        } catch {
            return error
        }
    }

    @Test func aMissingHelperIsNamedWithTheRemedy() {
        let error = failure(PCLEngine(helper: "/nowhere/pickpose-pcl"))
        #expect(error == .helperMissing(path: "/nowhere/pickpose-pcl"))
        #expect("\(error!)".contains("apt-get install libpcl-dev"))
    }

    @Test func aHelperThatEndsAtOnceDoesNotTakeUsAlong() throws {
        let error = failure(try Self.engine("echo out of luck >&2; exit 7"))
        #expect(error == .helperEnded(operation: "covariance", how: "exit status 7", lastWords: "out of luck"))
    }

    @Test func aCrashIsNamedByItsSignal() throws {
        let error = failure(try Self.engine("cat > /dev/null; kill -SEGV $$"))
        guard case .helperEnded(_, let how, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(how.hasPrefix("signal 11"))
    }

    @Test func aHangIsEndedInTime() throws {
        let error = failure(try Self.engine("exec sleep 60", timeout: .milliseconds(300)))
        #expect(error == .timedOut(operation: "covariance", seconds: 0.3))
    }

    @Test func aHelperThatOnlyReadsIsEndedInTime() throws {
        let error = failure(try Self.engine("cat > /dev/null; exec sleep 60", timeout: .milliseconds(500)))
        #expect(error == .timedOut(operation: "covariance", seconds: 0.5))
    }

    @Test func aHelperThatIsSilentButStaysIsEndedInTime() throws {
        let error = failure(try Self.engine("exec <&- >&- 2>&-; exec sleep 20", timeout: .milliseconds(300)))
        #expect(error == .timedOut(operation: "covariance", seconds: 0.3))
    }

    @Test func failedStartsLeaveNoOpenFiles() throws {
        let engine = try Self.engine("")
        chmod(engine.helper, 0o644)
        defer { unlink(engine.helper) }
        // Other tests open some meanwhile, but not hundreds.
        let before = Self.openFiles()
        for _ in 0..<200 { _ = try? engine.moments(of: Coordinates()) }
        #expect(Self.openFiles() < before + 100)
    }

    private static func openFiles() -> Int {
        (0..<4096).count { fcntl(Int32($0), F_GETFD) >= 0 }
    }

    @Test(arguments: [
        "echo hello", "head -c 100000 /dev/urandom", "printf pickpcl1",
        "printf 'pickpcl1\\0\\0\\0\\0\\377\\377\\377\\377'",
    ])
    func garbageIsNotAnAnswer(script: String) throws {
        let error = failure(try Self.engine("cat > /dev/null; \(script)"))
        guard case .garbledAnswer = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func anAnswerOfAnotherShapeIsNotTaken() throws {
        // A well-formed answer, of one section where two belong.
        let error = failure(
            try Self.engine("cat > /dev/null; printf 'pickpcl1\\0\\0\\0\\0\\1\\0\\0\\0\\1\\0\\0\\0\\0\\0\\0\\0A'"))
        guard case .garbledAnswer(_, let detail) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(detail.contains("section 1 has 1 bytes"))
    }

    @Test func whatPCLSaysOfItsFailureIsPassedOn() throws {
        let error = failure(
            try Self.engine("cat > /dev/null; printf 'pickpcl1\\1\\0\\0\\0\\1\\0\\0\\0\\4\\0\\0\\0\\0\\0\\0\\0oops'"))
        #expect(error == .refused(operation: "covariance", reason: "oops"))
    }

    @Test func aMissingLibraryIsNamedWithTheRemedy() throws {
        let line =
            "pickpose-pcl: error while loading shared libraries: libpcl_io.so.1.13: cannot open shared object file"
        let error = failure(try Self.engine("echo '\(line)' >&2; exit 127"))
        #expect(error == .libraryMissing(line: line))
    }

    @Test func aFileThatCannotRunIsNamed() throws {
        let engine = try Self.engine("")
        chmod(engine.helper, 0o644)
        guard case .helperNotStarted(let path, _) = failure(engine) else {
            Issue.record("it started")
            return
        }
        #expect(path == engine.helper)
    }

    @Test(arguments: [[1 << 32, 1 << 32, 1], [1 << 32, 1 << 31, 0], [1 << 62, 4, 4], [3, -1, 4], [1, 1, 1 << 62]])
    func aCloudOfMorePointsThanBytesIsNotTaken(shape: [Int64]) throws {
        var answer = HelperMessage(code: 0)
        answer.append(shape)
        answer.append("x")
        answer.append([UInt32(7), 0, 1])
        answer.append([UInt8](repeating: 0, count: 12))
        answer.append([Double](repeating: 0, count: 7))
        let octal = answer.pieces.joined().map { "\\" + String($0, radix: 8) }.joined()
        let engine = try Self.engine("cat > /dev/null; printf '\(octal)'")
        defer { unlink(engine.helper) }
        #expect {
            try engine.cloud(contentsOf: "some.pcd")
        } throws: {
            if case PCLBridgeError.garbledAnswer = $0 { true } else { false }
        }
    }
}
