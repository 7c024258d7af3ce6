/// What the search for grasps keeps to: the limits between a grasp and none that a cell, a gripper's pads or a scan's
/// noise may ask to be others. Lengths in metres, angles in radians.
///
/// What says how a scan is read is fixed, and stands where it decides: what counts as the support and as hidden in
/// ``GraspScene``, what counts as lying over an object in `Overhead`, where the fingers' and the palm's way is looked at
/// in `JawSight`, and what each margin weighs in a score in `JawQuality`.
///
/// How far the gripper comes straight and how high it lifts is said by `PickMotion`, the cell's. What holds for one
/// kind of gripper only has a value of its own, as ``jaw``.
public struct GraspOptions: Equatable, Sendable {
    /// The least trusted grasps that are given at all.
    public var minimumConfidence: GraspConfidence
    /// The most that the approach may lean from the support's normal: the approach cone. From a quarter turn on, level
    /// approaches are tried too.
    public var maximumTilt: Double
    /// Between the gripper and everything that it must not touch, in any direction: the noise of a scan and the error of
    /// a robot's path together.
    public var obstacleClearance: Double
    /// Between what grips and the support, or what the object stands on: more than to other obstacles, for a table
    /// touched stops the robot.
    public var supportClearance: Double
    /// What the search for two fingers keeps to.
    public var jaw: JawOptions

    /// Lengths in metres, angles in radians.
    public init(
        minimumConfidence: GraspConfidence = .unlikely, maximumTilt: Double = .pi / 2,
        obstacleClearance: Double = 0.003, supportClearance: Double = 0.006, jaw: JawOptions = .init()
    ) {
        (self.minimumConfidence, self.maximumTilt) = (minimumConfidence, maximumTilt)
        (self.obstacleClearance, self.supportClearance) = (obstacleClearance, supportClearance)
        self.jaw = jaw
    }
}
