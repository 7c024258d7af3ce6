import Files
public import LinearAlgebra

/// The frames of a cell, each given by its pose in one parent.
///
/// A value: setting a pose gives another tree. The pose of a frame may be missing until the program runs, as the
/// flange's of a camera in the hand; ``setting(_:_:)`` supplies it.
///
///     let tree = try FrameTree(root: "base", frames: [.init("camera", in: "base", pose: baseFromCamera)])
///     let baseFromCamera = try tree.transform(from: "camera", to: "base")
public struct FrameTree: Equatable, Sendable {
    /// One frame: where it hangs, and its pose there.
    public struct Frame: Equatable, Sendable {
        /// Unlike every other of the tree.
        public var name: String
        /// The frame that it hangs on, or the root.
        public var parent: String
        /// `T_parent_frame`: maps coordinates given in this frame into the parent's. `nil` until it is set.
        public var parentFromFrame: RigidTransform?
        /// How well that pose is known; `nil` where nothing is said.
        public var uncertainty: FrameUncertainty?

        /// A frame at its pose in the parent, metres; `nil` for one that is set later.
        public init(
            _ name: String, in parent: String, pose parentFromFrame: RigidTransform?,
            uncertainty: FrameUncertainty? = nil
        ) {
            (self.name, self.parent, self.parentFromFrame) = (name, parent, parentFromFrame)
            self.uncertainty = uncertainty
        }
    }

    /// The one frame without a parent.
    public let root: String
    /// In the order given.
    public private(set) var frames: [Frame]
    private var indices: [String: Int]

    /// Builds a tree in which every frame leads to `root`.
    ///
    /// - Throws: two parents for one frame, a parent for the root, a loop, or a frame that doesn't lead to the root.
    public init(root: String, frames: [Frame] = []) throws(FrameTreeError) {
        (self.root, self.frames, indices) = (root, frames, [:])
        for (index, frame) in frames.enumerated() {
            if let other = indices.updateValue(index, forKey: frame.name) {
                throw .twoParents(frame: frame.name, frames[other].parent, frame.parent)
            }
        }
        if let index = indices[root] { throw .parentOfRoot(root: root, parent: frames[index].parent) }
        // 0 not seen, 1 on the way up from the current frame, 2 known to lead to the root.
        var state = Array(repeating: UInt8(0), count: frames.count)
        for start in frames.indices {
            var way: [Int] = []
            var current = start
            while state[current] == 0 {
                state[current] = 1
                way.append(current)
                let parent = frames[current].parent
                if parent == root { break }
                guard let next = indices[parent] else {
                    let known = [root] + frames.map(\.name)
                    throw .orphan(
                        frame: frames[current].name, parent: parent, nearest: nearest(to: parent, among: known))
                }
                if state[next] == 1 {
                    let first = way.firstIndex(of: next) ?? 0
                    throw .loop(way[first...].map { frames[$0].name } + [parent])
                }
                current = next
            }
            for index in way { state[index] = 2 }
        }
    }

    /// The root and all frames.
    public var names: [String] { [root] + frames.map(\.name) }

    /// The frame of this name; `nil` for the root and for a name that the tree lacks.
    public func frame(named name: String) -> Frame? { indices[name].map { frames[$0] } }

    /// The tree with this frame's pose in its parent set or replaced.
    public func setting(_ name: String, _ parentFromFrame: RigidTransform) throws(FrameTreeError) -> FrameTree {
        guard let index = indices[name] else { throw unknown(name) }
        var tree = self
        tree.frames[index].parentFromFrame = parentFromFrame
        return tree
    }

    /// `T_to_from`: maps coordinates given in frame `from` into frame `to`, with the path it took.
    ///
    /// - Complexity: O(depth).
    /// - Throws: a name that isn't in the tree, or a frame on the way whose pose has not been set.
    public func transform(from: String, to: String) throws(FrameTreeError) -> NamedTransform {
        var up = try wayToRoot(from)
        var down = try wayToRoot(to)
        // What both ways share above the nearest common frame drops out.
        while up.count > 1, down.count > 1, up[up.count - 2] == down[down.count - 2] {
            up.removeLast()
            down.removeLast()
        }
        return try chain(down).inverse * chain(up)
    }

    /// The names from a frame up to the root, both included.
    private func wayToRoot(_ name: String) throws(FrameTreeError) -> [String] {
        guard name == root || indices[name] != nil else { throw unknown(name) }
        var way = [name]
        var current = name
        while let index = indices[current] {
            current = frames[index].parent
            way.append(current)
        }
        return way
    }

    /// `T_last_first` of a way upwards.
    private func chain(_ way: [String]) throws(FrameTreeError) -> NamedTransform {
        var lastFromFirst = NamedTransform(from: way[0], to: way[0], pose: .identity)
        for name in way.dropLast() {
            guard let index = indices[name] else { throw unknown(name) }
            let frame = frames[index]
            guard let pose = frame.parentFromFrame else { throw .poseNotSet(frame: name, parent: frame.parent) }
            // Without the path, which would be copied at every step.
            lastFromFirst.path = []
            lastFromFirst =
                try NamedTransform(
                    from: name, to: frame.parent, pose: pose, path: [],
                    covariance: frame.uncertainty?.covariance(of: pose))
                * lastFromFirst
        }
        lastFromFirst.path = way
        return lastFromFirst
    }

    func unknown(_ name: String) -> FrameTreeError {
        .unknownFrame(name, nearest: nearest(to: name, among: names), known: names)
    }
}
