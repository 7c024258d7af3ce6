import Glibc
public import LinearAlgebra

/// Stops to add to a set of pairs, and how much surer the camera's pose is with them.
public struct SuggestedStops: Sendable {
    /// How the camera is mounted.
    public var mount: CameraMount
    /// The motion of the camera that is known worst now, in the frame that carries it: unit length, translation in metres.
    public var worst: Twist
    /// The standard deviation of the camera's pose now; nil where a direction is free.
    public var before: PoseError?
    /// In the order in which they help most.
    public var stops: [Stop]
    /// Why nothing is proposed; empty where something is.
    public var advice: [CalibrationAdvice]

    /// A stop with what it brings.
    public struct Stop: Sendable {
        /// `T_base_flange`: where to send the robot.
        public var baseFromFlange: RigidTransform
        /// `T_camera_board`: where the camera will see the board.
        public var cameraFromBoard: RigidTransform
        /// The standard deviation of the camera's pose with this stop and those before it; nil where a direction stays
        /// free.
        public var after: PoseError?
    }
}

/// Proposes the next stops: those whose pairs would tell most of what is known worst (the smallest eigenvalue of the
/// information is made largest: E-optimal design), one after the other.
///
/// The board is asked for where the camera has seen it already, tilted by up to 40° and turned about the line of sight by
/// up to 90°, with the flange at most 0.25 m beyond where it has been. Neither the arm's reach nor what stands in its way
/// is known here.
///
/// - Throws: ``CalibrationError`` where there is nothing to calculate with.
public func suggestedStops(
    for pairs: [HandEyePair], mount: CameraMount, count: Int = 5
) throws(CalibrationError) -> SuggestedStops {
    guard pairs.count >= 3 else { throw .tooFewPairs(pairs.count, needed: 3) }
    let given = pairs.map { Station($0, mount: mount) }
    let order = given.canonicalOrder
    let stations = order.map { given[$0] }
    guard let consensus = HandEyeConsensus(stations) else { throw .noPose }
    let fit = HandEyeFit(stations, consensus, HandEyeOptions())
    let misread = HandEyeDiagnosis(given: given, order: order, consensus: consensus, fit: fit, mount: mount).advice
        .filter { $0.times != nil }

    var equations = HandEyeEquations(fit.used, fit.poses, fit.noise)
    let before = equations.deviations(fit)
    let (_, direction) = equations.weakest(distance: fit.free.distance)
    let rotation = fit.poses.carrierFromCamera.adjoint
    let moved =
        rotation * Twist(rotation: direction.rotation, translation: direction.translation * fit.free.distance)
    var result = SuggestedStops(
        mount: mount, worst: moved * (1 / max(moved.rotation.length, moved.translation.length)), before: before,
        stops: [], advice: misread)
    guard misread.isEmpty else { return result }

    let candidates = StopCandidates(fit, mount: mount).stations
    for _ in 0..<count {
        var best: (least: Double, equations: HandEyeEquations, station: Station)?
        for station in candidates {
            var with = equations
            with.add(station, noise: fit.noise)
            let (least, _) = with.weakest(distance: fit.free.distance)
            if least > best?.least ?? -.infinity { best = (least, with, station) }
        }
        guard let best else { break }
        equations = best.equations
        let carrier = best.station.carrierFromHolder
        result.stops.append(
            SuggestedStops.Stop(
                baseFromFlange: mount == .hand ? carrier.inverse : carrier,
                cameraFromBoard: best.station.cameraFromBoard, after: equations.deviations(fit)))
    }
    return result
}

extension HandEyeEquations {
    /// The smallest eigenvalue of what is known of the camera, and its direction, with translations in units of a typical
    /// distance.
    fileprivate func weakest(distance: Double) -> (value: Double, direction: Twist) {
        guard let information = cameraInformation,
            let least = HandEyeFreedom.scaled(information, by: distance).symmetricEigen().first
        else { return (0, Twist(rotation: Vector3(0, 0, 1))) }
        return (least.value, least.vector)
    }

    /// Of the camera's orientation and its own origin; nil where a direction is free.
    fileprivate func deviations(_ fit: HandEyeFit) -> PoseError? {
        let free = HandEyeFreedom(self, distance: fit.free.distance)
        guard free.directions.isEmpty, let covariance = cameraCovariance(free) else { return nil }
        return PoseError(
            rotation: (covariance[0, 0] + covariance[1, 1] + covariance[2, 2]).squareRoot(),
            translation: (covariance[3, 3] + covariance[4, 4] + covariance[5, 5]).squareRoot())
    }
}

/// Stops at which the camera should see the board.
private struct StopCandidates {
    var stations: [Station] = []

    private static let tilts = [20, 40].map { $0 * Double.pi / 180 }
    private static let tiltDirections = 6
    private static let turns = [-90, -45, 0, 45, 90].map { $0 * Double.pi / 180 }
    /// Places of the board in the camera's frame that are tried, of those where it was seen.
    private static let places = 6
    /// How far beyond the flange's places so far the next may lie, metres.
    private static let reach = 0.25

    init(_ fit: HandEyeFit, mount: CameraMount) {
        let used = fit.used
        let flanges = used.map { flange($0.carrierFromHolder, mount).translation }
        var (low, high) = (flanges[0], flanges[0])
        for place in flanges {
            low.replace(with: place, where: place .< low)
            high.replace(with: place, where: place .> high)
        }
        (low, high) = (low - Self.reach, high + Self.reach)
        // Of the poses seen so far the mean is the one that the board is seen best in.
        let mean = used.reduce(Matrix3.zero) { $0 + $1.cameraFromBoard.rotation }.svd().nearestRotation
        var tilted = [Matrix3.identity]
        for tilt in Self.tilts {
            for index in 0..<Self.tiltDirections {
                let angle = 2 * Double.pi * Double(index) / Double(Self.tiltDirections)
                tilted.append(Matrix3(rotationVector: Vector3(cos(angle), sin(angle), 0) * tilt))
            }
        }
        let step = max(1, used.count / Self.places)
        for seen in stride(from: 0, to: used.count, by: step).prefix(Self.places).map({ used[$0].cameraFromBoard }) {
            let sight = seen.translation.normalized
            for turn in Self.turns {
                for tilt in tilted {
                    let rotation = tilt * Matrix3(rotationVector: sight * turn) * mean
                    let board = RigidTransform(rotation: rotation, translation: seen.translation)
                    let carrier = fit.poses.carrierFromCamera * board * fit.poses.holderFromBoard.inverse
                    let place = flange(carrier, mount).translation
                    guard all(place .>= low) && all(place .<= high) else { continue }
                    stations.append(
                        Station(
                            HandEyePair(baseFromFlange: flange(carrier, mount), cameraFromBoard: board), mount: mount))
                }
            }
        }
    }
}

/// `T_base_flange` of a station's pose.
private func flange(_ carrierFromHolder: RigidTransform, _ mount: CameraMount) -> RigidTransform {
    mount == .hand ? carrierFromHolder.inverse : carrierFromHolder
}
