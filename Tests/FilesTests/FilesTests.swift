import Files
import Foundation
import TestSupport
import Testing

@Suite struct FilesTests {
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "files-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test func aFileHasItsNameOnlyOnceItIsWhole() throws {
        try inFolder { folder in
            let path = folder + "/a.txt"
            try Data("old".utf8).write(to: URL(filePath: path))
            do {
                let output = try OutputFile(path: path)
                try output.write("half of ")
            }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
            let output = try OutputFile(path: path)
            try output.write("new")
            try output.overwrite(Array("g".utf8), at: 0)
            try output.commit()
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "gew")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.txt"])
        }
    }

    @Test func whatCannotBeWrittenSaysWhatToDo() throws {
        try inFolder { folder in
            let error = #expect(throws: OutputFileError.self) { try OutputFile(path: folder + "/none/a.src") }
            #expect(
                error?.description
                    == "\(folder)/none/a.src: cannot be written: No such file or directory; there is no folder "
                    + "\(folder)/none/; create it, or name another")
            #expect(throws: OutputFileError.cannotWrite(path: folder, reason: "it is a folder; name a file in it")) {
                try OutputFile(path: folder)
            }
        }
    }

    @Test func moreThanTheLimitIsNotRead() throws {
        try inFolder { folder in
            try Data("1234".utf8).write(to: URL(filePath: folder + "/a"))
            #expect(try SmallFile.bytes(of: folder + "/a", limit: 4) == Array("1234".utf8))
            #expect(throws: SmallFile.Failure.self) { try SmallFile.bytes(of: folder + "/a", limit: 3) }
            #expect(throws: SmallFile.Failure.self) { try SmallFile.bytes(of: folder + "/b", limit: 3) }
        }
    }

    @Test(arguments: [
        ("/a.b/feed.src", "feed", ".src", "src"), ("scan", "scan", "", ""), ("a.b.PLY", "a.b", ".PLY", "ply"),
        (".ply", ".ply", "", "ply"), ("/a.ply/scan", "scan", "", ""), ("", "", "", ""), ("a.", "a", ".", ""),
    ])
    func namesAreTakenApart(_ path: String, _ stem: String, _ ending: String, _ format: String) {
        let name = FileName(path)
        #expect(name.stem == stem && name.ending == ending && name.format == format)
    }

    @Test func stringsAreQuotedAsInJSON() throws {
        let text = "a\"b\\c\n\t\r\u{1}\u{1F}é"
        var quoted: [UInt8] = []
        quoted.append(quoted: text)
        #expect(String(decoding: quoted, as: UTF8.self) == #""a\"b\\c\n\t\r\u0001\u001fé""#)
        #expect(try JSONDecoder().decode(String.self, from: Data(quoted)) == text)
    }

    @Test func theNearestNameIsTheOneMeant() {
        #expect(nearest(to: "aproach", among: ["grasp", "approach", "lift"]) == "approach")
        #expect(nearest(to: "GRAPS", among: ["grasp", "approach"]) == "grasp")
        #expect(nearest(to: "xyz", among: ["grasp", "approach"]) == nil)
        #expect(editDistance("ab", "ba") == 1 && editDistance("", "abc") == 3)
    }
}
