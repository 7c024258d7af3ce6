import Grasping
import LinearAlgebra
import RobotCell
import TestSupport
import Testing

@testable import RobotPrograms

/// What a cell's section `program` adds to the bare way: home, speeds, loads, and the check whether something was held.
@Suite struct MotionTests {
    private static let home = "kuka:{X 300,Y -50,Z 600,A 20,B 0,C 180}"

    private func read(_ text: String, _ count: Int = 2, placed: Bool = true) throws -> [(ProgramLanguage, ReadProgram)]
    {
        let program = try RobotProgram(
            picks: ProgramTests.picks(count, seed: 81, placed: placed), cell: try ProgramTests.cell(text))
        return try ProgramTests.parsers.map { language, read in
            (language, try read(try ProgramTests.text(program, language)))
        }
    }

    @Test func theWayStartsAndEndsAtHome() throws {
        let home = try RigidTransform(parsing: Self.home)
        for (language, program) in try read("{home: \"\(Self.home)\"}") {
            let moves = program.events.filter { if case .joint = $0 { true } else { false } }
            // Home, two approaches with a place approach each, home.
            #expect(moves.count == 6, "\(language)")
            for move in [moves.first, moves.last] {
                let expected = ReadProgram.Event.joint(home, zone: 0)
                #expect(move.map { ProgramTests.agree($0, expected, language) } == true, "\(language)")
            }
        }
    }

    @Test func ofTwoWristsTheOneNearerHomeIsTaken() throws {
        var picks = ProgramTests.picks(6, seed: 82)
        let home = try RigidTransform(parsing: Self.home)
        let cell = try ProgramTests.cell("{home: \"\(Self.home)\"}")
        func turn(_ pose: RigidTransform) -> Double {
            Quaternion(rotation: home.rotation.transposed * pose.rotation).rotationVector.length
        }
        let program = try RobotProgram(picks: picks, cell: cell)
        for (before, after) in zip(picks, program.picks) {
            let turned = before.turnedOver
            #expect(after == before || after == turned)
            #expect(turn(after.frames.grasp) <= min(turn(before.frames.grasp), turn(turned.frames.grasp)) + 1e-9)
            // All of a pick turns together: the object doesn't turn between grasp and place.
            let way = before.frames.grasp.inverse * before.frames.place!
            let turnedWay = turned.frames.grasp.inverse * turned.frames.place!
            let half = RigidTransform(rotation: Matrix3(diagonal: [-1, -1, 1]))
            #expect(((half * turnedWay * half).translation - way.translation).length < 1e-12)
        }
        // Without a home nothing is turned.
        #expect(try RobotProgram(picks: picks, cell: try ProgramTests.cell()).picks == picks)
        picks.removeAll()
        #expect(try RobotProgram(picks: picks, cell: cell).picks.isEmpty)
    }

    @Test func theWaysInAndOutHaveSpeedsOfTheirOwn() throws {
        for (language, program) in try read("{speed: 250, approach_speed: 40, retreat_speed: 120}") {
            // Into the grasp, lift, into the place, retreat; twice.
            #expect(program.speeds == [0.04, 0.12, 0.04, 0.12, 0.04, 0.12, 0.04, 0.12], "\(language)")
        }
        for (language, program) in try read("{speed: 250, approach_speed: 40}") {
            #expect(program.speeds == [0.04, 0.25, 0.04, 0.25, 0.04, 0.25, 0.04, 0.25], "\(language)")
        }
    }

    @Test func whatTheRobotCarriesIsSaid() throws {
        for (language, program) in try read("{tool_mass: 1.2, payload: 0.4}") {
            let loads = program.events.compactMap { if case .payload(let mass) = $0 { mass } else { nil } }
            // Empty at the start, holding after each grasp, empty after each place.
            let (empty, holding) = language == .rapid ? (0.0, 1.0) : (1.2, 1.6)
            #expect(loads == [empty, holding, empty, holding, empty], "\(language)")
        }
        for (language, program) in try read("{tool_mass: 1.2}") {
            let loads = program.events.compactMap { if case .payload(let mass) = $0 { mass } else { nil } }
            #expect(loads == [language == .rapid ? 0 : 1.2], "\(language)")
        }
        for (language, program) in try read("{}") {
            let says = program.events.contains { if case .payload = $0 { true } else { false } }
            #expect(!says, "\(language)")
        }
    }

    /// Where the first pick held nothing the place is passed over, and with it what says that the robot is empty again.
    @Test func theLoadIsRightWhateverWasHeld() throws {
        for (language, program) in try read("{tool_mass: 1.2, payload: 0.4, grip_check: {input: 3}}") {
            let (empty, holding) = language == .rapid ? (0.0, 1.0) : (1.2, 1.6)
            var (load, isInside, atJoint) = (Double.nan, false, [Double]())
            for event in program.events {
                switch event {
                case .ifInput: isInside = true
                case .endIf: isInside = false
                case .payload(let mass) where !isInside: load = mass
                case .joint where !isInside: atJoint.append(load)
                default: break
                }
            }
            #expect(atJoint == [empty, empty] && load == holding, "\(language)")
        }
    }

    /// The check comes after the lift, where the robot stops; what leads to the place is done only where something is
    /// held, and the next pick whatever was.
    @Test(arguments: [true, false]) func nothingIsPlacedWhereNothingWasHeld(level: Bool) throws {
        for (language, program) in try read("{grip_check: {input: 3, held: \(level ? "on" : "off")}}") {
            var (inside, moves, checks) = (false, [Int](), 0)
            for event in program.events {
                switch event {
                case .ifInput(let input, let wanted):
                    #expect(input == 3 && wanted == level, "\(language)")
                    (inside, checks) = (true, checks + 1)
                case .endIf: inside = false
                case .joint, .straight: moves.append(inside ? 1 : 0)
                default: break
                }
            }
            #expect(checks == 2, "\(language)")
            // Approach, grasp and lift outside; over the place, place and retreat inside.
            #expect(moves == [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1], "\(language)")
        }
        for (language, program) in try read("{grip_check: {input: 3}}", placed: false) {
            #expect(program.events.contains(.ifInput(3, true)) && program.events.contains(.endIf), "\(language)")
        }
    }

    /// Half way between closed and as wide as what was picked.
    @Test func whatIsHeldIsToldByItsWidth() throws {
        var picks = ProgramTests.picks(2, seed: 85)
        (picks[0].width, picks[1].width) = (0.04, 0.003)
        let names: [ProgramLanguage: String] = [
            .urscript: "rg_width", .krl: "rg_width", .rapid: "rg_width", .fanuc: "R[5]", .inform: "R000",
        ]
        for (language, read) in ProgramTests.parsers {
            let name = try #require(names[language])
            let cell = try ProgramTests.cell("{grip_check: {width: \"\(name)\"}}")
            let program = try read(try ProgramTests.text(try RobotProgram(picks: picks, cell: cell), language))
            let asked = program.events.filter { if case .ifWider = $0 { true } else { false } }
            #expect(asked == [.ifWider(name, 20), .ifWider(name, 1.5)], "\(language)")
        }
        // A gripper that doesn't close to nothing.
        let text = ProgramTests.cellText.replacing(/opening: \{[^}]*\}/, with: "opening: {open: 85, closed: 10}")
        let program = try RobotProgram(
            picks: picks, cell: try CellFile(yaml: text + "\nprogram: {grip_check: {width: rg_width}}"))
        #expect(try ProgramTests.text(program, .urscript).contains("if (rg_width > 25):"))
    }

    @Test func anInputThatThereIsNotIsRefused() throws {
        let cell = try ProgramTests.cell("{grip_check: {input: 9}}")
        let program = try RobotProgram(picks: ProgramTests.picks(1, seed: 86), cell: cell)
        #expect(throws: RobotProgramError.input(9, language: "urscript", allowed: 0...7)) {
            try program.files(in: .urscript)
        }
        #expect(try program.files(in: .krl).count == 2)
    }

    @Test func jointAccelerationAndKUKAsTurnsAreWritten() throws {
        let programs = try read("{joint_acceleration: 90, status_turn: {s: 6, t: 27}}")
        for (language, program) in programs {
            if language == .urscript {
                #expect(program.jointAccelerations.allSatisfy { abs($0 - .pi / 2) < 1e-4 })
            }
            if language == .krl {
                #expect(program.statusAndTurn == Array(repeating: [6, 27], count: program.poses.count))
            }
        }
        for (language, program) in try read("{}") {
            if language == .urscript { #expect(program.jointAccelerations.allSatisfy { $0 == 1.4 }) }
            #expect(program.statusAndTurn.isEmpty)
        }
    }

    @Test func withoutAToolNoRobotIsMoved() throws {
        func program(_ text: String) throws -> RobotProgram {
            try RobotProgram(
                picks: ProgramTests.picks(1, seed: 83),
                cell: try CellFile(
                    yaml: text.replacing(/\ \ tool: \{.*\n/, with: "")))
        }
        let bare = try program(ProgramTests.cellText)
        for (language, _) in ProgramTests.parsers {
            #expect(throws: RobotProgramError.noTool) { try bare.files(in: language) }
        }
        // Tables only list poses.
        #expect(try bare.files(in: .csv).count == 1 && bare.files(in: .ros2).count == 1)
        let said = try program(ProgramTests.cellText + "\ntool: none")
        for (language, read) in ProgramTests.parsers {
            #expect(try read(try ProgramTests.text(said, language)).tool == nil, "\(language)")
        }
        // The controller's own tool, where the language goes by it.
        let numbered = try program(ProgramTests.cellText + "\nprogram: {tool: 4}")
        #expect(try numbered.files(in: .krl).count == 2)
        for language in [ProgramLanguage.urscript, .rapid] {
            #expect(throws: RobotProgramError.noTool) { try numbered.files(in: language) }
        }
        #expect(
            try program(ProgramTests.cellText + "\nprogram: {tool_name: tHand}").files(in: .rapid).count == 1)
    }

    @Test func theOpeningThatWasCheckedIsTheOneThatIsCommanded() throws {
        let picks = ProgramTests.picks(1, seed: 84, opening: 0.0423)
        let program = try RobotProgram(picks: picks, cell: try ProgramTests.cell())
        #expect(throws: RobotProgramError.opening(0.0423, commanded: 0.085)) { try program.files(in: .urscript) }
        let settable = try ProgramTests.cell(
            "{gripper: {open: \"rg_grip({{opening_mm}}, 40)\", close: \"rg_grip(0, 40)\"}}")
        #expect(settable.commandedOpening == nil)
        #expect(try RobotProgram(picks: picks, cell: settable).files(in: .urscript).count == 1)
        let cell = try ProgramTests.cell()
        #expect(cell.commandedOpening == 0.085)
        guard case .jaw(let jaw) = cell.driven.gripper else { return }
        #expect(!jaw.isAdjustable && jaw.opening == 0...0.085)
    }

    @Test func aPlanOnALeaningSupportMakesNoProgram() throws {
        let support = PlannedSupport(height: 0, normal: [0, 0.6, 0.8], lean: 0.64, settings: SupportSettings())
        let plan = PickPlan(frame: "base", baseFromScan: .identity, support: support)
        let error = #expect(throws: RobotProgramError.self) { try plan.program(for: try ProgramTests.cell()) }
        #expect(error?.description.contains("support: the scan shows it leaning by 37°, at most 5°") == true)
        // The cell may allow it.
        let allowed = PickPlan(
            frame: "base", baseFromScan: .identity,
            support: PlannedSupport(
                height: 0, normal: [0, 0.6, 0.8], lean: 0.64, settings: SupportSettings(maximumLean: 0.7)))
        #expect(try allowed.program(for: try ProgramTests.cell()).picks.isEmpty)
    }
}
