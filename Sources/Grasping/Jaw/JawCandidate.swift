import LinearAlgebra

/// A place for the jaws in a view: where they close, how wide, how deep.
struct JawCandidate {
    /// Of the closing direction against the view's v.
    var yaw: Double
    var cosine: Double
    var sine: Double
    /// Of the point between the fingertips in the turned frame.
    var x: Double
    var y: Double
    /// Of the fingertips, along the view's w.
    var tip: Double
    var gripDepth = 0.0
    /// Of what lies between the fingers, along y.
    var width = 0.0
    var opening = 0.0
    /// Free room beside the object where the fingers go; infinite where nothing is as far as the height map shows.
    var room = 0.0
    /// Of the two sides about the approach, signed, in radians: a turn of the yaw by it makes a side square.
    var turns = SIMD2<Double>.zero
    /// Between a contact face's normal and the closing direction, the larger of the two, in radians.
    var contactAngle = 0.0
    /// Share of the fingers' width that meets the object, the worse of the two.
    var contact = 0.0
    /// Standard deviations of the middle between the sides, along y, and of how they are turned about the approach.
    var turnDeviation = 0.0
    var placeDeviation = 0.0
    /// From the object's middle, across the approach.
    var offCentre = 0.0
    /// How near it comes to the limits of a sound grasp.
    var trial = GraspTrial()
    /// What its margins are worth together by the height map, 0…1: ranks candidates for the full test.
    var quality = 0.0

    var confidence: GraspConfidence { trial.confidence }
}
