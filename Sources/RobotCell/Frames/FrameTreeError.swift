public import Files

/// Why frames don't make a tree, or why a chain can't be resolved.
public enum FrameTreeError: Error, Equatable, Sendable {
    case twoParents(frame: String, String, String)
    case parentOfRoot(root: String, parent: String)
    case loop([String])
    case orphan(frame: String, parent: String, nearest: String?)
    case unknownFrame(String, nearest: String?, known: [String])
    case poseNotSet(frame: String, parent: String)
    case mismatch(left: String, right: String)
}

extension FrameTreeError: NamesSettings {
    public var description: String { description(naming: .labels) }

    public func description(naming settings: SettingNames) -> String {
        switch self {
        case .twoParents(let frame, let first, let second):
            return "frame \"\(frame)\" has two parents, \"\(first)\" and \"\(second)\"; keep one"
        case .parentOfRoot(let root, let parent):
            return "the root \"\(root)\" is given the parent \"\(parent)\"; a root has none"
        case .loop(let names):
            return "the frames lead in a circle, \(names.joined(separator: " → ")); one of them needs a parent outside"
        case .orphan(let frame, let parent, let nearest):
            let hint = nearest.map { "did you mean \"\($0)\"?" } ?? "name it under frames, or correct the name"
            return "frame \"\(frame)\" has the parent \"\(parent)\", which no frame is called; \(hint)"
        case .unknownFrame(let name, let nearest, let known):
            let hint = nearest.map { "did you mean \"\($0)\"? " } ?? ""
            return "no frame is called \"\(name)\"; \(hint)known are \(known.joined(separator: ", "))"
        case .poseNotSet(let frame, let parent):
            return "the pose of \"\(frame)\" in \"\(parent)\" is known only at run time and was not given;"
                + " add \(settings("set", "\(frame)=\"NAME:TEXT\""))"
        case .mismatch(let left, let right):
            return "\(left) · \(right) doesn't chain: the inner frames differ; put a transform between them or invert"
                + " one"
        }
    }
}
