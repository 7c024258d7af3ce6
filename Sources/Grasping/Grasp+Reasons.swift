import LinearAlgebra

extension Grasp {
    /// What speaks for the grasp and against it, in words and numbers, for people.
    public var reasons: [String] {
        func millimeters(_ meters: Double) -> String { "\(Int((meters * 1000).rounded())) mm" }
        var reasons = [
            "\(millimeters(width)) wide between the fingers, held \(millimeters(gripDepth)) deep, "
                + "\(millimeters(margins.offCentre)) from the middle",
            margins.room < 0.5
                ? "\(millimeters(margins.room)) free beside it where the closer finger goes"
                : "nothing beside it",
        ]
        if confidence == .unlikely, margins.contactAngle > 0.61 {
            reasons.append("a pinch across a corner: it will slip unless the fingers are of rubber")
        } else if margins.contactAngle > 0.17 {
            reasons.append("a side is turned \(margins.contactAngle.asDegrees) against the closing direction")
        }
        if margins.contact < 0.7 { reasons.append("only \(margins.contact.asPercent) of a finger meets a side") }
        if margins.ownShare < 0.995 {
            reasons.append("\((1 - margins.ownShare).asPercent) of the points between the fingers aren't the object's")
        }
        if margins.hiddenByObject > 0.25 {
            reasons.append("\(margins.hiddenByObject.asPercent) of the fingers' way is hidden behind the object")
        }
        if margins.hiddenByOthers > 0 {
            reasons.append("\(margins.hiddenByOthers.asPercent) of the fingers' way is hidden behind other things")
        }
        if margins.unmeasured > 0.1 {
            reasons.append("\(margins.unmeasured.asPercent) of the fingers' way was not measured")
        }
        return reasons
    }
}
