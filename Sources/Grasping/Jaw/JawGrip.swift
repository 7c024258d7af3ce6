/// How two fingers hold an object. Lengths in metres.
public struct JawGrip: Equatable, Sendable {
    /// Between the fingers' inner faces before they close.
    public var opening: Double
    /// Measured between the contact faces.
    public var width: Double
    /// How far the tips reach below the top of what they hold.
    public var depth: Double
    /// What speaks for the grip and against it.
    public var margins: JawMargins

    /// Lengths in metres.
    public init(opening: Double, width: Double, depth: Double, margins: JawMargins = .init()) {
        (self.opening, self.width, self.depth, self.margins) = (opening, width, depth, margins)
    }
}

/// What speaks for and against a grip. Lengths in metres, angles in radians, shares 0…1; at its defaults nothing does.
public struct JawMargins: Equatable, Sendable {
    /// Points between the fingers.
    public var pointsBetween: Int
    /// Of those points, the share with the object's label.
    public var ownShare: Double
    /// Free room beside the object where the tighter finger goes; infinite where nothing stands there as far as the gripper
    /// reaches.
    public var room: Double
    /// The larger of the two contact faces' angles against the closing direction.
    public var contactAngle: Double
    /// Share of the fingers' width that meets the object.
    public var contact: Double
    /// Share of the way from finger to finger on which the object's near side was seen.
    public var seenShare: Double
    /// From the object's middle, across the approach.
    public var offCentre: Double
    /// Share of the fingers' volume that the object itself hides from the sensor.
    public var hiddenByObject: Double
    /// Share of the fingers' volume that something else hides.
    public var hiddenByOthers: Double
    /// Share of the fingers' volume where the sensor measured nothing.
    public var unmeasured: Double

    /// Lengths in metres, angles in radians, shares 0…1.
    public init(
        pointsBetween: Int = 0, ownShare: Double = 1, room: Double = .infinity, contactAngle: Double = 0,
        contact: Double = 1, seenShare: Double = 1, offCentre: Double = 0, hiddenByObject: Double = 0,
        hiddenByOthers: Double = 0, unmeasured: Double = 0
    ) {
        (self.pointsBetween, self.ownShare, self.room) = (pointsBetween, ownShare, room)
        (self.contactAngle, self.contact, self.seenShare) = (contactAngle, contact, seenShare)
        (self.offCentre, self.hiddenByObject) = (offCentre, hiddenByObject)
        (self.hiddenByOthers, self.unmeasured) = (hiddenByOthers, unmeasured)
    }
}
