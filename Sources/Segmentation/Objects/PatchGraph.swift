/// The patches of a scene, and the borders at which they meet.
struct PatchGraph {
    var patches: [PatchProperties]
    /// Each pair of patches once, sorted.
    var borders: [PatchBorder]
    /// The scene's unit of length, in metres: how far off its things are. Sizes are judged in it, so that the same scene
    /// ten times larger gives the same objects.
    var unit = 1.0
}
