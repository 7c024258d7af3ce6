import LinearAlgebra
import RobotCell
import TestSupport
import Testing

/// The camera's entry goes into every layout of a cell's file, and nothing else changes.
@Suite struct FrameEditTests {
    private let entry = FrameEntry(
        "camera", in: "base",
        pose: RigidTransform(
            rotation: Matrix3(rotationVector: Vector3(3, 0.1, 0.2)), translation: Vector3(0.6, -0.24, 0.55)),
        covariance: PoseCovariance(Matrix6(diagonal: 1.23456789e-7)))

    /// Files whose frames are written in one way each; `#` marks what must be kept.
    static let layouts = [
        "frames:\n  camera: {parent: flange, pose: \"ur:p[0,0,0.1,0,0,0]\", std_mm: 1} # kept 1\n  # kept 2\n  tool: {parent: flange, pose: \"ur:p[0,0,0.1,0,0,0]\"}\n",
        "frames:  # kept 1\n    camera:   # kept 2\n      # kept 3\n      pose: 'ur:p[0,0,0.1,0,0,0]'  # kept 4\n      std_mm: [1, 2, 3]\n      parent: flange # kept 5\n\n    tool: {parent: flange, pose: \"ur:p[0,0,0.1,0,0,0]\"}\n",
        "frames:\n  camera:\n    parent: base\n    pose: \"ur:p[0,0,0.1,0,0,0]\"\n    covariance:\n"
            + String(repeating: "      - [0, 0, 0, 0, 0, 0]\n", count: 6) + "# kept 1\n",
        "frames:\n  tool: {parent: flange, pose: \"ur:p[0,0,0.1,0,0,0]\"}   # kept 1\n\n# kept 2\n",
        "frames: {tool: {parent: flange, pose: \"ur:p[0,0,0.1,0,0,0]\"}}  # kept 1\n",
        "frames: {camera: {parent: base, pose: \"ur:p[0,0,0.1,0,0,0]\"}, tool: {parent: flange, pose: \"ur:p[0,0,0.1,0,0,0]\"}}\n",
        "frames:\n  camera: {parent: base,\n           # kept 1\n           pose: \"ur:p[0,0,0.1,0,0,0]\"}  # kept 2\n",
        "frames: {}\n# kept 1\n", "# kept 1\n",
    ]

    @Test(arguments: layouts, ["\n", "\r\n"])
    func theEntryIsSetAndTheRestKept(layout: String, newline: String) throws {
        let before = "# kept 0\nversion: 1\nunit: mm\n\(layout)\(gripperSection)\nlift: 70  # kept 9\n"
            .replacing("\n", with: newline)
        let text = try CellFile.text(Array(before.utf8), name: "cell.yaml", setting: entry)
        let cell = try CellFile(yaml: text)
        let frame = try #require(cell.frames.frame(named: "camera"))
        #expect(frame.parent == "base")
        #expect(PoseDifference(from: try #require(frame.parentFromFrame), to: entry.parentFromFrame).distance < 1e-12)
        guard case .covariance(let covariance) = frame.uncertainty else {
            Issue.record("no covariance: \(text)")
            return
        }
        #expect(abs(covariance.matrix[2, 2] - 1.23456789e-7) < 1e-14)
        for index in 0...9 where before.contains("# kept \(index)") {
            #expect(text.contains("# kept \(index)"), "\(text)")
        }
        #expect(cell.motion.lift == 0.07)
        #expect(text.contains("\r\n") == (newline == "\r\n"))
        // Once more changes nothing.
        #expect(try CellFile.text(Array(text.utf8), name: "cell.yaml", setting: entry) == text, "\(text)")
    }

    @Test func whatCannotBeChangedInItsPlaceIsSaid() throws {
        let merged = "version: 1\nunit: mm\nx: &c {parent: base, pose: \"ur:p[0,0,0,0,0,0]\"}\n"
        #expect(throws: CellFileError.self) {
            try CellFile.text(Array(merged.utf8), name: "cell.yaml", setting: entry)
        }
        let alias =
            "version: 1\nunit: mm\nframes:\n  a: &c {parent: base, pose: \"ur:p[0,0,0,0,0,0]\"}\n  camera: *c\n\(gripperSection)\n"
        do {
            // Either way the other frame must stay as it is.
            let text = try CellFile.text(Array(alias.utf8), name: "cell.yaml", setting: entry)
            let cell = try CellFile(yaml: text)
            #expect(cell.frames.frame(named: "a")?.parentFromFrame == RigidTransform.identity)
        } catch let error {
            #expect("\(error)".contains("paste the entry by hand"), "\(error)")
        }
    }
}
