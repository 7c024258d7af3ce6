import Glibc
import PointClouds

/// PCL as a second opinion, in a process of its own that is started for each call and ends with it.
///
/// This library doesn't link PCL: it speaks with the program `pickpose-pcl`, so that nothing is loaded before PCL is
/// asked for, and a crash in PCL is an error here. A call costs some 0.1 s for the start.
public struct PCLEngine: Sendable {
    /// The helper program.
    public var helper: String
    /// After it a call is given up and the helper stopped.
    public var timeout: Duration

    /// - Parameters:
    ///   - helper: the path of the program.
    ///   - timeout: after it a call is given up.
    public init(helper: String = PCLEngine.besideThisProgram, timeout: Duration = .seconds(120)) {
        self.helper = helper
        self.timeout = timeout
    }

    /// `pickpose-pcl` in the folder of the running program, links followed.
    public static var besideThisProgram: String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let program = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let folder = program.lastIndex(of: "/").map { program[...$0] } ?? "./"
        return folder + "pickpose-pcl"
    }

    /// Whether the helper program is there; not whether its libraries are.
    public var isInstalled: Bool { access(helper, X_OK) == 0 }

    /// One request and its answer; errors name the file that it is about.
    func ask(_ operation: HelperOperation, file: String? = nil, _ fill: (inout HelperMessage) -> Void)
        throws(PCLBridgeError)
        -> HelperMessage
    {
        let name = operation.name + (file.map { " \($0)" } ?? "")
        var request = HelperMessage(code: operation.rawValue)
        fill(&request)
        let outcome = try HelperProcess(path: helper, timeout: timeout).run(request)
        if outcome.timedOut {
            throw .timedOut(operation: name, seconds: timeout / .seconds(1))
        }
        let lines = outcome.lastWords.split(whereSeparator: \.isNewline)
        let lastLine = lines.last.map(Self.plain) ?? ""
        if let line = lines.first(where: { $0.contains("error while loading shared libraries") }) {
            throw .libraryMissing(line: String(line))
        }
        if outcome.answer.isEmpty {
            throw .helperEnded(operation: name, how: Self.words(for: outcome.status), lastWords: lastLine)
        }
        do {
            let answer = try HelperMessage(bytes: outcome.answer)
            switch answer.code {
            case 0:
                if operation == .meshFile, let complaint = Self.complaint(in: lines) {
                    throw PCLBridgeError.refused(operation: name, reason: complaint)
                }
                return answer
            case 1: throw PCLBridgeError.refused(operation: name, reason: try answer.text(0))
            case let code: throw GarbledMessage(detail: "its code is \(code)")
            }
        } catch let error as PCLBridgeError {
            throw error
        } catch {
            // A helper that dies while it writes leaves half a message: its death is the news.
            if let status = outcome.status, status != 0 {
                throw .helperEnded(operation: name, how: Self.words(for: status), lastWords: lastLine)
            }
            throw Self.garbled(operation, error)
        }
    }

    static func garbled(_ operation: HelperOperation, _ error: any Error) -> PCLBridgeError {
        .garbledAnswer(operation: operation.name, detail: (error as? GarbledMessage)?.detail ?? "\(error)")
    }

    /// Reads what an answer holds; where that isn't what the operation gives, says so.
    func reading<Result>(
        _ operation: HelperOperation, _ read: () throws(GarbledMessage) -> Result
    ) throws(PCLBridgeError) -> Result {
        do { return try read() } catch { throw Self.garbled(operation, error) }
    }

    /// PCL's indices are 32 bits wide.
    func check(_ points: Coordinates, for operation: HelperOperation) throws(PCLBridgeError) {
        if points.count > Int(Int32.max) { throw .tooLarge(operation: operation.name, points: points.count) }
    }

    /// What VTK says when it can't read on; it then gives zeros for the rest.
    private static func complaint(in lines: [Substring]) -> String? {
        guard let line = lines.first(where: { $0.contains("ERR|") || $0.contains("Error reading") }) else { return nil }
        let words = plain(line)
        let start = words.firstRange(of: "): ") ?? words.firstRange(of: "| ")
        return String(words[(start?.upperBound ?? words.startIndex)...])
    }

    /// A line without the colours that are meant for a terminal.
    private static func plain(_ line: Substring) -> String {
        var text = ""
        var isCode = false
        for character in line {
            if isCode {
                isCode = !character.isLetter
            } else if character == "\u{1B}" {
                isCode = true
            } else {
                text.append(character)
            }
        }
        return text
    }

    private static func words(for status: Int32?) -> String {
        guard let status else { return "its exit status is unknown" }
        let signal = status & 0x7f
        return signal == 0
            ? "exit status \(status >> 8 & 0xff)" : "signal \(signal), \(String(cString: strsignal(signal)))"
    }
}

extension HelperMessage {
    mutating func append(_ points: Coordinates) {
        append(points.x)
        append(points.y)
        append(points.z)
    }
}
