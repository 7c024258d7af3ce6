import LinearAlgebra
import Testing

/// Rosenbrock's valley as a sum of two squares: 10 (y − x²) and 1 − x.
private struct Valley {
    var x: Double
    var y: Double

    var residuals: [2 of Double] { [10 * (y - x * x), 1 - x] }
    var error: Double { residuals[0] * residuals[0] + residuals[1] * residuals[1] }

    func step(_ damping: Double) -> [2 of Double]? {
        var system = LeastSquares<2>()
        let r = residuals
        system.add([-20 * x, 10], -r[0])
        system.add([-1, 0], -r[1])
        for i in 0..<2 { system.matrix[i, i] *= 1 + damping }
        return system.solution(tolerance: 1e-12)?.unknowns
    }
}

struct LevenbergMarquardtTests {
    @Test func descendsACurvedValleyWithoutEverGoingUp() {
        var state = Valley(x: -1.2, y: 1)
        var descent = LevenbergMarquardt(trials: 10)
        for _ in 0..<100 {
            let error = state.error
            let outcome = descent.step(error: error) {
                state.step($0)
            } move: {
                Valley(x: state.x + $0[0], y: state.y + $0[1])
            } errorOf: {
                $0.error
            } isNegligible: {
                abs($0[0]) + abs($0[1]) < 1e-12
            }
            guard let accepted = outcome.accepted else { break }
            #expect(accepted.error <= error * (1 + LevenbergMarquardt.roundingOfErrors))
            state = accepted.state
            if outcome.isNegligible { break }
        }
        #expect(abs(state.x - 1) < 1e-9 && abs(state.y - 1) < 1e-9)
    }

    @Test func aSystemWithoutSolutionTakesMoreDamping() {
        var descent = LevenbergMarquardt(trials: 5)
        var asked: [Double] = []
        let outcome = descent.step(error: 1) { (damping: Double) -> Double? in
            asked.append(damping)
            return damping > 1e-4 ? 0.5 : nil
        } move: {
            $0
        } errorOf: { _ in
            0
        }
        #expect(asked.count == 4 && zip(asked, asked.dropFirst()).allSatisfy { $0 < $1 })
        #expect(outcome.accepted?.state == 0.5)
    }

    @Test func givesUpWhereEveryStepMakesThingsWorse() {
        var descent = LevenbergMarquardt(trials: 3)
        var tried = 0
        let worse = descent.step(error: 1) { _ in
            1.0
        } move: {
            $0
        } errorOf: { (_: Double) in
            tried += 1
            return 2
        }
        #expect(tried == 3 && worse.accepted == nil && !worse.isNegligible)
        let small = descent.step(error: 1) { _ in
            1e-9
        } move: {
            $0
        } errorOf: { (_: Double) in
            tried += 1
            return 2
        } isNegligible: {
            $0 < 1e-6
        }
        #expect(tried == 4 && small.accepted == nil && small.isNegligible)
    }
}
