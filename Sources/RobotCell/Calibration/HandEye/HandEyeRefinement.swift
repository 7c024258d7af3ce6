import LinearAlgebra

/// Camera and board where they explain the measurements best: `X` and `Y` of ``Station``.
struct HandEyePoses: Equatable, Sendable {
    /// X, the camera in the frame that carries it.
    var carrierFromCamera: RigidTransform
    /// Y, the board in its holder's frame.
    var holderFromBoard: RigidTransform

    /// B as it should have been measured.
    func cameraFromBoard(at station: Station) -> RigidTransform {
        carrierFromCamera.inverse * station.carrierFromHolder * holderFromBoard
    }

    func residual(at station: Station) -> HandEyeResidual {
        HandEyeResidual(predicted: cameraFromBoard(at: station), measured: station.cameraFromBoard)
    }
}

/// The normal equations of both poses at once, for steps `X ← X exp(ξ)`, `Y ← exp(η) Y`: of the camera in its own frame,
/// where its errors arise.
///
/// A measured board is off by `B = exp(a) · X⁻¹ G Y` with `a = −ξ + M η` to first order, `M = Ad(X⁻¹ G)`, and its residual
/// is `K a` with `K = [1 0; −[t] 1]`, t the board's place in the camera's frame.
struct HandEyeEquations {
    private let poses: HandEyePoses
    private let cameraFromCarrier: RigidTransform
    /// Information of X, of Y and of both together.
    private var cameraPart = Matrix6.zero
    private var boardPart = Matrix6.zero
    private var mixedPart = Matrix6.zero
    private var cameraGradient = Twist.zero
    private var boardGradient = Twist.zero
    /// `Σ rᵀ W r`
    private(set) var cost = 0.0

    init(_ stations: [Station], _ poses: HandEyePoses, _ noise: HandEyeNoise) {
        self.poses = poses
        cameraFromCarrier = poses.carrierFromCamera.inverse
        for station in stations { add(station, noise: noise) }
    }

    mutating func add(_ station: Station, noise: HandEyeNoise) {
        let predicted = poses.cameraFromBoard(at: station)
        let residual = HandEyeResidual(predicted: predicted, measured: station.cameraFromBoard)
        let weights = noise.weights(ray: residual.ray)
        let turned = predicted.translation
        let weighted = Twist(
            rotation: weights.rotation * residual.rotation, translation: weights.translation * residual.translation)
        let information = Matrix6(rotation: weights.rotation, translation: weights.translation, at: turned)
        // Kᵀ of a weighted residual: its translation turns about the camera as well.
        let gradient = Twist(
            rotation: weighted.rotation + turned.cross(weighted.translation), translation: weighted.translation)
        let byBoard = (cameraFromCarrier * station.carrierFromHolder).adjoint
        let informed = information * byBoard
        let boardSide = byBoard.transposed
        cameraPart += information
        boardPart += boardSide * informed
        mixedPart += informed * -1
        cameraGradient = cameraGradient + gradient * -1
        boardGradient = boardGradient + boardSide * gradient
        cost += residual.rotation.dot(weighted.rotation) + residual.translation.dot(weighted.translation)
    }

    /// What is known of X whatever Y is (Schur's complement); nil where the board's pose isn't determined.
    var cameraInformation: Matrix6? {
        boardPart.cholesky().map { board in
            (cameraPart + mixedPart * board.inverse * mixedPart.transposed * -1).symmetrized
        }
    }

    /// The step that minimises the cost, without moving the camera where the stations leave it free.
    func step(holding free: HandEyeFreedom) -> (camera: Twist, board: Twist)? {
        guard let board = boardPart.cholesky(), let information = cameraInformation else { return nil }
        let camera =
            free.inverse(of: information) * (cameraGradient - mixedPart * board.solve(boardGradient))
        return (camera, board.solve(boardGradient - mixedPart.transposed * camera))
    }

    /// The board's step where the camera stays.
    var boardStep: Twist? { boardPart.cholesky()?.solve(boardGradient) }

    /// The covariance of X for steps in the camera's frame, as far as it is determined.
    func cameraCovariance(_ free: HandEyeFreedom) -> Matrix6? { cameraInformation.map { free.inverse(of: $0) } }

    /// The camera's covariance as it is once the variances behind it are only estimated, each from so many degrees of
    /// freedom, and 1/ν of the whole.
    ///
    /// With `Φ` the covariance of both poses, `H_k` what errors of kind k tell of them and `ν_k` their degrees of freedom
    /// (Kenward and Roger 1997, "Small sample inference for fixed effects from restricted maximum likelihood",
    /// Biometrics 53(3), where every kind has a variance of its own):
    ///
    ///     Φ' = Φ + Σ 4/ν_k (Φ H_k Φ − Φ H_k Φ H_k Φ)        1/ν = Σ tr((Φ_xx⁻¹ (Φ H_k Φ)_xx)²) / (6 ν_k)
    func cameraCovariance(
        ofEstimated variances: [(kinds: [HandEyeNoise.Kind], degreesOfFreedom: Double)], _ noise: HandEyeNoise,
        _ stations: [Station]
    ) -> (covariance: Matrix6, inverseFreedom: Double)? {
        guard let inverse = boardPart.cholesky()?.inverse, let information = cameraInformation,
            let camera = information.cholesky()?.inverse
        else { return nil }
        let following = inverse * mixedPart.transposed
        // Φ by its blocks.
        let mixed = following * camera * -1
        let board = following * camera * following.transposed + inverse
        var (covariance, inverseFreedom) = (camera, 0.0)
        for variance in variances {
            // The two blocks of H_k Φ, X's column, without its Φ_xx at the end.
            var (own, others) = (Matrix6.zero, Matrix6.zero)
            for station in stations {
                let byBoard = (cameraFromCarrier * station.carrierFromHolder).adjoint
                let place = poses.cameraFromBoard(at: station).translation
                var (rotation, translation) = (SymmetricMatrix3.zero, SymmetricMatrix3.zero)
                for kind in variance.kinds {
                    let weight = kind.projector(ray: place.normalized) / noise[kind]
                    if kind.isRotation { rotation += weight } else { translation += weight }
                }
                let part =
                    Matrix6(rotation: rotation, translation: translation, at: place)
                    * (Matrix6.identity + byBoard * following)
                own += part
                others += byBoard.transposed * part * -1
            }
            (own, others) = (own * camera, others * camera)
            let first = camera * own + mixed.transposed * others
            let crossed = own.transposed * mixed.transposed * others
            let second =
                own.transposed * camera * own + crossed + crossed.transposed + others.transposed * board * others
            covariance += (first + second * -1) * (4 / variance.degreesOfFreedom)
            let share = information * first
            let square = share * share
            inverseFreedom += (0..<6).reduce(0) { $0 + square[$1, $1] } / (6 * variance.degreesOfFreedom)
        }
        return (covariance.symmetrized, inverseFreedom)
    }

    /// The covariances of what is predicted for stations, rotation and translation, in the camera's frame.
    func predictionCovariances(
        at stations: [Station], _ free: HandEyeFreedom
    ) -> [(rotation: Matrix3, translation: Matrix3)]? {
        guard let inverse = boardPart.cholesky()?.inverse, let camera = cameraCovariance(free) else { return nil }
        // X moves Y along: η = H_yy⁻¹ (noise of its own − H_yx ξ).
        let following = inverse * mixedPart.transposed
        let moved = following * camera
        let board = moved * following.transposed + inverse
        return stations.map { station in
            let byBoard = (cameraFromCarrier * station.carrierFromHolder).adjoint
            let mixed = byBoard * moved
            let motion = camera + mixed + mixed.transposed + byBoard * board * byBoard.transposed
            let t = Matrix3(skew: poses.cameraFromBoard(at: station).translation) * -1
            func block(_ row: Int, _ column: Int) -> Matrix3 {
                Matrix3(
                    rows: Vector3(motion[row, column], motion[row, column + 1], motion[row, column + 2]),
                    Vector3(motion[row + 1, column], motion[row + 1, column + 1], motion[row + 1, column + 2]),
                    Vector3(motion[row + 2, column], motion[row + 2, column + 1], motion[row + 2, column + 2]))
            }
            let turned = t * block(0, 3)
            return (block(0, 0), t * block(0, 0) * t.transposed + turned + turned.transposed + block(3, 3))
        }
    }
}

extension Matrix6 {
    /// `Kᵀ diag(rotation, translation) K` with `K = [1 0; −[t] 1]`.
    fileprivate init(rotation: SymmetricMatrix3, translation: SymmetricMatrix3, at t: Vector3) {
        self.init()
        let (skew, weight) = (Matrix3(skew: t), translation.matrix)
        let mixed = skew * weight
        let turning = rotation.matrix + mixed * skew.transposed
        for row in 0..<3 {
            for column in 0..<3 {
                self[row, column] = turning[row, column]
                self[row, column + 3] = mixed[row, column]
                self[column + 3, row] = mixed[row, column]
                self[row + 3, column + 3] = weight[row, column]
            }
        }
    }
}

/// Brings both poses to the least weighted squares.
///
/// - Parameter free: the motions of the camera that aren't touched.
func refined(
    _ start: HandEyePoses, _ stations: [Station], _ noise: HandEyeNoise, holding free: HandEyeFreedom,
    iterations: Int = 30
) -> HandEyePoses {
    var poses = start
    var equations = HandEyeEquations(stations, poses, noise)
    for _ in 0..<iterations {
        guard let step = equations.step(holding: free) else { break }
        // Gauss and Newton's step; halved where a start far off makes it too long.
        var scale = 1.0
        var (next, nextEquations) = (poses, equations)
        repeat {
            next.carrierFromCamera = poses.carrierFromCamera * RigidTransform(exponential: step.camera * scale)
            next.holderFromBoard = RigidTransform(exponential: step.board * scale) * poses.holderFromBoard
            nextEquations = HandEyeEquations(stations, next, noise)
            scale /= 2
        } while nextEquations.cost > equations.cost && scale > 1e-3
        guard nextEquations.cost < equations.cost else { break }
        let gain = equations.cost - nextEquations.cost
        (poses, equations) = (next, nextEquations)
        if gain <= 1e-12 * equations.cost { break }
    }
    return poses
}

/// The board's pose for a camera that is given: the mean over the stations, then the least weighted squares.
func holderFromBoard(_ stations: [Station], camera: RigidTransform) -> RigidTransform {
    var (rotations, translation) = (Matrix3.zero, Vector3.zero)
    for station in stations {
        let pose = station.holderFromBoard(camera)
        rotations = rotations + pose.rotation
        translation += pose.translation
    }
    return RigidTransform(rotation: rotations.svd().nearestRotation, translation: translation / Double(stations.count))
}
