/// How many poses each stage of a search keeps.
///
/// A search's time is about proportional to these. What more or less of them finds is measured by Tests/Benchmarks
/// (score-registration.sh, recall-study.py).
enum SearchBudget {
    /// Matches of features, and poses that many of them agree on.
    static let matches = 2400
    static let consensusSeeds = 160
    static let consensusPoses = 60
    /// Of each match, others that it makes a pose with; and how many of those poses are drawn closer.
    static let partners = 16
    static let pairPoses = 600
    /// Rotations from all over the sphere, some 20° apart, and how many of them are drawn closer.
    static let rotations = 600
    static let rotatedPoses = 200
    /// Poses that the coarse scale hands on, and how many the medium scale leaves for ICP.
    static let proposals = 150
    static let drafts = 12
    /// Of the best draft's symmetric poses, and of an evaluated pose's.
    static let symmetricDrafts = 4
    static let evaluationRivals = 3
    /// Poses that are weighed against each other.
    static let finalists = 8

    /// Of each cloud, samples that are asked of a draft, of a finalist, and on the finest scale.
    static let draftSamples = 800
    static let samples = 8000
    static let fineSamples = 3000
    /// Of the moving cloud, samples that hold a pose: of each finalist, and of the best one.
    static let constraintSamples = 4000
    static let bestConstraintSamples = 20_000
    /// Samples by which a free motion of a finalist is tried; of the best one ``samples``.
    static let freeMotionSamples = 2000
    /// Samples of the moving cloud in the last refinement.
    static let lastSamples = 10_000
}

/// One refinement of a pose by ICP.
struct RefinementPass {
    /// Pairs further apart are none in the first round: in coarse voxels, or in the unit that is stated with it.
    let reach: Double
    /// Steps in a round at most.
    let iterations: Int
    /// The reach halves from one to the next.
    var rounds = 2

    /// From a screened pose, within two voxels of the surface, to a few tenths of one.
    static let draft = Self(reach: 2, iterations: 8, rounds: 3)
    static let finalist = Self(reach: 1.5, iterations: 15)
    /// From a start that may be further off than a screened pose.
    static let startOnCoarse = Self(reach: 3, iterations: 20)
    static let startOnMedium = Self(reach: 1.5, iterations: 20)
    /// Of a pose that was given or held, once nothing holds it: as far as screened poses are drawn.
    static let released = Self(reach: 2, iterations: 15)
    /// On the finest scale, in units of the reach that its last round has.
    static let last = Self(reach: 4, iterations: 20, rounds: 3)
}

/// When two poses are taken for the same one.
enum SamePose {
    /// Radians, 6°.
    static let angle = 0.1
    /// Coarse voxels.
    static let voxels = 1.0
    /// Between finalists, which ICP brought as close as it can.
    static let finalistVoxels = 1.5
}
