import Foundation
import LinearAlgebra
import RobotCell
import Testing

/// The keys by which a cell says what a robot programmer has to trust: the table, the gripper's openings, the tool.
@Suite struct CellTrustTests {
    private func cell(_ more: String, opening: String = "{min: 0, max: 85}") throws -> CellFile {
        try CellFile(
            yaml: CellFileTests.contract.replacing("opening: {min: 0, max: 85}", with: "opening: \(opening)")
                + "\n" + more)
    }

    private func message(_ more: String, opening: String = "{min: 0, max: 85}") -> String {
        let error = #expect(throws: CellFileError.self) { try cell(more, opening: opening) }
        return error?.description ?? ""
    }

    @Test func theSupportIsAPlaneOfAFrame() throws {
        let support = try cell("support: {frame: base, height: -20, tolerance: 3, lean: 2}").support
        #expect(support.expected == SupportSettings.Plane(frame: "base", height: -0.02))
        #expect(support.tolerance == 0.003 && abs(support.maximumLean - 2 * .pi / 180) < 1e-12)
        let leaning = try cell("support: {height: 0, normal: [0, 3, 4]}").support
        #expect(((leaning.expected?.normal ?? .zero) - Vector3(0, 0.6, 0.8)).length < 1e-12)
        #expect(leaning.expected?.frame == "base" && leaning.tolerance == 0.005)
        let bare = try cell("").support
        #expect(bare == SupportSettings())
        #expect(try cell("support: {lean: 20}").support.expected == nil)
        #expect(message("support: {tolerance: 5}").contains("support.height: is missing"))
        #expect(message("support: {height: 0, frame: tabel}").contains("no frame is called \"tabel\""))
        #expect(message("support: {height: 0, normal: [0, 0, 0]}").contains("needs a direction"))
        #expect(message("support: {lean: 120}").contains("0.1 to 90 degrees"))
    }

    @Test func aGripperIsSetOrOpenAndClosed() throws {
        guard case .jaw(let settable) = try cell("").gripper,
            case .jaw(let fixed) = try cell("", opening: "{open: 85, closed: 5}").gripper
        else { return }
        #expect(settable.isAdjustable && settable.opening == 0...0.085)
        #expect(!fixed.isAdjustable && fixed.opening == 0.005...0.085)
        #expect(message("", opening: "{open: 85, max: 90}").contains("keep one of the two"))
        #expect(message("", opening: "{open: 85}").contains("gripper.opening.closed: is missing"))
        #expect(message("", opening: "{open: 5, closed: 85}").contains("open is not above closed"))
        #expect(
            try cell("", opening: "{open: 85, closed: 5}").settings.first { $0.key == "gripper" }?.value
                .contains("{open: 85, closed: 5}") == true)
    }

    /// What an output opens and closes is one of two widths, however far the gripper could be set.
    @Test func aGripperIsPlannedAsItIsWorked() throws {
        func isSet(_ program: String) throws -> (planned: Bool, driven: Bool) {
            let cell = try cell(program.isEmpty ? "" : "program: \(program)")
            guard case .jaw(let planned) = cell.plannedGripper, case .jaw(let driven) = cell.driven.gripper else {
                return (false, false)
            }
            return (planned.isAdjustable, driven.isAdjustable)
        }
        #expect(try isSet("") == (true, false))
        #expect(try isSet("{gripper: {output: 2}}") == (false, false))
        #expect(try isSet("{gripper: {open: \"set({{opening_mm}})\", close: \"set(0)\"}}") == (true, true))
    }

    @Test func theToolIsAFrameOrTheRobotsOwn() throws {
        #expect(try cell("").program.toolFrame == "tool")
        let none = try cell("tool: none")
        #expect(none.program.toolFrame == nil && none.program.usesRobotsTool)
        #expect(try cell("tool: tool").program.toolFrame == "tool")
        #expect(message("tool: grip").contains("no frame is called \"grip\""))
        #expect(try cell("program: {tool: 3}").program.givesToolNumber)
        #expect(try cell("program: {tool_name: tHand}").program.givesToolName)
        #expect(try !cell("").program.givesToolNumber && !cell("").program.givesToolName)
    }

    @Test func theProgramsSettingsAreReadAndListed() throws {
        let text = """
            program: {approach_speed: 40, retreat_speed: 120, joint_acceleration: 90, home: "kuka:{X 1,Y 2,Z 300,A 0,B 0,C 180}", tool_mass: 1.2, payload: 0.4, transit: 60, status_turn: {s: 6, t: 27}, grip_check: {input: 3, held: off}}
            """
        let cell = try cell(text)
        let program = cell.program
        #expect(program.approachSpeed == 0.04 && program.retreatSpeed == 0.12 && program.payload == 0.4)
        #expect(program.toolMass == 1.2 && program.transit == 0.06)
        #expect(abs(program.jointAcceleration - .pi / 2) < 1e-12)
        #expect(program.home?.translation == Vector3(0.001, 0.002, 0.3))
        #expect(program.statusAndTurn == .init(status: 6, turn: 27))
        #expect(program.gripCheck == .input(3, held: false))
        let listed = try #require(cell.settings.first { $0.key == "program" }?.value)
        for part in ["approach_speed: 40", "payload: 0.4", "{s: 6, t: 27}", "{input: 3, held: off}", "home: \"matrix:"]
        {
            #expect(listed.contains(part), "\(part)")
        }
        #expect(message("program: {grip_check: {held: on}}").contains("program.grip_check.input: is missing"))
        #expect(message("program: {grip_check: {input: 3, width: w}}").contains("keep one of the two"))
        #expect(try self.cell("program: {grip_check: {width: w}}").program.gripCheck == .width("w"))
        #expect(message("program: {payload: 0.4}").contains("program.tool_mass: is missing"))
        #expect(message("program: {status_turn: {s: 6}}").contains("program.status_turn.t: is missing"))
        #expect(message("program: {home: \"kuka:{X 1}\"}").contains("program.home: the kuka pose lacks"))
    }
}
