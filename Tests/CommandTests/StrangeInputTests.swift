import Foundation
import Glibc
import Testing

/// Every command that takes a cloud, on clouds that are hardly any, and on what is none.
@Suite struct StrangeInputTests {
    private enum Input: String, CaseIterable {
        case emptyFile, noPoints, onePoint, allNaN, truncated, cutRow, garbage, folder, missing, wrongName, wrongMesh

        /// What reading it alone says; `nil`: nothing is wrong with it.
        var failure: Int32? {
            switch self {
            case .noPoints, .onePoint, .allNaN, .wrongName: nil
            case .emptyFile, .truncated, .cutRow, .garbage: 65
            case .folder, .missing: 66
            case .wrongMesh: 65
            }
        }

        /// Gives the path.
        func make(in folder: TemporaryFolder) throws -> String {
            let binary = PoseCommandTests.pcd(["", "", ""]).replacing("DATA ascii\n\n\n\n", with: "DATA binary\n")
            return switch self {
            case .emptyFile: try folder.file("empty.pcd", "")
            case .noPoints: try folder.file("none.pcd", PoseCommandTests.pcd([]))
            case .onePoint: try folder.file("one.pcd", PoseCommandTests.pcd(["1 2 3"]))
            case .allNaN: try folder.file("nan.pcd", PoseCommandTests.pcd(["nan nan nan", "nan 0 0", "inf 1 1"]))
            case .truncated: try folder.file("cut.pcd", binary + "abcd")
            case .cutRow:
                try folder.file(
                    "row.ply",
                    "ply\nformat ascii 1.0\nelement vertex 2\n"
                        + "property float x\nproperty float y\nproperty float z\nend_header\n1 2 3\n4 5")
            case .garbage: try folder.file("notes.txt", "dear diary\n")
            case .folder: folder.path
            case .missing: folder / "nowhere.pcd"
            case .wrongName: try folder.file("plate.ply", PoseCommandTests.pcd(PoseCommandTests.plate))
            case .wrongMesh: try folder.file("part.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 99\n")
            }
        }
    }

    private static let cell = "\(SampleTests.folder)/cell.yaml"

    /// The arguments for an input, and the codes that an input which can be read may end with.
    private static let commands: [(name: String, arguments: @Sendable (String) -> [String], ends: [Int32])] = [
        ("info", { ["info", $0] }, [0]),
        ("convert", { ["convert", $0, "/dev/null", "--to", "ply"] }, [0]),
        ("pose", { ["pose", $0] }, [0, 1]),
        ("segment", { ["segment", $0] }, [0, 1]),
        ("pick", { ["pick", $0, "--config", cell] }, [1]),
        ("align", { ["align", $0, $0] }, [0, 1]),
        ("transform", { ["transform", "--pose", "named:identity", "--cloud", $0, "-o", "/dev/null/moved.pcd"] }, []),
    ]

    @Test func eachCommandSaysWhatIsWrong() throws {
        let folder = try TemporaryFolder()
        for input in Input.allCases {
            let path = try input.make(in: folder)
            for command in Self.commands where command.name != "transform" {
                let run = try pickpose(command.arguments(path) + ["--format", "json"])
                let what = "\(command.name) \(input): exit \(run.status), \(run.stderr)"
                guard let failure = input.failure else {
                    #expect(command.ends.contains(run.status), "\(what)")
                    let json = try #require(try? run.json(), "\(what)")
                    #expect((json["schema"] as? String)?.hasPrefix("pickpose.\(command.name)/") == true, "\(what)")
                    #expect(json["status"] is String && json["warnings"] is [String], "\(what)")
                    #expect(
                        (json["status"] as? String == "ok") == (run.status == 0) || command.name == "align", "\(what)")
                    #expect(
                        run.stderr.split(separator: "\n").allSatisfy { $0.hasPrefix("pickpose: warning: ") }, "\(what)")
                    continue
                }
                #expect(run.status == failure && run.stdout.isEmpty, "\(what)")
                #expect(run.stderr.hasPrefix("pickpose: error: ") && run.stderr.contains(path), "\(what)")
                #expect(run.stderr.split(separator: "\n").count == 1 && run.stderr.hasSuffix("\n"), "\(what)")
            }
        }
    }

    @Test func aFileThatMayNotBeReadIsNoInput() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("secret.pcd", PoseCommandTests.pcd(["1 2 3"]))
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
        // root may read everything, so another takes its place.
        let program = builtProducts.appending(path: "pickpose").path
        let other = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", program]
        let asOther = getuid() == 0
        let works = try? pickpose(Array(other[1...]) + ["--version"], program: other[0])
        if asOther, works?.status != 0 { return }
        for command in Self.commands {
            let arguments = command.arguments(path)
            let run =
                try asOther ? pickpose(Array(other[1...]) + arguments, program: other[0]) : pickpose(arguments)
            #expect(run.status == 66 && run.stdout.isEmpty, "\(command.name): \(run.stderr)")
            #expect(run.stderr == "pickpose: error: \(path): cannot be read: Permission denied\n")
        }
    }

    @Test func aNameThatSaysNoFormatCanNotBeWritten() throws {
        let folder = try TemporaryFolder()
        let scan = try folder.file("one.pcd", PoseCommandTests.pcd(["1 2 3"]))
        for arguments in [
            ["convert", scan, folder / "a.nonsense"], ["segment", scan, "--output", folder / "a.nonsense"],
            ["transform", "--pose", "named:identity", "--cloud", scan, "--output", folder / "a.nonsense"],
        ] {
            let run = try pickpose(arguments)
            #expect(run.status == 64 && run.stdout.isEmpty, "\(arguments): \(run.stderr)")
            #expect(run.stderr.split(separator: "\n").count == 1 && run.stderr.contains("a.nonsense"), "\(run.stderr)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["one.pcd"])
    }
}
