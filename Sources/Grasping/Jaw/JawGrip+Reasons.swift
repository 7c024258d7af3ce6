import LinearAlgebra

extension JawGrip {
    /// From where on a margin is worth a word to a person. Lengths in metres, angles in radians, shares 0…1.
    private enum Noteworthy {
        /// 35°, the friction of rubber on cardboard (atan 0.7): beyond it a grip holds at a corner, if at all.
        static let corner = 0.61
        /// 10°: what an eye sees as not square.
        static let turned = 0.17
        /// Below it a finger hangs half in the air.
        static let contact = 0.7
        /// Of some hundred points between the fingers at least one is another's.
        static let ownShare = 0.995
        /// A quarter of the way behind the object is what every view from one side leaves unseen.
        static let hiddenByObject = 0.25
        /// Single samples beside a silhouette are unmeasured on every scan.
        static let unmeasured = 0.1
    }

    func reasons(confidence: GraspConfidence) -> [String] {
        var reasons = [
            "\(width.asMillimeters) wide between the fingers, held \(depth.asMillimeters) deep, "
                + "\(margins.offCentre.asMillimeters) from the middle",
            margins.room.isFinite
                ? "\(margins.room.asMillimeters) free beside it where the closer finger goes"
                : "nothing beside it",
        ]
        if confidence == .unlikely, margins.contactAngle > Noteworthy.corner {
            reasons.append("a pinch across a corner: it will slip unless the fingers are of rubber")
        } else if margins.contactAngle > Noteworthy.turned {
            reasons.append("a side is turned \(margins.contactAngle.asDegrees) against the closing direction")
        }
        if margins.contact < Noteworthy.contact {
            reasons.append("only \(margins.contact.asPercent) of a finger meets a side")
        }
        if margins.ownShare < Noteworthy.ownShare {
            reasons.append("\((1 - margins.ownShare).asPercent) of the points between the fingers aren't the object's")
        }
        if margins.hiddenByObject > Noteworthy.hiddenByObject {
            reasons.append("\(margins.hiddenByObject.asPercent) of the fingers' way is hidden behind the object")
        }
        if margins.hiddenByOthers > 0 {
            reasons.append("\(margins.hiddenByOthers.asPercent) of the fingers' way is hidden behind other things")
        }
        if margins.unmeasured > Noteworthy.unmeasured {
            reasons.append("\(margins.unmeasured.asPercent) of the fingers' way was not measured")
        }
        return reasons
    }
}
