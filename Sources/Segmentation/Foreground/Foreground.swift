import PointClouds
import Sensing

/// Which pixels stand out from the support.
///
/// Hysteresis on locally averaged residuals: what stands out clearly, and what is connected to it and still stands out
/// a little. Averages are clipped, so that a near object doesn't lift the table beside it far.
struct Foreground {
    /// Thresholds, in noise levels. Averaging over n pixels divides the noise by √n where it is independent; a sensor's
    /// is not, and half of it stays in a square of 25.
    private enum Threshold {
        /// The mean of 5 × 5 pixels stands out clearly.
        static let strong: Float = 3.2
        /// The mean of 3 × 3 pixels stands out a little.
        static let weak: Float = 1.9
        /// The pixel's own residual against the weak threshold, at least: the mean may be its neighbours' doing.
        static let ownShare: Float = 0.4
        /// Residuals are clipped to this for the wide and the narrow mean.
        static let wideClip: Float = 8
        static let narrowClip: Float = 4
    }

    /// How far a pixel stands out.
    enum Prominence { case none, weak, strong }

    var mask: [Bool]

    init(residuals: [Float], image: RangeImage, noise: Float, threads: Int) {
        let width = image.width
        let strong = Threshold.strong * noise
        let weak = Threshold.weak * noise
        let wide = clippedMean(
            residuals, depths: image.d, width: width, radius: 2, limit: Threshold.wideClip * noise, threads: threads)
        let narrow = clippedMean(
            residuals, depths: image.d, width: width, radius: 1, limit: Threshold.narrowClip * noise, threads: threads)
        var prominence = [Prominence](repeating: .none, count: image.count)
        for i in prominence.indices where image.d[i] > 0 {
            if narrow[i] > weak && residuals[i] > Threshold.ownShare * weak {
                prominence[i] = wide[i] > strong ? .strong : .weak
            }
        }
        mask = Self.connected(prominence, width: width)
    }

    /// No support: everything is foreground.
    init(everythingIn image: RangeImage) {
        mask = image.d.map { $0 > 0 }
    }

    /// The strong pixels, and the weak ones that are connected to them.
    static func connected(_ prominence: [Prominence], width: Int) -> [Bool] {
        var mask = [Bool](repeating: false, count: prominence.count)
        var stack: [Int32] = []
        for seed in prominence.indices where prominence[seed] == .strong && !mask[seed] {
            mask[seed] = true
            stack.append(Int32(seed))
            while let top = stack.popLast() {
                forEachNeighbor(of: Int(top), width: width, count: prominence.count) { i in
                    guard prominence[i] != .none, !mask[i] else { return }
                    mask[i] = true
                    stack.append(Int32(i))
                }
            }
        }
        return mask
    }
}
