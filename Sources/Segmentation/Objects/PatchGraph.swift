/// The patches of a scene, and the borders at which they meet.
struct PatchGraph {
    var patches: [PatchProperties]
    /// Each pair of patches once, sorted.
    var borders: [PatchBorder]
}
