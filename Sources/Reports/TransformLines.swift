public import Files
package import LinearAlgebra
public import RobotCell

/// Many poses as `pickpose.transform/1`, one line of NDJSON each: the members of ``TransformReport`` that a pose alone
/// has, with the number of the line that it answers.
///
/// A line is put together as bytes, in memory that is kept from line to line: 200,000 of them cost less than the values
/// that a JSON tree would hold. Numbers have the fifteen places of the convention `json`, which a tree's don't round to.
public struct TransformLines: Sendable {
    /// What each pose is written in.
    public let conventions: [any PoseConvention]
    private let quotedNames: [[UInt8]]
    private let settings: SettingNames
    private var writer = PoseWriter()

    /// - Parameters:
    ///   - conventions: what each pose is written in, one after the other.
    ///   - settings: the names by which errors call settings.
    public init(conventions: [any PoseConvention], naming settings: SettingNames = .labels) {
        (self.conventions, self.settings) = (conventions, settings)
        quotedNames = conventions.map { convention in
            var name: [UInt8] = []
            name.append(quoted: convention.name)
            return name
        }
    }

    /// Frames as a line names them.
    package typealias Names = (to: String?, from: String?)

    /// - Parameters:
    ///   - number: the line's, from 1.
    ///   - names: of the frames that the pose maps between, for conventions whose texts hold them.
    ///   - asked: the frames that the answer names.
    ///   - remarks: what was odd about the pose as it was given.
    package mutating func append(
        _ pose: RigidTransform, number: Int, names: Names, asked: Names, remarks: [PoseRemark],
        to answers: inout [UInt8]
    ) {
        answers.append(literal: Self.head)
        answers.append(literal: #""ok","line":"#)
        writer.start()
        writer.append(string: "\(number)")
        writer.append(#","pose":"#)
        JSONConvention().write(pose, to: &writer)
        answers.append(contentsOf: writer.bytes)
        answers.append(literal: #","formatted":{"#)
        let frames = names.to == nil && names.from == nil ? nil : (to: names.to ?? "", from: names.from ?? "")
        var warnings = remarks.map { "\($0)" }
        for (index, convention) in conventions.enumerated() {
            if index > 0 { answers.append(UInt8(ascii: ",")) }
            answers.append(contentsOf: quotedNames[index])
            answers.append(UInt8(ascii: ":"))
            writer.start(frames: frames)
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

    /// The answer to a line that holds no pose.
    package func append(_ error: PoseTextError, number: Int, to answers: inout [UInt8]) {
        answers.append(literal: Self.head)
        answers.append(contentsOf: #""error","line":\#(number),"error":"#.utf8)
        answers.append(quoted: error.description(naming: settings))
        answers.append(literal: #","warnings":[]}"#)
        answers.append(UInt8(ascii: "\n"))
    }

    private static let head: StaticString = #"{"schema":"pickpose.transform/1","status":"#
}

extension [UInt8] {
    fileprivate mutating func append(literal text: StaticString) {
        text.withUTF8Buffer { append(contentsOf: $0) }
    }

    fileprivate mutating func append(name: String?) {
        if let name { append(quoted: name) } else { append(literal: "null") }
    }
}
