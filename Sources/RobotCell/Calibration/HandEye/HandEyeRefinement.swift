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

/// The normal equations of both poses at once, for steps `X ← exp(ξ) X`, `Y ← exp(η) Y`.
///
/// A measured board is off by `B = exp(a) · X⁻¹ G Y` with `a = −Ad(X⁻¹) ξ + Ad(X⁻¹ G) η` to first order, and its residual
/// is `K a` with `K = [1 0; −[t] 1]`, t the board's place in the camera's frame.
struct HandEyeEquations {
    private let poses: HandEyePoses
    private let noise: HandEyeNoise
    /// Information of X, of Y and of both together.
    private var cameraPart = Matrix6.zero
    private var boardPart = Matrix6.zero
    private var mixedPart = Matrix6.zero
    private var cameraGradient = Twist.zero
    private var boardGradient = Twist.zero
    /// `Σ rᵀ W r`
    private(set) var cost = 0.0

    init(_ stations: [Station], _ poses: HandEyePoses, _ noise: HandEyeNoise) {
        (self.poses, self.noise) = (poses, noise)
        let cameraFromCarrier = poses.carrierFromCamera.inverse
        let byCamera = cameraFromCarrier.adjoint * -1
        for station in stations {
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
            let (cameraSide, boardSide) = (byCamera.transposed, byBoard.transposed)
            cameraPart += cameraSide * information * byCamera
            boardPart += boardSide * information * byBoard
            mixedPart += cameraSide * information * byBoard
            cameraGradient = cameraGradient + cameraSide * gradient
            boardGradient = boardGradient + boardSide * gradient
            cost += residual.rotation.dot(weighted.rotation) + residual.translation.dot(weighted.translation)
        }
    }

    /// What is known of X whatever Y is (Schur's complement), for small motions of the camera in its own frame; nil where
    /// the board's pose isn't determined.
    var cameraInformation: Matrix6? {
        guard let board = boardPart.cholesky() else { return nil }
        let left = cameraPart + mixedPart * board.inverse * mixedPart.transposed * -1
        let adjoint = poses.carrierFromCamera.adjoint
        return (adjoint.transposed * left * adjoint).symmetrized
    }

    /// The step that minimises the cost, without moving the camera where the stations leave it free.
    func step(holding free: HandEyeFreedom) -> (camera: Twist, board: Twist)? {
        guard let board = boardPart.cholesky(), let information = cameraInformation else { return nil }
        let right = cameraGradient - mixedPart * board.solve(boardGradient)
        let adjoint = poses.carrierFromCamera.adjoint
        let camera = adjoint * (free.inverse(of: information) * (adjoint.transposed * right))
        return (camera, board.solve(boardGradient - mixedPart.transposed * camera))
    }

    /// The board's step where the camera stays.
    var boardStep: Twist? { boardPart.cholesky()?.solve(boardGradient) }

    /// The covariance of X for steps in the carrier's frame, as far as it is determined.
    func cameraCovariance(_ free: HandEyeFreedom) -> Matrix6? {
        cameraInformation.map { free.inverse(of: $0).transported(by: poses.carrierFromCamera) }
    }

    /// The covariance of what is predicted for a station, rotation and translation, in the camera's frame.
    func predictionCovariance(at station: Station, camera: Matrix6, board: Cholesky<Matrix6>) -> (
        rotation: Matrix3, translation: Matrix3
    ) {
        let cameraFromCarrier = poses.carrierFromCamera.inverse
        let byCamera = cameraFromCarrier.adjoint * -1
        let byBoard = (cameraFromCarrier * station.carrierFromHolder).adjoint
        let inverse = board.inverse
        // X moves Y along: η = H_yy⁻¹ (noise of its own − H_yx ξ).
        let both = byCamera + byBoard * inverse * mixedPart.transposed * -1
        let motion = both * camera * both.transposed + byBoard * inverse * byBoard.transposed
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

    /// The board's part of the equations, factored.
    var boardFactor: Cholesky<Matrix6>? { boardPart.cholesky() }
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
            next.carrierFromCamera = RigidTransform(exponential: step.camera * scale) * poses.carrierFromCamera
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
