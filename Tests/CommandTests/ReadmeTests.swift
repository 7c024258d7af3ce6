import Foundation
import Testing

/// What the README shows is what works: its commands run, its Swift compiles.
@Suite struct ReadmeTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL.path

    /// These build the project or run its tests.
    private static let scripts = ["samples/quickstart.sh", "Tests/run.sh"]

    /// The lines of the README's fenced blocks of a language.
    private static func blocks(of language: String) throws -> [[String]] {
        let readme = try String(contentsOfFile: "\(root)/README.md", encoding: .utf8)
        var blocks: [[String]] = []
        var fence: String?
        for line in readme.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                fence = fence == nil ? String(line.dropFirst(3)) : nil
                if fence == language { blocks.append([]) }
            } else if fence == language {
                blocks[blocks.count - 1].append(String(line))
            }
        }
        return blocks
    }

    /// Of the fenced blocks, and those in running text.
    private static func commands() throws -> [String] {
        let readme = try String(contentsOfFile: "\(root)/README.md", encoding: .utf8)
        let inText = readme.matches(of: /`(pickpose [a-z][^`]*)`/).map { String($0.output.1) }
        return try blocks(of: "sh").joined() + inText
    }

    /// In order, in a folder that holds the samples and nothing else.
    @Test func everyCommandRuns() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: "\(Self.root)/samples", toPath: folder / "samples")
        var count = 0
        for command in try Self.commands() where !command.isEmpty {
            if command.hasPrefix("#") || Self.scripts.contains(where: command.hasPrefix) { continue }
            #expect(command.hasPrefix("pickpose "), "\(command): not a command of ours, and not a script known here")
            let run = try OutputTests.bash("PATH=$(dirname $pickpose):$PATH; " + command, in: folder)
            #expect(run.status == 0, "\(command): \(run.stderr)")
            #expect(!run.stdout.isEmpty, "\(command)")
            count += 1
        }
        #expect(count >= 10, "the README's commands are not found any more")
    }

    @Test func theSwiftIsTheOneThatIsCompiledHere() throws {
        let file = try String(contentsOfFile: "\(Self.root)/Tests/CommandTests/ReadmeSnippet.swift", encoding: .utf8)
        let body = try #require(file.firstMatch(of: /README begins\n((?:.|\n)*?) *\/\/ README ends/)).output.1
        let compiled = body.split(separator: "\n").map { String($0.hasPrefix("    ") ? $0.dropFirst(4) : $0) }
        let blocks = try Self.blocks(of: "swift")
        #expect(blocks.count == 1)
        let shown = blocks.joined().filter { !$0.isEmpty && !$0.hasPrefix("//") && !$0.hasPrefix("import ") }
        #expect(shown == compiled)
    }

    /// "Where is what" names every folder of Sources once, in the order of Package.swift: each uses only those above it.
    @Test func theTableOfModulesIsThatOfThePackage() throws {
        let readme = try String(contentsOfFile: "\(Self.root)/README.md", encoding: .utf8)
        let start = try #require(readme.firstRange(of: "\n### Where is what\n")).upperBound
        let section = readme[start...].components(separatedBy: "\n## ")[0]
        let firstCells = section.matches(of: /\n\| (`[^|]*`) \|/).map { $0.output.1 }
        let listed = firstCells.flatMap { $0.matches(of: /`(\w+)`/).map { String($0.output.1) } }
        let folders = try FileManager.default.contentsOfDirectory(atPath: "\(Self.root)/Sources")
        #expect(listed.sorted() == folders.filter { !$0.hasPrefix(".") }.sorted())

        let package = try String(contentsOfFile: "\(Self.root)/Package.swift", encoding: .utf8)
        let declarations = package.matches(
            of: /(?:stage|\.target|\.executableTarget|\.systemLibrary)\(\s*(?:name: )?"([\w-]+)"/)
        // The one target that isn't named as its folder is.
        let targets = declarations.map { $0.output.1 == "pickpose-pcl" ? "PickPosePCL" : String($0.output.1) }
        #expect(listed == targets.filter { folders.contains($0) })
    }

    /// The gripper is drawn where the grasp frame is defined; the README and the help show the same lines.
    @Test func theGripperIsDrawnAsItsDocumentationHasIt() throws {
        let source = try String(contentsOfFile: "\(Self.root)/Sources/Grasping/Grasp.swift", encoding: .utf8)
        func drawing(_ lines: [Substring]) throws -> [String] {
            let first = try #require(lines.firstIndex { $0.contains("palm ┌") })
            let last = try #require(lines[first...].firstIndex { $0.contains("┊←opening→┊") })
            let drawn = lines[first...last]
            let indent = drawn.map { $0.prefix { $0 == " " }.count }.min() ?? 0
            return drawn.map { String($0.dropFirst(indent)) }
        }
        let defined = try drawing(
            source.split(separator: "\n").filter { $0.hasPrefix("///") }.map { $0.dropFirst(3) })
        let readme = try String(contentsOfFile: "\(Self.root)/README.md", encoding: .utf8)
        #expect(try drawing(readme.split(separator: "\n")) == defined)
        #expect(try drawing(pickpose("help", "pick").text.split(separator: "\n")) == defined)
    }
}
