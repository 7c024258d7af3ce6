import LinearAlgebra
import RobotCell
import Segmentation

extension PickFrames {
    /// The object is put down as it stood. The point under the grasp of what the object stood on comes to lie on the
    /// place's origin; the place's z points into its surface, as a gripper's from above does, and its y is where the closing
    /// direction goes (level; of a grasp that closes upright, its x goes to the place's x). A place
    /// given as `kuka:{… A 0,B 0,C 180}` is thus a level surface seen from above.
    init(
        of grasp: Grasp, baseFromScan: RigidTransform, support: SupportPlane, motion: PickMotion,
        baseFromPlace: RigidTransform?
    ) {
        func shift(_ v: Vector3) -> RigidTransform { RigidTransform(translation: v) }
        let baseFromGrasp = baseFromScan * grasp.scanFromGrasp
        self.init(
            approach: baseFromGrasp * shift(Vector3(0, 0, -motion.approach)), grasp: baseFromGrasp,
            lift: shift(baseFromScan.rotation * support.normal * motion.lift) * baseFromGrasp)
        guard let baseFromPlace else { return }
        let scanFromFoot = Self.foot(of: grasp.scanFromGrasp, on: support, standsAt: grasp.standsAt)
        let place = baseFromPlace * scanFromFoot.inverse * grasp.scanFromGrasp
        self.place = place
        placeApproach = shift(baseFromPlace.rotation * Vector3(0, 0, -motion.lift)) * place
        retreat = place * shift(Vector3(0, 0, -motion.approach))
    }

    /// The same with the way between over everything seen.
    ///
    /// - Parameters:
    ///   - height: of the base, that nothing seen is above of, and what is kept from it; metres.
    ///   - hanging: how far what is held reaches below the fingertips, metres.
    func passing(over height: Double, hanging: Double) -> PickFrames {
        func raised(_ pose: RigidTransform, to height: Double) -> RigidTransform {
            var raised = pose
            raised.translation.z = max(pose.translation.z, height)
            return raised
        }
        var frames = self
        let loaded = max(height + max(0, hanging), lift.translation.z, placeApproach?.translation.z ?? height)
        frames.transit = Transit(
            approach: raised(approach, to: height), lift: raised(lift, to: loaded),
            place: placeApproach.map { raised($0, to: loaded) }, retreat: retreat.map { raised($0, to: height) })
        return frames
    }

    /// A closing direction that is more than 60° from level counts as upright.
    private static let levelShare = 0.5

    /// The place's counterpart on what the object stands on: below the grasp, z into the support.
    static func foot(
        of scanFromGrasp: RigidTransform, on support: SupportPlane, standsAt: Double
    ) -> RigidTransform {
        let z = support.normal * -1
        let height = support.height(of: scanFromGrasp.translation) - standsAt
        let origin = scanFromGrasp.translation - support.normal * height
        func level(_ v: Vector3) -> Vector3 { v - z * z.dot(v) }
        let closing = level(scanFromGrasp.rotation.column(1))
        let across = level(scanFromGrasp.rotation.column(0))
        let y = closing.length > levelShare ? closing.normalized : z.cross(across).normalized
        return RigidTransform(rotation: Matrix3(columns: y.cross(z), y, z), translation: origin)
    }
}
