import CloudFiles
import LinearAlgebra
import PointClouds
import RobotCell
import Testing

@Suite struct CellFileTests {
    static let contract = """
        version: 1
        unit: mm                        # of every length below (m if absent)
        base: base
        scan: camera
        frames:
          camera: {parent: base, pose: "kuka:{X 600,Y 0,Z 900,A 180,B 0,C 180}"}
          tool: {parent: flange, pose: "matrix:1 0 0 0  0 1 0 0  0 0 1 0.15"}
        gripper:
          type: jaw
          opening: {min: 0, max: 85}
          fingers: {length: 45, width: 20, thickness: 8}
          palm: {length: 60, width: 80, thickness: 140}
        work_volume: {frame: base, min: [200, -400, -20], max: [900, 400, 500]}
        approach: 100
        lift: 80
        place: {frame: base, pose: "kuka:{X 400,Y 400,Z 100,A 0,B 0,C 180}"}
        """

    @Test func theContractsExampleIsReadInMetres() throws {
        let cell = try CellFile(yaml: Self.contract)
        #expect(cell.base == "base" && cell.scan == "camera")
        #expect(
            cell.gripper
                == .jaw(
                    JawGripper(
                        opening: 0...0.085, fingers: .init(length: 0.045, width: 0.02, thickness: 0.008),
                        palm: .init(length: 0.06, width: 0.08, thickness: 0.14))))
        #expect(cell.workVolume == WorkVolume(frame: "base", min: [0.2, -0.4, -0.02], max: [0.9, 0.4, 0.5]))
        #expect(cell.motion == PickMotion(approach: 0.1, lift: 0.08))
        #expect(cell.remarks.isEmpty)
        let camera = try cell.baseFromScan()
        // Rz(180°) · Rx(180°) = diag(−1, 1, −1), exactly.
        #expect(camera.pose.rotation == Matrix3(diagonal: [-1, 1, -1]))
        #expect(camera.pose.translation == [0.6, 0, 0.9])
        #expect(camera.path == ["camera", "base"])
        #expect(try cell.baseFromPlace()?.translation == [0.4, 0.4, 0.1])
        #expect(cell.frames.frame(named: "tool")?.parentFromFrame?.translation == [0, 0, 0.15])
    }

    @Test func whatIsNotSaidHasAStatedDefault() throws {
        let cell = try CellFile(
            yaml: """
                version: 1
                frames:
                  camera: {parent: base, pose: "matrix:1 0 0 0 0 1 0 0 0 0 1 1"}
                gripper: {type: jaw, opening: {min: 0, max: 0.085}, fingers: {length: 0.045, width: 0.02, thickness: 0.008}, palm: {length: 0.06, width: 0.08, thickness: 0.14}}
                """)
        #expect(cell.unit == .meters && cell.motion == PickMotion(approach: 0.1, lift: 0.1))
        #expect(cell.workVolume == nil && cell.place == nil)
        let defaults = cell.settings.filter(\.isDefault).map(\.key)
        #expect(defaults == ["unit", "base", "scan", "work_volume", "approach", "lift", "place", "support", "program"])
        #expect(cell.settings.first { $0.key == "lift" }?.value == "0.1")
    }

    /// What is changed in the contract's example, and the one line that must come of it.
    static let mistakes: [(from: String, to: String, message: String)] = [
        (
            "version: 1", "version: 2",
            "cell.yaml:1: version: is \"2\", but this program reads version 1; write version: 1"
        ),
        ("version: 1\n", "", "cell.yaml:1: version: is missing; write version: 1 in the first line"),
        ("unit: mm ", "unit: cm ", "cell.yaml:2: unit: \"cm\" is no unit here; write m or mm"),
        (
            "unit: mm ", "unit: m ",
            "cell.yaml:10: gripper.opening.max: 85 m is outside 0.0005…2 m; looks like millimetres: write unit: mm at the top, or the length in m"
        ),
        (
            "max: 85", "max: 0.085",
            "cell.yaml:10: gripper.opening.max: 0.085 mm is outside 0.5…2000 mm; looks like metres: write unit: m at the top, or the length in mm"
        ),
        ("aproach", "", ""),
        ("approach: 100", "aproach: 100", "cell.yaml:14: aproach: is no key here; did you mean \"approach\"?"),
        ("length: 45", "lenght: 45", "cell.yaml:11: gripper.fingers.lenght: is no key here; did you mean \"length\"?"),
        (
            "lift: 80", "lift: 80 mm",
            "cell.yaml:15: lift: has the unit \"mm\" after its number; write 80, and the unit once for all lengths at the top: unit: mm or unit: m"
        ),
        (
            "lift: 80", "lift: 80mm",
            "cell.yaml:15: lift: has the unit \"mm\" after its number; write 80, and the unit once for all lengths at the top: unit: mm or unit: m"
        ),
        ("lift: 80", "lift: 0,08", "cell.yaml:15: lift: \"0,08\" has a decimal comma; write a point"),
        ("lift: 80", "lift: -80", "cell.yaml:15: lift: is -80, but can't be negative"),
        ("lift: 80", "lift: .nan", "cell.yaml:15: lift: \".nan\" is not a number; write digits with a decimal point"),
        ("lift: 80", "lift: 1e400", "cell.yaml:15: lift: \"1e400\" is not a number; write digits with a decimal point"),
        ("lift: 80", "lift: [80]", "cell.yaml:15: lift: needs a number, not a list of 1"),
        ("type: jaw", "type: teapot", "cell.yaml:9: gripper.type: no gripper is of type \"teapot\"; known "),
        ("  type: jaw\n", "", "cell.yaml:8: gripper.type: is missing; write type: jaw"),
        ("  type: jaw", "  typ: jaw", "cell.yaml:9: gripper.typ: is no key here; did you mean \"type\"?"),
        (
            "min: [200, -400, -20]", "min: [200, -400]",
            "cell.yaml:13: work_volume.min: needs [x, y, z], not a list of 2"
        ),
        (
            "max: [900, 400, 500]", "max: [900, -400, 500]",
            "cell.yaml:13: work_volume.max: y is not above min's; exchange or correct the two"
        ),
        (
            "scan: camera", "scan: camra",
            "cell.yaml:4: scan: no frame is called \"camra\"; did you mean \"camera\"? known are base, camera, tool, flange"
        ),
        (
            "{parent: base, pose: \"kuka", "{parent: bsae, pose: \"kuka",
            "cell.yaml:6: frames.camera.parent: frame \"camera\" has the parent \"bsae\", which no frame is called; did you mean \"base\"?"
        ),
        (
            "{parent: base, pose: \"kuka", "{parent: [base, flange], pose: \"kuka",
            "cell.yaml:6: frames.camera.parent: needs one frame's name, for a frame has one parent, not a list of 2"
        ),
        ("  tool:", "  camera:", "cell.yaml:7: camera: stands twice; keep one \"camera\" (a frame has one parent)"),
        (
            "kuka:{X 600", "kuak:{X 600",
            "cell.yaml:6: frames.camera.pose: no convention is called \"kuak\"; did you mean \"kuka\"?"
        ),
        ("\"matrix:1 0", "\"matrix:2 0", "cell.yaml:7: frames.tool.pose: the matrix scales or shears by 1 "),
        (
            "\"matrix:1 0", "\"matrix:-1 0",
            "cell.yaml:7: frames.tool.pose: the matrix mirrors (its determinant is negative); a pose is right-handed"
        ),
        (
            "pose: \"matrix:1 0 0 0  0 1 0 0  0 0 1 0.15\"", "pose: \"0 0 0 1\"",
            "cell.yaml:7: frames.tool.pose: the pose names no convention; write NAME:TEXT"
        ),
        ("  palm:", " palm:", "cell.yaml:12: is not YAML: "),
    ].filter { !$0.message.isEmpty }

    @Test(arguments: mistakes.indices) func aMistakeIsNamedWithLineAndRemedy(_ index: Int) throws {
        let (from, to, message) = Self.mistakes[index]
        try #require(Self.contract.ranges(of: from).count >= 1)
        let text = Self.contract.replacing(from, with: to, maxReplacements: 1)
        let error = #expect(throws: CellFileError.self) { try CellFile(yaml: text) }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "none")")
        #expect(error?.description.contains("\n") == false)
    }

    @Test func aMessageStaysOnOneLineWhateverTheFileHolds() {
        let error = #expect(throws: CellFileError.self) { try CellFile(yaml: "version: \"1\\n2\"") }
        #expect(
            error?.description == "cell.yaml:1: version: is \"1?2\", but this program reads version 1; write version: 1"
        )
    }

    @Test func loopsAreNamed() throws {
        let text = Self.contract.replacing("{parent: flange, pose", with: "{parent: rack, pose")
            .replacing(
                "gripper:\n", with: "  rack: {parent: tool, pose: \"matrix:1 0 0 0 0 1 0 0 0 0 1 0\"}\ngripper:\n")
        let error = #expect(throws: CellFileError.self) { try CellFile(yaml: text) }
        #expect(
            error?.description == "cell.yaml:7: frames.tool.parent: the frames lead in a circle, tool → rack → tool;"
                + " one of them needs a parent outside")
    }

    @Test func aCameraOnTheFlangeWaitsForItsPose() throws {
        let cell = try CellFile(yaml: Self.contract.replacing("camera: {parent: base", with: "camera: {parent: flange"))
        #expect(throws: FrameTreeError.poseNotSet(frame: "flange", parent: "base")) { try cell.baseFromScan() }
        let set = try cell.setting("flange", RigidTransform(translation: [0, 0, 1]))
        #expect(try set.baseFromScan().path == ["camera", "flange", "base"])
        #expect(try set.baseFromScan().pose.translation == [0.6, 0, 1.9])
    }

    @Test func aBaseMayStandInAWorld() throws {
        let text = Self.contract.replacing(
            "frames:\n", with: "frames:\n  base: {parent: world, pose: \"matrix:1 0 0 5 0 1 0 0 0 0 1 0\"}\n")
        let cell = try CellFile(yaml: text)
        #expect(cell.frames.root == "world")
        #expect(try cell.frames.transform(from: "base", to: "world").pose.translation == [5, 0, 0])
        #expect(try cell.baseFromScan().path == ["camera", "base"])
    }

    @Test func aMatrixSlightlyOffIsMendedAndItIsSaid() throws {
        let cell = try CellFile(yaml: Self.contract.replacing("\"matrix:1 0", with: "\"matrix:1.0005 0"))
        let remark = try #require(cell.remarks.first)
        #expect(
            remark.description == "cell.yaml:7: frames.tool.pose: the matrix scaled or sheared by 0.0005;"
                + " the nearest rotation was taken")
        #expect(cell.frames.frame(named: "tool")?.parentFromFrame?.rotation == .identity)
    }

    @Test(arguments: [
        "", "\n", "# only a comment\n", "---\n", "[1, 2]", "just words", "42", "version", "null", "~", "{}",
        "version: 1",
        "? [a, b]\n: c", "{[1]: 2}", "*nobody", "&a [*a]", "a: &a\n  b: *a", "\u{0}\u{1}\u{2}", "\t",
        "%YAML 9.9\n---\n",
        "!!binary x", "version: !!int 1\nframes: !foo {}", "a: |\n  text\nb: >\n  text", "{", "[", "\"", "'", "- - - -",
        "version: 1\nframes: 3\ngripper: x", "version: 1\nframes: {a: }\n", "version: {a: b}\n",
        "version: 1\n---\nversion: 1",
        "<<: {version: 1}", "version: 1\n<<: *x", "\u{FEFF}version: 1",
    ])
    func noYAMLTraps(_ text: String) {
        let error = #expect(throws: CellFileError.self) { try CellFile(yaml: text) }
        #expect(error?.description.contains("\n") == false)
    }

    @Test func hostileFilesAreRefusedInTime() {
        // Ten levels of nine aliases each, the last one as a key, which the parser hashes whole.
        var bomb = "a0: &a0 [x, x]\n"
        for level in 1...10 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            bomb += "a\(level): &a\(level) [\(aliases)]\n"
        }
        bomb += "? *a10\n: x\n"
        let hostile = [
            bomb, String(repeating: "[", count: 100_000), String(repeating: "{a: ", count: 50_000),
            String(repeating: "- ", count: 100_000), String(repeating: "? ", count: 100_000),
            String(repeating: "a", count: 1 << 20), String(repeating: "&a ", count: 50_000),
        ]
        for text in hostile {
            #expect(throws: CellFileError.self) { try CellFile(yaml: text) }
        }
        var random: [UInt8] = []
        for index in 0..<100_000 { random.append(UInt8(truncatingIfNeeded: (index &* 2_654_435_761) >> 13)) }
        #expect(throws: CellFileError.self) { try CellFile(bytes: random) }
    }

    /// The deepest chain that a file has room for.
    @Test func aLongChainIsCheckedInTime() throws {
        var text = "version: 1\nbase: f0\nscan: f2999\nframes:\n"
        for index in 1..<3000 { text += "  f\(index): {parent: f\(index - 1), pose: \"ur:p[0,0,0.001,0,0,0]\"}\n" }
        text += "gripper: {type: jaw, opening: {min: 0, max: 0.08}, fingers: {length: 0.04, width: 0.02, "
        text += "thickness: 0.008}, palm: {length: 0.06, width: 0.08, thickness: 0.14}}\n"
        let check = CellCheck(try CellFile(yaml: text))
        let last = try #require(check.frames.last?.baseFromFrame)
        #expect(last.path.count == 3000 && abs(last.pose.translation.z - 2.999) < 1e-9)
    }

    @Test func aBannerOfStarsIsNoAlias() throws {
        _ = try CellFile(yaml: "# " + String(repeating: "*", count: 60) + "\n# *one* *two*\n" + Self.contract)
    }

    @Test func aTaggedKeyIsTheSameKey() {
        let tagged = Self.contract.replacing(
            "frames:\n", with: "frames:\n  !tag camera: {parent: base, pose: runtime}\n")
        #expect(tagged != Self.contract)
        #expect(throws: CellFileError.self) { try CellFile(yaml: tagged) }
    }

    @Test func aPlaceWhoseApproachLeadsUpIsNamed() throws {
        func findings(_ pose: String) throws -> [CellFinding] {
            CellCheck(
                try CellFile(
                    yaml: Self.contract.replacing(/place: .*/, with: "place: {frame: base, pose: \"\(pose)\"}"))
            )
            .findings
        }
        #expect(try findings("kuka:{X 400,Y 0,Z 100,A 0,B 0,C 0}").contains(.placeFromBelow))
        #expect(try !findings("kuka:{X 400,Y 0,Z 100,A 0,B 0,C 180}").contains(.placeFromBelow))
    }

    @Test func damagedFilesAreRefusedOrRead() {
        let bytes = Array(Self.contract.utf8)
        for index in bytes.indices {
            for replacement in [
                UInt8(ascii: ":"), UInt8(ascii: "{"), UInt8(ascii: "\n"), UInt8(ascii: "*"), 0xFF, 0x09,
            ] {
                var damaged = bytes
                damaged[index] = replacement
                do {
                    _ = try CellFile(bytes: damaged)
                } catch {
                    #expect(!error.description.contains("\n"), "\(index) \(replacement): \(error)")
                }
            }
            _ = try? CellFile(bytes: Array(bytes.prefix(index)))
        }
    }

    @Test func aMissingFileIsCalledMissing() {
        let error = #expect(throws: CellFileError.self) { try CellFile(contentsOf: "/nowhere/cell.yaml") }
        #expect(error?.reason == .noSuchFile)
        #expect(throws: CellFileError.self) { try CellFile(contentsOf: "/") }
    }
}
