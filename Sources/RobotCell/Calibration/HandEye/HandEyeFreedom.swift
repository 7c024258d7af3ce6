import LinearAlgebra

/// Motions of the camera that the stations say nothing about, or too little: a 4-axis arm leaves the height free, too
/// few turns leave most of the pose.
struct HandEyeFreedom: Equatable, Sendable {
    /// A typical distance from camera to board, metres: what a turn of the camera moves the board by.
    var distance: Double
    /// Unit twists in the camera's frame, with translations in units of ``distance``.
    var directions: [Twist]

    /// A motion is free where its standard deviation is above this, in radians or as a share of ``distance``: at 1 m, 2 cm
    /// or 1.1°. That is useless for a gripper, and some ten times what a weak but usable set of stations leaves.
    static let limit = 0.02

    /// No motion is.
    static func none(distance: Double) -> HandEyeFreedom { HandEyeFreedom(distance: distance, directions: []) }

    private init(distance: Double, directions: [Twist]) {
        (self.distance, self.directions) = (distance, directions)
    }

    /// The free motions for so much noise.
    init(_ equations: HandEyeEquations, distance: Double) {
        self.distance = distance
        directions = []
        guard let information = equations.cameraInformation else {
            directions = (0..<6).map { axis in
                var unit = Twist.zero
                unit[axis] = 1
                return unit
            }
            return
        }
        let least = 1 / (Self.limit * Self.limit)
        directions = Self.scaled(information, by: distance).symmetricEigen().filter { $0.value < least }.map(\.vector)
    }

    /// The inverse of an information matrix of motions in the camera's frame, 0 along the free ones.
    func inverse(of information: Matrix6) -> Matrix6 {
        var scaled = Self.scaled(information, by: distance)
        for direction in directions {
            // The free direction is taken out of the rest, which its rounding and noise would leak into.
            let along = scaled * direction
            let square = direction.dot(along)
            for i in 0..<6 {
                for j in 0..<6 {
                    scaled[i, j] +=
                        direction[i] * direction[j] * square - along[i] * direction[j] - direction[i] * along[j]
                }
            }
        }
        let values = scaled.symmetrized.symmetricEigen()
        let largest = values.last?.value ?? 0
        var result = Matrix6.zero
        for (value, vector) in values.dropFirst(directions.count) where value > 1e-13 * largest {
            for i in 0..<6 { for j in 0..<6 { result[i, j] += vector[i] * vector[j] / value } }
        }
        return Self.scaled(result, by: distance)
    }

    /// `D M D` with `D = diag(1, 1, 1, d, d, d)`.
    static func scaled(_ matrix: Matrix6, by distance: Double) -> Matrix6 {
        var result = matrix
        for i in 0..<6 {
            for j in 0..<6 { result[i, j] *= (i < 3 ? 1 : distance) * (j < 3 ? 1 : distance) }
        }
        return result
    }

    /// Whether a turn of the camera is free, not just a way.
    var includesRotation: Bool { directions.contains { $0.rotation.length > 0.5 } }
}
