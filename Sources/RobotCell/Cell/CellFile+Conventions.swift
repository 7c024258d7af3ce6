extension CellDraft {
    /// The conventions that the file's own poses are written in, the place's first, each once: what the robot speaks.
    var conventions: [String] {
        var poses = [(try? fields["place"]?.pairs("")) ?? []]
        for (_, frame) in (try? fields["frames"]?.pairs("")) ?? [] { poses.append((try? frame.pairs("")) ?? []) }
        var names: [String] = []
        for (key, value) in poses.joined() where key == "pose" {
            guard let text = try? value.text() else { continue }
            var scanner = TextScanner(text)
            guard let name = try? PoseConventions.convention(leading: &scanner).name, !names.contains(name) else {
                continue
            }
            names.append(name)
        }
        return names
    }
}
