import LinearAlgebra

extension CellDraft {
    /// Every setting with the value in force, lengths in the file's unit, so that a user sees what was assumed.
    func settings(of cell: CellFile) -> [CellSetting] {
        func setting(_ key: String, _ value: String) -> CellSetting {
            CellSetting(key: key, value: value, line: fields[key]?.line)
        }
        func length(_ meters: Double) -> String {
            var text = PoseWriter()
            text.append(plain: cell.unit.value(meters: meters))
            return text.text
        }
        let volume = cell.workVolume.map { volume in
            let corners = [volume.min, volume.max].map { "[\(length($0.x)), \(length($0.y)), \(length($0.z))]" }
            return "{frame: \(volume.frame), min: \(corners[0]), max: \(corners[1])}"
        }
        let place = cell.place.map { place in
            "{frame: \(place.frame), pose: \"matrix:\(place.frameFromObject.formatted(.matrix))\"}"
        }
        return [
            setting("unit", cell.unit.rawValue), setting("base", cell.base), setting("scan", cell.scan),
            setting("frames", cell.frames.frames.map(\.name).joined(separator: ", ")),
            setting("gripper", cell.gripper.sizes.setting(length)),
            setting("work_volume", volume ?? "none: grasps may lie everywhere"),
            setting("approach", length(cell.motion.approach)), setting("lift", length(cell.motion.lift)),
            setting("place", place ?? "none: the plan ends with the lift"),
            setting("support", cell.support.setting(length)),
            setting("program", program(cell.program, length)),
        ]
    }

    private func program(_ program: ProgramSettings, _ length: (Double) -> String) -> String {
        func plain(_ number: Double) -> String {
            var text = PoseWriter()
            text.append(plain: number)
            return text.text
        }
        let gripper = program.gripper
        var members = [
            "speed: \(length(program.speed))", "joint_speed: \(plain(program.jointSpeed))",
            "acceleration: \(length(program.acceleration))",
            "joint_acceleration: \(plain(program.jointAcceleration.inDegrees))", "zone: \(length(program.zone))",
            "tool: \(program.tool)", "tool_name: \(program.toolName)",
            "tool_mass: \(plain(program.toolMass ?? ProgramSettings.assumedToolMass))",
            "user_frame: \(program.userFrame)", "work_object: \(program.workObject)",
            "configuration: \"\(program.configuration)\"",
        ]
        if let frame = program.toolFrame { members.append("tool_frame: \(frame)") }
        func add(_ key: String, _ value: String?) { if let value { members.append("\(key): \(value)") } }
        add("approach_speed", program.approachSpeed.map(length))
        add("retreat_speed", program.retreatSpeed.map(length))
        add("home", program.home.map { "\"matrix:\($0.formatted(.matrix))\"" })
        add("transit", program.transit.map(length))
        add("payload", program.payload.map(plain))
        add("status_turn", program.statusAndTurn.map { "{s: \($0.status), t: \($0.turn)}" })
        add("grip_check", program.gripCheck.map { $0.setting })
        if program.usesRobotsTool { members.append("tool_frame: none") }
        if let name = program.name { members.insert("name: \(name)", at: 0) }
        var hand = "output: \(gripper.output), closed: \(gripper.closed ? "on" : "off"), wait: \(plain(gripper.wait))"
        if !gripper.open.isEmpty { hand += ", open: \"\(gripper.open.joined(separator: "\\n"))\"" }
        if !gripper.close.isEmpty { hand += ", close: \"\(gripper.close.joined(separator: "\\n"))\"" }
        return "{\(members.joined(separator: ", ")), gripper: {\(hand)}}"
    }
}
