import LinearAlgebra
import RobotCell
import Sensing

/// What the sensor saw of the space that the gripper takes: what it did not see may hold anything.
struct JawSight {
    /// Share of the fingers' samples hidden by the object itself.
    var hiddenByOwn = 0.0
    /// The larger share of the two fingers that the object itself hides.
    var fingerBehindOwn = 0.0
    /// Share hidden by something else.
    var hiddenByOther = 0.0
    /// Share where nothing was measured.
    var unmeasured = 0.0
    /// Share of the palm that nothing is known of, because it is behind something.
    var palmHidden = 0.0

    /// Where a finger is looked at, in shares of its grip depth from the tip up (just above what is held), of its
    /// thickness from its inner face out, and of half its width to either side.
    private static let fingerSamples = (depths: [0.0, 0.35, 0.7, 1.05], across: [0.3, 0.9], along: [-0.8, 0, 0.8])
    /// Where the palm is looked at, in shares of its length, of half its width and of half its thickness.
    private static let palmSamples = (back: [0.1, 0.9], along: [-0.9, 0.9], across: [-0.9, 0, 0.9])
    /// The tips are looked at this far above where they are, off the surface that they may touch; metres.
    private static let overTip = 0.002

    /// Looks at the fingers' bodies, from the tips to just above what they hold, through the sensor's eyes.
    init(_ candidate: JawCandidate, in view: ApproachView, scene: GraspScene, gripper: JawGripper) {
        var (own, other, unmeasured, count) = (0, 0, 0, 0)
        let inner = candidate.opening / 2
        let samples = Self.fingerSamples
        let samplesOfFinger = samples.depths.count * samples.across.count * samples.along.count
        for side in [-1.0, 1.0] {
            let before = own
            for depth in samples.depths {
                for across in samples.across {
                    for along in samples.along {
                        let x = candidate.x + along * gripper.fingers.width / 2
                        let y = candidate.y + side * (inner + across * gripper.fingers.thickness)
                        let w = candidate.tip + depth * candidate.gripDepth + Self.overTip
                        count += 1
                        switch scene.sight(of: candidate.place(x, y, w, in: view)) {
                        case .empty, .surface: break
                        case .hidden(by: let label) where label == view.object.label: own += 1
                        case .hidden: other += 1
                        case .unmeasured: unmeasured += 1
                        }
                    }
                }
            }
            fingerBehindOwn = max(fingerBehindOwn, Double(own - before) / Double(samplesOfFinger))
        }
        hiddenByOwn = Double(own) / Double(count)
        hiddenByOther = Double(other) / Double(count)
        self.unmeasured = Double(unmeasured) / Double(count)
        palmHidden = Self.palmHidden(candidate, in: view, scene: scene, gripper: gripper)
    }

    private static func palmHidden(
        _ candidate: JawCandidate, in view: ApproachView, scene: GraspScene, gripper: JawGripper
    ) -> Double {
        var (hidden, count) = (0, 0)
        for back in palmSamples.back {
            for along in palmSamples.along {
                for across in palmSamples.across {
                    let x = candidate.x + along * gripper.palm.width / 2
                    let y = candidate.y + across * gripper.palm.thickness / 2
                    let w = candidate.tip + gripper.fingers.length + back * gripper.palm.length
                    count += 1
                    if case .hidden = scene.sight(of: candidate.place(x, y, w, in: view)) { hidden += 1 }
                }
            }
        }
        return Double(hidden) / Double(count)
    }
}

extension JawCandidate {
    /// A place of the turned frame, in the support frame.
    fileprivate func place(_ x: Double, _ y: Double, _ w: Double, in view: ApproachView) -> SIMD3<Float> {
        let u = cosine * x - sine * y
        let v = sine * x + cosine * y
        return SIMD3<Float>(view.supportFromView * Vector3(u, v, w))
    }
}
