import Glibc
import LinearAlgebra

extension HandEyeCalibration {
    /// Whether typical pairs agree as well as boards and robots do: to a degree and two hundredths of the distance.
    public var isPlausible: Bool {
        rms.rotation < 1 * .pi / 180 && rms.translation < 0.02 * distances.upperBound
    }

    /// Makes the result one that may not be used, for this reason; what else it said comes of the same.
    public mutating func refuse(for advice: CalibrationAdvice) {
        self.advice = [advice]
        isRefused = true
    }

    /// Where the cell's work volume lies outside of what the pairs have tested, in words; nil where it doesn't, or where
    /// that can't be told (a camera on the hand sees the volume from wherever the robot holds it).
    ///
    /// Low residuals say nothing about places where the board has never been: the error of the camera's orientation grows
    /// with the way from there.
    public func workVolumeOutside(_ cell: CellFile) -> String? {
        guard mount == .base, let bounds = boardBounds, let volume = cell.workVolume, volume.frame == cell.base else {
            return nil
        }
        // A margin of a fifth: the bounds are of the board's origin, and the board has a size.
        let margin = (bounds.max - bounds.min) * Self.volumeMargin
        let (low, high) = (bounds.min - margin, bounds.max + margin)
        var outside: [String] = []
        for (axis, name) in ["x", "y", "z"].enumerated() {
            if volume.min[axis] < low[axis] || volume.max[axis] > high[axis] {
                outside.append(
                    "\(name) \(bounds.min[axis].fixed(3)) to \(bounds.max[axis].fixed(3)) m of"
                        + " \(volume.min[axis].fixed(3)) to \(volume.max[axis].fixed(3))")
            }
        }
        guard !outside.isEmpty else { return nil }
        return
            "the board was moved through a part of the work volume only (\(outside.joined(separator: ", "))): what the"
            + " residuals say doesn't hold outside; add pairs there"
    }

    static let volumeMargin = 0.2
}
