/// Levenberg–Marquardt's damping: how far each step of a nonlinear least-squares problem leans from Gauss–Newton towards
/// steepest descent.
///
/// The problem belongs to the caller: it linearises at a state, solves `(H + λ diag H) δ = −b` for any damping λ, and
/// says what error a state has. Here a step is tried, and tried again with more damping until it makes nothing worse
/// (Marquardt 1963).
public struct LevenbergMarquardt: Sendable {
    /// Where the damping starts, as a share of the diagonal: nearly a Gauss–Newton step, yet one that a direction which
    /// the equations leave free doesn't break.
    public static let initialDamping = 1e-6
    /// Below this the damping is lost in the rounding of the diagonal's sums.
    public static let leastDamping = 1e-12
    /// A rejected step raises the damping to ten times this at least: ten small dampings in a row solve alike.
    public static let leastRaisedDamping = 1e-9
    /// Damping falls by this factor after a step that helps, and rises by it after one that doesn't.
    public static let factor = 10.0
    /// An error may grow by this share and count as no worse: the rounding of a sum of many squares.
    public static let roundingOfErrors = 1e-12

    /// λ of the next step.
    public private(set) var damping = initialDamping
    /// Steps to try from one linearisation before the state counts as the best there is.
    public let trials: Int

    public init(trials: Int) { self.trials = trials }

    /// What became of the steps tried from one linearisation.
    public struct Outcome<State> {
        /// The state after the step that was accepted, and its error; nil if every step made things worse.
        public var accepted: (state: State, error: Double)?
        /// Whether the last step that could be solved was too small to matter.
        public var isNegligible: Bool

        @inlinable
        public init(accepted: (state: State, error: Double)? = nil, isNegligible: Bool = false) {
            (self.accepted, self.isNegligible) = (accepted, isNegligible)
        }
    }

    /// Steps from one linearisation, with growing damping, until one is accepted or too small to matter.
    ///
    /// - Parameters:
    ///   - error: that of the state that was linearised.
    ///   - solve: the step for a damping; nil where the system can't be solved.
    ///   - move: the state after a step.
    ///   - errorOf: the error of a state, of the same terms as `error`.
    ///   - isNegligible: whether a step is too small to matter: after one that was rejected nothing else is tried.
    @inlinable
    public mutating func step<State, Step>(
        error: Double, solve: (Double) -> Step?, move: (Step) -> State, errorOf: (State) -> Double,
        isNegligible: (Step) -> Bool = { _ in false }
    ) -> Outcome<State> {
        var outcome = Outcome<State>()
        for _ in 0..<trials {
            guard let step = solve(damping) else {
                raise()
                continue
            }
            let state = move(step)
            let now = errorOf(state)
            outcome.isNegligible = isNegligible(step)
            if now <= error * (1 + Self.roundingOfErrors) {
                lower()
                outcome.accepted = (state, now)
                return outcome
            }
            if outcome.isNegligible { return outcome }
            raise()
        }
        return outcome
    }

    @usableFromInline mutating func raise() { damping = max(damping, Self.leastRaisedDamping) * Self.factor }
    @usableFromInline mutating func lower() { damping = max(damping / Self.factor, Self.leastDamping) }
}
