import LinearAlgebra

/// What is left between where the camera saw the board and where it should have, in the camera's frame, along the ray to
/// the board and across it.
///
/// A board's distance and tilt are the worst measured of its pose, its direction and its turn about the ray the best: so
/// the four kinds of error have variances of their own.
struct HandEyeResidual {
    /// Radians along and across, then metres along and across: in the order of ``HandEyeNoise/Kind``.
    var rotation: Vector3
    var translation: Vector3
    /// From the camera to the board, unit length.
    var ray: Vector3

    init(predicted: RigidTransform, measured: RigidTransform) {
        rotation = (measured.rotation * predicted.rotation.transposed).rotationVector
        translation = measured.translation - predicted.translation
        ray = predicted.translation.normalized
    }
}

/// The variances of the four kinds of error of a measured board, rad² and m².
struct HandEyeNoise: Equatable, Sendable {
    enum Kind: Int, CaseIterable {
        case turnAboutRay, tilt, distance, direction

        /// Numbers of this kind in a pair.
        var count: Int { self == .turnAboutRay || self == .distance ? 1 : 2 }
        var isRotation: Bool { self == .turnAboutRay || self == .tilt }

        /// The part of the space along the ray or across it.
        func projector(ray: Vector3) -> SymmetricMatrix3 {
            let along = SymmetricMatrix3(outer: ray)
            return count == 1 ? along : SymmetricMatrix3.identity + along * -1
        }
    }

    var variances: [Double]

    subscript(kind: Kind) -> Double {
        get { variances[kind.rawValue] }
        set { variances[kind.rawValue] = newValue }
    }

    /// One variance for rotations and one for translations.
    init(rotation: Double, translation: Double) {
        variances = [rotation, rotation, translation, translation]
    }

    /// How far a residual is out, squared, in standard deviations: of 6 degrees of freedom.
    func squaredDistance(_ residual: HandEyeResidual) -> Double {
        Kind.allCases.reduce(0) { $0 + squared(residual, $1) / self[$1] }
    }

    /// The squared length of a residual's part.
    func squared(_ residual: HandEyeResidual, _ kind: Kind) -> Double {
        let vector = kind.isRotation ? residual.rotation : residual.translation
        return vector.dot(kind.projector(ray: residual.ray) * vector)
    }

    /// The inverse covariance of a residual's rotation and translation.
    func weights(ray: Vector3) -> (rotation: SymmetricMatrix3, translation: SymmetricMatrix3) {
        func weight(_ along: Kind, _ across: Kind) -> SymmetricMatrix3 {
            along.projector(ray: ray) / self[along] + across.projector(ray: ray) / self[across]
        }
        return (weight(.turnAboutRay, .tilt), weight(.distance, .direction))
    }
}
