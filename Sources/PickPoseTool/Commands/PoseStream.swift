import LinearAlgebra
import RobotCell

/// Answers poses on stdin, one a line, with one line of NDJSON each.
///
/// All lines that a read brings are answered before the next read, so that a program can ask and wait. An answer is
/// put together as bytes: 200,000 of them cost less than the values that a JSON tree would hold.
struct PoseStream {
    var chain: NamedTransform?
    var isInverted: Bool
    var conventions: [any PoseConvention]
    private let quotedNames: [[UInt8]]

    init(chain: NamedTransform?, isInverted: Bool, conventions: [any PoseConvention]) {
        (self.chain, self.isInverted, self.conventions) = (chain, isInverted, conventions)
        quotedNames = conventions.map { convention in
            var name: [UInt8] = []
            name.append(quoted: convention.name)
            return name
        }
    }

    /// A line longer than any pose is answered by an error and read over.
    private static let lineLimit = 1 << 16

    /// Reads to the end of stdin.
    ///
    /// - Parameter output: a file that gets all answers at the end, whole or not at all, instead of stdout.
    func answer(output: String?) throws -> (answered: Int, failed: Int) {
        var answers: [UInt8] = []
        var (number, answered, failed) = (0, 0, 0)
        var pending: [UInt8] = []
        var isOverlong = false
        var writer = PoseWriter()

        func take(_ line: [UInt8]) {
            number += 1
            defer { isOverlong = false }
            if !isOverlong, line.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) { return }
            answered += 1
            if !append(answerTo: line, number: number, isOverlong: isOverlong, by: &writer, to: &answers) {
                failed += 1
            }
        }
        func keep(_ part: ArraySlice<UInt8>) {
            isOverlong = isOverlong || pending.count + part.count > Self.lineLimit
            if !isOverlong { pending.append(contentsOf: part) }
        }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try StandardInput.read(into: &chunk)
            guard count > 0 else { break }
            var rest = chunk[..<count]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                keep(rest[..<end])
                take(pending)
                pending.removeAll(keepingCapacity: true)
                rest = rest[(end + 1)...]
            }
            keep(rest)
            if output == nil {
                try writeResult(String(decoding: answers, as: UTF8.self), to: nil)
                answers.removeAll(keepingCapacity: true)
            }
        }
        if !pending.isEmpty || isOverlong { take(pending) }
        if answered > 0 { try writeResult(String(decoding: answers, as: UTF8.self), to: output) }
        return (answered, failed)
    }

    /// - Returns: whether the line was a pose.
    private func append(
        answerTo line: [UInt8], number: Int, isOverlong: Bool, by writer: inout PoseWriter, to answers: inout [UInt8]
    ) -> Bool {
        answers.append(literal: #"{"schema":"pickpose.transform/1","status":"#)
        do throws(PoseTextError) {
            if isOverlong { throw PoseTextError(.tooLong(Self.lineLimit), at: 0) }
            let reading = try PoseConventions.reading(utf8: line)
            if let outer = reading.to, let chain, outer != chain.from {
                throw PoseTextError(.otherFrame(outer, expected: chain.from), at: 0)
            }
            append(reading, number: number, by: &writer, to: &answers)
            return true
        } catch {
            answers.append(contentsOf: #""error","line":\#(number),"error":"#.utf8)
            answers.append(quoted: "\(error)")
            answers.append(literal: #","warnings":[]}"#)
            answers.append(UInt8(ascii: "\n"))
            return false
        }
    }

    /// - Parameter writer: kept from line to line, so that its memory is.
    private func append(
        _ reading: PoseReading, number: Int, by writer: inout PoseWriter, to answers: inout [UInt8]
    ) {
        var pose = chain.map { $0.pose * reading.pose } ?? reading.pose
        var named = (to: chain?.to ?? reading.to, from: reading.from)
        var asked = (to: named.to, from: chain?.from ?? reading.from)
        if isInverted {
            pose = pose.inverse
            (named, asked) = ((named.from, named.to), (asked.from, asked.to))
        }
        let names = named.to == nil && named.from == nil ? nil : (to: named.to ?? "", from: named.from ?? "")
        answers.append(literal: #""ok","line":"#)
        writer.start()
        writer.append(string: "\(number)")
        writer.append(#","pose":"#)
        JSONConvention().write(pose, to: &writer)
        answers.append(contentsOf: writer.bytes)
        answers.append(literal: #","formatted":{"#)
        var warnings = reading.remarks.map { "\($0)" }
        for (index, convention) in conventions.enumerated() {
            if index > 0 { answers.append(UInt8(ascii: ",")) }
            answers.append(contentsOf: quotedNames[index])
            answers.append(UInt8(ascii: ":"))
            writer.start(frames: names)
            convention.write(pose, to: &writer)
            answers.append(quoted: writer.bytes)
            if !writer.remarks.isEmpty { warnings += writer.remarks.map { "\(convention.name): \($0)" } }
        }
        answers.append(literal: #"},"from":"#)
        answers.append(name: asked.from)
        answers.append(literal: #","to":"#)
        answers.append(name: asked.to)
        answers.append(literal: #","warnings":["#)
        for (index, warning) in warnings.enumerated() {
            if index > 0 { answers.append(UInt8(ascii: ",")) }
            answers.append(quoted: warning)
        }
        answers.append(literal: "]}\n")
    }
}

extension [UInt8] {
    fileprivate mutating func append(literal text: StaticString) {
        text.withUTF8Buffer { append(contentsOf: $0) }
    }

    fileprivate mutating func append(name: String?) {
        if let name { append(quoted: name) } else { append(literal: "null") }
    }
}
