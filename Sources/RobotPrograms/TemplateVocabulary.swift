import LinearAlgebra
import Mustache
import RobotCell

/// The values that a template can name.
///
/// - Once: `name`, `base`, `source`, `summary`, `any` (whether there are picks), `count`, `one_place` (whether several
///   objects are put down at one place), `tip` (what of the gripper the poses are of: fingertips), `picks`, `moves` (those
///   of all picks), `move_count`, `line` (counts up at each use).
/// - Once, from the cell's file: `speed_mm`, `speed_m` (a second), `joint_speed` (percent), `joint_speed_rad` (that share
///   of 180 degrees a second), `joint_speed_mm` and `joint_speed_deg` (of 5000 mm and 500 degrees a second),
///   `approach_speed_mm`, `retreat_speed_mm`, `has_approach_speed`, `has_retreat_speed`, `joint_acceleration_rad`,
///   `acceleration_mm`, `acceleration_m`, `zone_mm`, `zone_m`, `zone_percent` (the same number, at most 100), `tool`,
///   `has_tool` (whether it isn't 0), `tool_name`, `tool_mass`, `tool_defined` (whether `tcp` has a pose), `tcp` (the
///   tool's tip on the flange, as a pose below, and `tcp.half` half way to it), `has_payload`, `object_mass` (kg),
///   `user_frame`, `has_user_frame`, `work_object`, `configuration`, `has_status_turn`, `status`, `turn` (KUKA's),
///   `output`, `level_open`, `level_closed` (on or off, as 1 or 0, TRUE or FALSE … below `.bit`, `.boolean`, `.word`,
///   `.capital`), `wait`, `waits`, `open_statements`, `close_statements`; of the check whether something is held
///   `by_input` or `by_width`, `input`, `level_held`, `level_lost`, `width_expression`.
/// - Of a pick: `pick` (from 1), `object`, `score`, `opens` (whether the gripper does), `opening_mm` and `opening_m`
///   (empty where it doesn't), `held_mm` (from this width between the fingers on something is held), `reasons`, `steps`,
///   `moves`.
/// - Of a step: `joint`, `straight`, `open`, `close`, `payload`, `if_held`, `end_if_held`: exactly one is true. A step of
///   the first two kinds is a move. Of `payload`: `holding`, `load_mass` (kg), `load` (its centre on the flange, a pose).
/// - Of a move: `move` (home, approach, grasp, lift, place_approach, place, retreat, and over_approach, over_lift,
///   over_place, over_retreat at the transit's height), `number` (from 1 through all picks), `number0` (from 0),
///   `number5` (from 0, five digits), `then` (open, close, check or nothing), `exact` (whether it stops), `speed_mm`,
///   `speed_m`, `speed_name` (RAPID's), `speed_changes` (whether it differs from the straight move before),
///   `zone_mm`, `zone_m`, `zone_name` (RAPID's), `zone_percent`, `zone_level` (INFORM's), and its pose.
/// - A pose: `m` and `mm` with `x`, `y`, `z`; the same with the turn as these controllers read it: `ur` (`rx`, `ry`,
///   `rz`), `kuka` (`a`, `b`, `c`), `fanuc` (`w`, `p`, `r`), `abb` (`q1`, `q2`, `q3`, `q4`), `yaskawa` (`rx`, `ry`, `rz`),
///   `ros` (`qx`, `qy`, `qz`, `qw`); `text`, the whole pose in any convention (`text.staubli`). Such as `kuka.a`.
final class TemplateVocabulary: MustacheParent {
    private let values: [String: Any]
    private(set) var missed: String?

    init(_ program: RobotProgram, name: String) throws(RobotProgramError) {
        values = try program.values(name: name)
    }

    /// Asked last, after the sections round a tag: what isn't here has no value at that place.
    func child(named name: String) -> Any? {
        if let value = values[name] { return value }
        missed = missed ?? name
        return nil
    }

    static let transforms =
        ProgramText.transforms + [
            "first", "last", "index", "even", "odd", "count", "empty", "reversed", "plusone", "minusone", "equalzero",
            "uppercased", "lowercased",
        ]

    /// Every name that has a value somewhere.
    static let names: Set<String> = {
        var found: Set<String> = []
        func collect(_ value: Any) {
            if let object = value as? [String: Any] {
                for (name, child) in object {
                    found.insert(name)
                    collect(child)
                }
            } else if let list = value as? [Any] {
                for entry in list { collect(entry) }
            }
        }
        let frames = PickFrames(
            approach: .identity, grasp: .identity, lift: .identity, placeApproach: .identity, place: .identity,
            retreat: .identity)
        let pick = ProgramPick(object: 0, score: 1, opening: 0, frames: frames)
        var program = RobotProgram(sample: pick)
        program.flangeFromTool = .identity
        program.settings.payload = 0
        program.settings.home = .identity
        program.settings.statusAndTurn = .init(status: 0, turn: 0)
        for check in [ProgramSettings.GripCheck.input(0, held: true), .width("")] {
            program.settings.gripCheck = check
            collect((try? program.values(name: "p")) ?? [:])
        }
        return found
    }()

    static let statementNames = names.subtracting(["open_statements", "close_statements"])
}

/// Counts the lines of a program where each has a number.
private final class LineNumber: MustacheCustomRenderable {
    private var last = 0

    var isNull: Bool { false }

    var renderText: String {
        last += 1
        let digits = String(last)
        return String(repeating: " ", count: max(0, 4 - digits.utf8.count)) + digits
    }
}

extension RobotProgram {
    fileprivate init(sample pick: ProgramPick) {
        (name, base, source, settings, gripper) = ("", "", "", ProgramSettings(), .jaw)
        (picks, leftOut) = ([pick], [])
    }

    fileprivate func values(name: String) throws(RobotProgramError) -> [String: Any] {
        let control = settings.gripper
        var moves: [[String: Any]] = []
        var speed = settings.speed
        let listed = picks.enumerated().map { index, pick in
            pick.values(number: index + 1, of: picks.count, self, &moves, &speed)
        }
        let count = listed.count == 1 ? "1 pick" : "\(listed.count) picks"
        let origin = source.isEmpty ? "" : " from \(source)"
        let tcp = flangeFromTool ?? .identity
        var tool = tcp.values
        tool["half"] = RigidTransform(translation: tcp.translation / 2).values
        var once: [String: Any] = [
            "name": name, "base": ProgramText(base), "source": ProgramText(source),
            "summary": ProgramText("\(count) in \(base)\(origin)"), "any": !listed.isEmpty, "count": listed.count,
            "one_place": putsAllAtOnePlace, "tip": gripper.tip,
            "picks": listed, "moves": moves, "move_count": moves.count, "line": LineNumber(),
            "speed_mm": settings.speed.millimeters(shortest: 3), "speed_m": settings.speed.shortest(6),
            "joint_speed": settings.jointSpeed.shortest(2),
            "joint_speed_rad": (settings.jointSpeed / 100 * .pi).shortest(4),
            "joint_speed_mm": (settings.jointSpeed * 50).shortest(1),
            "joint_speed_deg": (settings.jointSpeed * 5).shortest(1),
            "acceleration_mm": settings.acceleration.millimeters(shortest: 3),
            "acceleration_m": settings.acceleration.shortest(6), "zone_mm": settings.zone.millimeters(shortest: 3),
            "zone_m": settings.zone.shortest(6), "zone_percent": percent(settings.zone), "tool": settings.tool,
            "tool_name": settings.toolName,
            "tool_mass": (settings.toolMass ?? ProgramSettings.assumedToolMass).shortest(3),
            "tool_defined": flangeFromTool != nil, "tcp": tool, "user_frame": settings.userFrame,
            "has_user_frame": settings.userFrame != 0, "has_tool": settings.tool != 0,
            "work_object": settings.workObject, "configuration": settings.configuration, "output": control.output,
            "level_open": level(!control.closed), "level_closed": level(control.closed),
            "wait": control.wait.fixed(2), "waits": control.wait > 0,
            "open_statements": try statements(control.open, "open"),
            "close_statements": try statements(control.close, "close"),
            "joint_acceleration_rad": settings.jointAcceleration.shortest(4),
            "approach_speed_mm": (settings.approachSpeed ?? settings.speed).millimeters(shortest: 3),
            "retreat_speed_mm": (settings.retreatSpeed ?? settings.speed).millimeters(shortest: 3),
            "has_approach_speed": settings.approachSpeed != nil, "has_retreat_speed": settings.retreatSpeed != nil,
            "has_payload": settings.payload != nil, "object_mass": (settings.payload ?? 0).shortest(3),
            "has_status_turn": settings.statusAndTurn != nil, "status": settings.statusAndTurn?.status ?? 0,
            "turn": settings.statusAndTurn?.turn ?? 0,
        ]
        switch settings.gripCheck {
        case .input(let number, let held):
            once.merge(
                [
                    "by_input": true, "by_width": false, "input": number, "level_held": level(held),
                    "level_lost": level(!held),
                ]) { $1 }
        case .width(let expression):
            once.merge(["by_input": false, "by_width": true, "width_expression": expression]) { $1 }
        case nil: break
        }
        return once
    }

    private func statements(_ lines: [String], _ key: String) throws(RobotProgramError) -> [MustacheTemplate] {
        var templates: [MustacheTemplate] = []
        for line in lines {
            templates.append(
                try ProgramTemplate(line, file: "program.gripper.\(key)", isStatement: true).template)
        }
        return templates
    }

    private func level(_ isOn: Bool) -> [String: Any] {
        [
            "bit": isOn ? "1" : "0", "boolean": isOn ? "TRUE" : "FALSE", "word": isOn ? "ON" : "OFF",
            "capital": isOn ? "True" : "False",
        ]
    }
}

/// A length in millimetres for where a controller wants a percentage.
private func percent(_ length: Double) -> Int { Int(min(100, (length * 1000).rounded())) }

extension ProgramPick {
    fileprivate func values(
        number: Int, of count: Int, _ program: RobotProgram, _ moves: inout [[String: Any]],
        _ lastSpeed: inout Double
    ) -> [String: Any] {
        let settings = program.settings
        let context: [String: Any] = [
            "pick": number, "object": object, "score": score.fixed(2), "opens": opening != nil,
            "opening_mm": opening?.millimeters(shortest: 1) ?? "", "opening_m": opening?.shortest(4) ?? "",
            "held_mm": program.leastHeld(of: self).millimeters(shortest: 1),
        ]
        let steps = steps(settings, isFirst: number == 1, isLast: number == count)
        var own: [[String: Any]] = []
        let listed = steps.indices.map { index -> [String: Any] in
            var kinds: [String: Any] = [
                "joint": false, "straight": false, "open": steps[index] == .open, "close": steps[index] == .close,
                "if_held": steps[index] == .ifHeld, "end_if_held": steps[index] == .endIfHeld, "payload": false,
            ]
            if case .payload(let holding) = steps[index] {
                kinds["payload"] = true
                kinds.merge(program.load(holding: holding)) { $1 }
            }
            guard case .move(let name, let pose, let way) = steps[index] else { return kinds }
            let next = index + 1 < steps.count ? steps[index + 1] : nil
            let then = next == .open ? "open" : next == .close ? "close" : next == .ifHeld ? "check" : ""
            let stops = name == "home" || !then.isEmpty
            let moveSpeed = settings.speed(of: way)
            let zone = !stops ? blend(at: index, in: steps, within: settings.zone) : 0
            var values = kinds
            values["joint"] = way == .joint
            values["straight"] = way != .joint
            // RAPID names a speed, KRL sets it before the first move that has it.
            values["speed_name"] = settings.speedName(of: way)
            values["speed_changes"] = way != .joint && moveSpeed != lastSpeed
            if way != .joint { lastSpeed = moveSpeed }
            values["speed_mm"] = moveSpeed.millimeters(shortest: 3)
            values["speed_m"] = moveSpeed.shortest(6)
            let place = moves.count + own.count
            let digits = String(place)
            values.merge(
                [
                    "move": name, "number": place + 1, "number0": place,
                    "number5": String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits, "then": then,
                    "exact": zone == 0, "zone_mm": zone.millimeters(shortest: 3), "zone_m": zone.shortest(6),
                    "zone_name": Zones.rapid(zone), "zone_percent": percent(zone), "zone_level": Zones.inform(zone),
                ]) { $1 }
            values.merge(pose.values) { $1 }
            own.append(values.merging(context) { own, _ in own })
            return values
        }
        moves += own
        var values = context
        values["reasons"] = reasons.map { ProgramText($0) }
        values["steps"] = listed
        values["moves"] = own
        return values
    }

    /// The zone at a move, at most `zoneShare` of the way to its neighbours; none at the end.
    private func blend(at index: Int, in steps: [ProgramStep], within zone: Double) -> Double {
        func origin(_ step: ProgramStep) -> Vector3? { step.pose?.translation }
        guard let here = origin(steps[index]), let next = steps[(index + 1)...].lazy.compactMap(origin).first else {
            return 0
        }
        var ways = [(next - here).length]
        if let last = steps[..<index].reversed().lazy.compactMap(origin).first { ways.append((here - last).length) }
        // Whole tenths of a millimetre, and none where less than one is left.
        let most = min(zone, ProgramSettings.zoneShare * (ways.min() ?? 0))
        return (most * 10_000 + 1e-6).rounded(.down) / 10_000
    }
}

extension ProgramSettings {
    fileprivate func speed(of way: ProgramStep.Way) -> Double {
        switch way {
        case .joint, .straight: speed
        case .inward: approachSpeed ?? speed
        case .outward: retreatSpeed ?? speed
        }
    }

    fileprivate func speedName(of way: ProgramStep.Way) -> String {
        switch way {
        case .joint, .straight: "vStraight"
        case .inward: approachSpeed == nil ? "vStraight" : "vApproach"
        case .outward: retreatSpeed == nil ? "vStraight" : "vRetreat"
        }
    }
}

extension RobotProgram {
    /// What the robot carries: the tool's mass half way to its tip, and an object's at the tip.
    fileprivate func load(holding: Bool) -> [String: Any] {
        let (tool, object) = (settings.toolMass ?? 0, holding ? settings.payload ?? 0 : 0)
        let tip = flangeFromTool?.translation ?? .zero
        let center = (tip / 2 * tool + tip * object) / max(tool + object, .leastNormalMagnitude)
        return [
            "holding": holding, "load_mass": (tool + object).shortest(3),
            "load": RigidTransform(translation: center).values,
        ]
    }
}

extension RobotProgram {
    /// Between the fingers, metres: half way from closed to the width of what was picked, so that neither what they are
    /// measured wrong by nor how far it gives way decides.
    fileprivate func leastHeld(of pick: ProgramPick) -> Double {
        pick.width.map { closedOpening + max(0, $0 - closedOpening) / 2 } ?? closedOpening + Self.leastWidth
    }

    /// No thinner thing is picked up; metres.
    private static let leastWidth = 0.001
}

/// A zone in the words of controllers that know a list of them only.
private enum Zones {
    /// The largest of RAPID's own that is not larger.
    static func rapid(_ zone: Double) -> String {
        let known = [1, 5, 10, 15, 20, 30, 40, 50, 60, 80, 100, 150, 200]
        guard zone > 0 else { return "fine" }
        return "z\(known.last { Double($0) <= zone * 1000 + 1e-9 } ?? 0)"
    }

    /// INFORM's position level, by the zones that controllers come with: 12.5, 25, 50 and 100 mm for 1 to 4.
    static func inform(_ zone: Double) -> Int {
        let levels = [12.5, 25, 50, 100]
        return zone > 0 ? min(4, 1 + levels.count { $0 < zone * 1000 }) : 0
    }
}
