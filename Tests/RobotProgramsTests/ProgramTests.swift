import Grasping
import LinearAlgebra
import RobotCell
import TestSupport
import Testing

@testable import RobotPrograms

@Suite struct ProgramTests {
    typealias Parser = @Sendable (String) throws -> ReadProgram

    static let parsers: [(ProgramLanguage, Parser)] = [
        (.urscript, URScriptGrammar.read), (.krl, KRLGrammar.read), (.rapid, RAPIDGrammar.read),
        (.fanuc, FANUCGrammar.read), (.inform, INFORMGrammar.read),
    ]

    static let cellText = """
        version: 1
        unit: mm
        frames:
          camera: {parent: base, pose: "kuka:{X 600,Y 0,Z 900,A 180,B 0,C 180}"}
          tool: {parent: flange, pose: "kuka:{X 0.5,Y -1,Z 150,A 90,B 0,C 10}"}
        \(gripperSection)
        """

    static func cell(_ program: String = "") throws -> CellFile {
        try CellFile(yaml: cellText + (program.isEmpty ? "" : "\nprogram: " + program))
    }

    /// Picks anywhere, at and near gimbal locks and half turns, and one as a table gives them.
    static func picks(
        _ count: Int, seed: UInt64, placed: Bool = true, opening: Double = 0.085
    ) -> [ProgramPick] {
        var random = SeededGenerator(seed: seed)
        func pose(_ special: Bool) -> RigidTransform {
            let q = Quaternion(x: random.normal(), y: random.normal(), z: random.normal(), w: random.normal())
            let t = Vector3(random.normal(), random.normal(), random.normal())
            let quarter = EulerAngles(
                first: Double(Int.random(in: -2...2, using: &random)) * .pi / 2,
                second: Double(Int.random(in: -1...1, using: &random)) * .pi / 2 + 1e-10 * random.normal(),
                third: Double(Int.random(in: -2...2, using: &random)) * .pi / 2)
            return RigidTransform(
                rotation: special ? EulerSequence.zyx.rotation(quarter) : q.normalized.rotation,
                translation: special ? t * 1e-9 : t)
        }
        return (0..<count).map { index in
            let frames = PickFrames(
                approach: pose(false), grasp: pose(index % 2 == 1), lift: pose(false),
                placeApproach: placed ? pose(false) : nil, place: placed ? pose(index % 2 == 0) : nil,
                retreat: placed ? pose(false) : nil)
            return ProgramPick(object: index * 3, score: 0.5, opening: opening, reasons: ["a"], frames: frames)
        }
    }

    /// A gripper that doesn't open has no opening in a program, and a table a field that is empty.
    @Test(arguments: ProgramLanguage.allCases) func onlyAnOpeningThatThereIsIsStated(_ language: ProgramLanguage) throws
    {
        var picks = Self.picks(2, seed: 71)
        picks[1].opening = nil
        let program = try RobotProgram(picks: picks, cell: try Self.cell())
        let text = try Self.text(program, language)
        if language == .csv {
            #expect(text.contains("\n1,0,0.50,0.085,grasp,") && text.contains("\n2,3,0.50,,grasp,"))
        } else {
            #expect(text.contains("Poses of the fingertips"))
            #expect(text.matches(of: /opening 85 mm/).count == text.matches(of: /opening/).count)
        }
    }

    static func text(_ program: RobotProgram, _ language: ProgramLanguage) throws -> String {
        try program.files(in: language).map(\.text).joined()
    }

    /// What a pick makes a robot do, written down here once more.
    static func expected(_ picks: [ProgramPick]) -> [ReadProgram.Event] {
        picks.flatMap { pick -> [ReadProgram.Event] in
            let f = pick.frames
            var events: [ReadProgram.Event] = [
                .output(1, false), .wait(0.5), .joint(f.approach, zone: 0.01), .straight(f.grasp, zone: 0),
                .output(1, true), .wait(0.5),
            ]
            guard let above = f.placeApproach, let place = f.place, let retreat = f.retreat else {
                return events + [.straight(f.lift, zone: 0)]
            }
            events += [
                .straight(f.lift, zone: 0.01), .joint(above, zone: 0.01), .straight(place, zone: 0), .output(1, false),
                .wait(0.5), .straight(retreat, zone: 0),
            ]
            return events
        }
    }

    /// Whether both are the same to what the language's digits hold.
    static func agree(_ a: ReadProgram.Event, _ b: ReadProgram.Event, _ language: ProgramLanguage) -> Bool {
        func same(_ a: RigidTransform, _ b: RigidTransform) -> Bool {
            // INFORM has three decimals of a millimetre and four of a degree.
            let (length, degrees) = language == .inform ? (9e-7, 2e-4) : (1e-7, 1e-4)
            let turn = Quaternion(rotation: a.rotation.transposed * b.rotation).rotationVector.length
            return (a.translation - b.translation).length <= length && turn * 180 / .pi <= degrees
        }
        switch (a, b) {
        case (.joint(let x, let zoneX), .joint(let y, let zoneY)),
            (.straight(let x, let zoneX), .straight(let y, let zoneY)):
            return same(x, y) && abs(zoneX - zoneY) <= (language == .inform ? 0.0026 : 1e-9)
        default: return a == b
        }
    }

    @Test(arguments: parsers.indices) func thePosesAndActionsReadBack(_ index: Int) throws {
        let (language, read) = Self.parsers[index]
        let seed: UInt64 = 70
        let picks = Self.picks(40, seed: seed)
        let program = try RobotProgram(picks: picks, cell: try Self.cell(), source: "table.pcd")
        let text = try Self.text(program, language)
        let found = try read(text)
        let expected = Self.expected(picks)
        #expect(found.events.count == expected.count)
        for (a, b) in zip(found.events, expected) where !Self.agree(a, b, language) {
            Issue.record("seed \(seed), \(language): \(a) instead of \(b)")
        }
        #expect(found.name.lowercased() == "pick")
        #expect(found.speed == 0.25)
        #expect(found.comments.contains { $0.contains("table.pcd") } || language == .inform)
        let tool = try #require(program.flangeFromTool)
        if let stated = found.tool { #expect((stated.translation - tool.translation).length < 1e-7) }
        #expect((found.tool != nil) == (language != .fanuc && language != .inform))
        #expect(!text.contains("-0.000,") && !text.contains("{{") && !text.contains("nan"))
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test func tablesReadBack() throws {
        let picks = Self.picks(20, seed: 71)
        let program = try RobotProgram(picks: picks, cell: try Self.cell(), source: "a, \"b\".pcd")
        let expected = Self.expected(picks).compactMap { event -> RigidTransform? in
            switch event {
            case .joint(let pose, _), .straight(let pose, _): pose
            default: nil
            }
        }
        let array = try readPoseArray(try Self.text(program, .ros2))
        #expect(array.frame == "base" && array.poses.count == expected.count)
        let rows = readCSV(try Self.text(program, .csv))
        #expect(rows.count == expected.count + 1 && rows.allSatisfy { $0.count == 14 })
        for (index, wanted) in expected.enumerated() {
            let row = rows[index + 1]
            let fromCSV = try pose("quaternion_xyzw", row[7...].map { try #require(Double($0)) })
            for found in [array.poses[index], fromCSV] {
                #expect(Self.agree(.joint(found, zone: 0), .joint(wanted, zone: 0), .csv))
            }
        }
        #expect(rows[1][4] == "approach" && rows[2][5] == "close" && rows[5][5] == "open")
    }

    @Test(arguments: parsers.indices) func withoutPicksAProgramIsValidMovesNothingAndSaysSo(_ index: Int) throws {
        let (language, read) = Self.parsers[index]
        let program = try RobotProgram(picks: [], cell: try Self.cell())
        let found = try read(try Self.text(program, language))
        #expect(found.poses.isEmpty)
        let said = found.comments + found.events.compactMap { if case .message(let text) = $0 { text } else { nil } }
        #expect(said.contains { $0.lowercased().contains("nothing to pick") }, "\(language)")
        #expect(found.events.allSatisfy { if case .message = $0 { true } else { false } })
    }

    @Test func withoutPicksTablesHaveTheirHeadOnly() throws {
        let program = try RobotProgram(picks: [], cell: try Self.cell())
        #expect(try readPoseArray(try Self.text(program, .ros2)).poses.isEmpty)
        #expect(readCSV(try Self.text(program, .csv)).count == 1)
    }

    @Test func withoutAPlaceTheProgramEndsWithTheFirstObjectHeld() throws {
        let picks = Self.picks(3, seed: 72, placed: false)
        let program = try RobotProgram(picks: picks, cell: try Self.cell())
        #expect(program.picks.count == 1)
        #expect(program.leftOut.map(\.reason) == [.handFull, .handFull])
        for (language, read) in Self.parsers {
            let found = try read(try Self.text(program, language))
            let expected = Self.expected(Array(picks.prefix(1)))
            #expect(found.events.count == expected.count)
            #expect(zip(found.events, expected).allSatisfy { Self.agree($0, $1, language) }, "\(language)")
        }
    }

    @Test func whatIsNotTrustedIsLeftOutBeforeAnythingIsCounted() throws {
        var picks = Self.picks(5, seed: 79)
        picks[0].confidence = .doubtful
        picks[2].confidence = .unlikely
        let program = try RobotProgram(picks: picks, cell: try Self.cell(), atMost: 2)
        #expect(program.picks.map(\.object) == [3, 9])
        #expect(program.leftOut.map(\.pick.object) == [0, 6, 12])
        #expect(program.leftOut.map(\.reason) == [.notTrusted(.doubtful), .notTrusted(.unlikely), .enough])
        let trusting = try RobotProgram(picks: picks, cell: try Self.cell(), trusting: .doubtful)
        #expect(trusting.picks.map(\.object) == [0, 3, 9, 12])
        for (language, read) in Self.parsers {
            let found = try read(try Self.text(program, language))
            #expect(found.poses.count == 12, "\(language)")
        }
    }

    @Test func aPlanBecomesAProgramInOneCall() throws {
        let grasp = Grasp(
            object: 4, scanFromGrasp: .identity, grip: .jaw(JawGrip(opening: 0.05, width: 0.04, depth: 0.02)),
            deviations: GraspDeviations(rotation: .zero, position: .zero), confidence: .sound, score: 0.9)
        let frames = Self.picks(1, seed: 80)[0].frames
        let own = PoseCovariance(rotation: .zero, position: .zero, of: .identity)
        var pick = Pick(grasp: grasp, frames: frames, covariance: own)
        var plan = PickPlan(frame: "base", picks: [pick], baseFromScan: .identity)
        pick.grasp.confidence = .unlikely
        plan.picks.append(pick)
        let program = try plan.program(for: try Self.cell(), source: "table.pcd")
        #expect(program.picks == [ProgramPick(plan.picks[0])])
        #expect(program.leftOut.map(\.reason) == [.notTrusted(.unlikely)])
        #expect(try pick.program(for: try Self.cell()).picks.isEmpty)
        #expect(try pick.program(for: try Self.cell(), trusting: .unlikely).picks.map(\.opening) == [0.05])
    }

    @Test func settingsGoIntoTheProgram() throws {
        let cell = try Self.cell(
            """
            {name: "feed 1", speed: 120.5, joint_speed: 12.5, acceleration: 800, zone: 0, tool: 3, tool_name: tHand,
              user_frame: 2, work_object: wTable, configuration: "F U T, 0, 0, 0",
              gripper: {output: 5, closed: off, wait: 0}}
            """)
        let picks = Self.picks(2, seed: 73)
        let program = try RobotProgram(picks: picks, cell: cell)
        for (language, read) in Self.parsers {
            let text = try Self.text(program, language)
            let found = try read(text)
            #expect(found.name == (language == .fanuc || language == .inform ? "FEED_1" : "feed_1"))
            #expect(found.speed == 0.1205)
            for event in found.events {
                switch event {
                case .joint(_, let zone), .straight(_, let zone): #expect(zone == 0)
                case .output(let number, _): #expect(number == 5)
                case .wait: Issue.record("\(language) waits")
                default: break
                }
            }
            let levels = found.events.compactMap { if case .output(_, let level) = $0 { level } else { nil } }
            #expect(levels.prefix(2) == [true, false], "\(language): closed is off")
            let own: [ProgramLanguage: [String]] = [
                .krl: ["$BASE=BASE_DATA[2]", "BAS(#VEL_PTP,12.5)"],
                .rapid: ["tHand\\WObj:=wTable", "vTravel:=[625,62.5,5000,1000]"],
                .fanuc: ["UTOOL_NUM=3", "UFRAME_NUM=2", "'F U T, 0, 0, 0'", "12.5%"],
                .inform: ["///TOOL 3", "///USER 2", "////FRAME USER 2", "VJ=12.5"], .urscript: ["v=0.3927,"],
            ]
            for part in own[language] ?? [] { #expect(text.contains(part), "\(language): \(part)") }
        }
    }

    @Test func statementsOfTheUserTakeTheOutputsPlace() throws {
        let cell = try Self.cell(
            "{gripper: {open: \"rg_grip({{opening_mm}}, 40)\", close: \"rg_grip(0, 40)\\nrg_wait(1)\"}}")
        let program = try RobotProgram(picks: Self.picks(1, seed: 74, opening: 0.0423), cell: cell)
        let events = try URScriptGrammar.read(try Self.text(program, .urscript)).events
        let statements = events.compactMap { if case .statement(let text) = $0 { text } else { nil } }
        #expect(
            statements == [
                "rg_grip[42.3, 40.0]", "rg_grip[0.0, 40.0]", "rg_wait[1.0]", "rg_grip[42.3, 40.0]",
            ])
        #expect(!events.contains { if case .output = $0 { true } else { false } })
    }

    @Test func aStatementCannotStandInItself() throws {
        for statement in [
            "{{.}}", "{{#open_statements}}{{.}}{{/open_statements}}", "{{open_statements}}", "{{#picks}}",
        ] {
            let cell = try Self.cell("{gripper: {open: \"\(statement)\"}}")
            let program = try RobotProgram(picks: Self.picks(1, seed: 75), cell: cell)
            #expect(throws: RobotProgramError.self) { try program.files(in: .urscript) }
        }
    }

    @Test func outputsThatALanguageLacksAreRefused() throws {
        let program = try RobotProgram(picks: [], cell: try Self.cell("{gripper: {output: 0}}"))
        #expect(try program.files(in: .urscript).count == 1)
        for language in [ProgramLanguage.krl, .rapid, .fanuc, .inform] {
            let error = #expect(throws: RobotProgramError.self) { try program.files(in: language) }
            #expect(error?.description.contains("program.gripper.output") == true)
        }
        #expect(try program.files(in: .csv).count == 1)
    }

    @Test func textsFromOutsideStayInTheirLine() throws {
        let nasty = "a\nb\r\u{2028}\"quote\\ ]; ' é 漢 \u{7F}{{name}} " + String(repeating: "x", count: 200)
        let program = try RobotProgram(
            picks: Self.picks(2, seed: 76), cell: try Self.cell(), source: nasty, name: nasty)
        for (language, read) in Self.parsers {
            let found = try read(try Self.text(program, language))
            #expect(found.events.count == Self.expected(program.picks).count, "\(language)")
        }
        #expect(try readPoseArray(try Self.text(program, .ros2)).poses.count == 12)
        #expect(readCSV(try Self.text(program, .csv)).allSatisfy { $0.count == 14 })
    }

    @Test func posesThatNoRobotReachesAreRefused() throws {
        var pick = Self.picks(1, seed: 77)[0]
        pick.frames.grasp.translation.x = 600
        let error = #expect(throws: RobotProgramError.self) { try RobotProgram(picks: [pick], cell: try Self.cell()) }
        #expect(error == .outOfReach(600))
    }

    @Test func zonesNeverMeet() throws {
        var pick = Self.picks(1, seed: 78)[0]
        pick.frames.grasp = pick.frames.approach * RigidTransform(translation: [0, 0, 0.01])
        let program = try RobotProgram(picks: [pick], cell: try Self.cell("{zone: 50}"))
        let events = try URScriptGrammar.read(try Self.text(program, .urscript)).events
        #expect(events.contains { if case .joint(_, let zone) = $0 { zone == 0.004 } else { false } })
    }

    @Test func namesAreMadeLegal() {
        #expect(ProgramLanguage.krl.naming.name(from: "my-picks 2") == "my_picks_2")
        #expect(ProgramLanguage.krl.naming.name(from: String(repeating: "a", count: 40)).count == 24)
        #expect(ProgramLanguage.fanuc.naming.name(from: "table") == "TABLE")
        #expect(ProgramLanguage.inform.naming.name(from: "1ä") == "P_1__")
        #expect(ProgramLanguage.urscript.naming.name(from: "") == "p_")
    }

    /// A program called as its language's own words wouldn't load, and one called as what it calls would call itself.
    @Test(
        arguments: [
            (.urscript, "def", "def_1"), (.urscript, "True", "True_1"), (.urscript, "MoveJ", "MoveJ_1"),
            (.krl, "circ", "circ_1"), (.krl, "Trigger", "Trigger_1"), (.krl, "BAS", "BAS_1"),
            (.krl, "module", "module"),
            (.rapid, "module", "module_1"), (.rapid, "main", "main_1"), (.rapid, "circ", "circ"),
            (.fanuc, "con", "CON_1"), (.fanuc, "def", "DEF"), (.inform, "end", "END"), (.csv, "def", "def"),
        ] as [(ProgramLanguage, String, String)])
    func reservedWordsAreNoNames(_ language: ProgramLanguage, _ word: String, _ name: String) {
        #expect(language.naming.name(from: word) == name)
        #expect(["def", "circ", "module"].allSatisfy { Naming.anywhere.name(from: $0) == $0 + "_1" })
    }

    /// Every word with which a template's line begins, so that no template outgrows its language's list.
    @Test(arguments: [ProgramLanguage.urscript, .krl, .rapid])
    func whatTheTemplateSaysIsReserved(_ language: ProgramLanguage) throws {
        let program = try RobotProgram(picks: Self.picks(1, seed: 79), cell: try Self.cell(), name: "own")
        let text = try Self.text(program, language)
        let firstWords = Set(text.matches(of: /(?m)^ *([A-Za-z_]\w*)/).map { $0.output.1.lowercased() })
        #expect(firstWords.subtracting(language.reservedWords).subtracting([program.name]).isEmpty)
    }

    @Test func aKUKAProgramIsNotCalledAsItsMotion() throws {
        var program = try RobotProgram(picks: Self.picks(1, seed: 79), cell: try Self.cell())
        program.name = "circ"
        let files = try program.files(in: .krl)
        #expect(files.map(\.fileName) == ["circ_1.src", "circ_1.dat"])
        #expect(files[0].text.contains("DEF circ_1()"))
    }
}
