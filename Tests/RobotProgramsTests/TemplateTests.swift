import Foundation
import LinearAlgebra
import RobotCell
import Testing

@testable import RobotPrograms

@Suite struct TemplateTests {
    private func program() throws -> RobotProgram {
        try RobotProgram(
            picks: ProgramTests.picks(2, seed: 80), cell: try ProgramTests.cell(), source: "a \"b\".pcd", name: "mine")
    }

    private func rendered(_ text: String) throws -> String {
        try program().rendered(with: try ProgramTemplate(text, file: "my.mustache"))
    }

    @Test func aUsersTemplateHasEveryName() throws {
        #expect(try rendered("{{name}} {{count}} {{base}} <{{source}}>") == "mine 2 base <a \"b\".pcd>")
        #expect(try rendered("{{quoted(source)}} {{csv(source)}}") == #""a \"b\".pcd" "a ""b"".pcd""#)
        let lines = try rendered(
            "{{#picks}}\n{{#moves}}\n{{number}} {{move}} {{text.staubli}}\n{{/moves}}\n{{/picks}}\n"
        )
        .split(separator: "\n")
        #expect(lines.count == 12 && lines[0].hasPrefix("1 approach {") && lines[11].hasPrefix("12 retreat {"))
        let pose = try RigidTransform(parsing: "staubli:" + String(lines[0].dropFirst(11)))
        #expect((pose.translation - (try program().picks[0].frames.approach.translation)).length < 1e-12)
        #expect(try rendered("{{#picks}}{{pick}}{{^last()}}, {{/last()}}{{/picks}}") == "1, 2")
        #expect(try rendered("{{=<% %>=}}<%name%> {{ }}") == "mine {{ }}")
    }

    /// The README sends the writers of templates to the list above `TemplateVocabulary`.
    @Test func everyNameIsListed() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/RobotPrograms/TemplateVocabulary.swift")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let comment = lines.drop { !$0.hasPrefix("///") }.prefix { $0.hasPrefix("///") }.joined(separator: " ")
        let listed = Set(
            comment.matches(of: /`([^`]*)`/).flatMap { $0.output.1.matches(of: /\w+/).map { String($0.output) } })
        // The conventions below `text` are listed where they are documented.
        let names = TemplateVocabulary.names.subtracting(PoseConventions.all.map(\.name))
        #expect(names.count > 50)
        #expect(names.subtracting(listed).sorted() == [])
    }

    @Test(arguments: [
        ("a\n\n{{speeed_mm}}", 3, "\"speeed_mm\"; did you mean \"speed_mm\"?"),
        ("{{#picks}}\n{{ur.q}}{{/picks}}", 2, "no value is called \"q\""),
        ("{{object}}", 1, "inside a section"),
        ("{{#picks}}", 1, "\"picks\" is not closed"),
        ("{{#picks}}\n{{/moves}}", 2, "closes no section"),
        ("x\n{{> part}}", 2, "templates are one file"),
        ("{{$ block}}", 1, "templates are one file"),
        ("{{upper(name)}}", 1, "no transform is called \"upper\""),
        ("{{name", 1, "a tag is not closed"),
        ("{{}}", 1, "no value is called \"\""),
        ("{{% CONTENT_TYPE:NONE}}", 1, "no Mustache template"),
        ("{{na me}}", 1, "no value is called"),
    ])
    func mistakesNameTheirLine(_ text: String, _ line: Int, _ says: String) throws {
        let error = #expect(throws: RobotProgramError.self) { try rendered(text) }
        let words = error?.description ?? ""
        #expect(words.hasPrefix("my.mustache:\(line): ") && words.contains(says), "\(words)")
    }

    @Test func depthIsBounded() throws {
        let deep = String(repeating: "{{#any}}", count: 5000) + String(repeating: "{{/any}}", count: 5000)
        let error = #expect(throws: RobotProgramError.self) { try rendered(deep) }
        #expect(error?.description.contains("more than 32 deep") == true)
        let other = "{{=< >=}}" + String(repeating: "<#any>", count: 5000)
        #expect(throws: RobotProgramError.self) { try rendered(other) }
    }

    /// The file's name, its size and its bytes are checked before anything is parsed.
    @Test func filesThatAreNoTemplates() throws {
        #expect(throws: RobotProgramError.self) { try ProgramTemplate(contentsOf: "/nowhere/my.mustache") }
        let error = #expect(throws: RobotProgramError.self) { try ProgramTemplate(contentsOf: "/proc/self/exe") }
        #expect(error == .tooLarge(file: "/proc/self/exe", limit: 65536))
    }
}
