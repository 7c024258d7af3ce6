import Parallel
import PointClouds

/// Which pixels stand out from the support.
///
/// Two thresholds on locally averaged residuals: what stands out clearly, and what is connected to it and still
/// stands out a little. Averages are clipped, so that a near object doesn't lift the table beside it far.
struct Foreground {
    var mask: [Bool]

    init(residuals: [Float], image: RangeImage, noise: Float, threads: Int) {
        let (width, height) = (image.width, image.height)
        let strong = 3.2 * noise
        let weak = 1.9 * noise
        let wide = clippedMean(residuals, image: image, radius: 2, limit: 8 * noise, threads: threads)
        let narrow = clippedMean(residuals, image: image, radius: 1, limit: 4 * noise, threads: threads)
        var state = [UInt8](repeating: 0, count: image.count)
        for i in state.indices where image.d[i] > 0 {
            if narrow[i] > weak && residuals[i] > 0.4 * weak { state[i] = wide[i] > strong ? 2 : 1 }
        }
        var mask = [Bool](repeating: false, count: image.count)
        var stack: [Int32] = []
        for seed in state.indices where state[seed] == 2 && !mask[seed] {
            mask[seed] = true
            stack.append(Int32(seed))
            while let top = stack.popLast() {
                let i = Int(top)
                let column = i % width
                if column > 0, state[i - 1] > 0, !mask[i - 1] { mask[i - 1] = true; stack.append(Int32(i - 1)) }
                if column + 1 < width, state[i + 1] > 0, !mask[i + 1] { mask[i + 1] = true; stack.append(Int32(i + 1)) }
                if i >= width, state[i - width] > 0, !mask[i - width] {
                    mask[i - width] = true
                    stack.append(Int32(i - width))
                }
                if i + width < width * height, state[i + width] > 0, !mask[i + width] {
                    mask[i + width] = true
                    stack.append(Int32(i + width))
                }
            }
        }
        self.mask = mask
    }

    /// No support: everything is foreground.
    init(everythingIn image: RangeImage) {
        mask = image.d.map { $0 > 0 }
    }
}

/// The mean over a square of the valid pixels' values, each clipped to ±limit.
///
/// Rows, then columns, eight pixels at a time, in a scratch buffer that stays in a core's cache.
func clippedMean(_ values: [Float], image: RangeImage, radius: Int, limit: Float, threads: Int) -> [Float] {
    let (width, height) = (image.width, image.height)
    return [Float](unsafeUninitializedCapacity: image.count) { result, initialized in
        values.withUnsafeBufferPointer { values in
            image.d.withUnsafeBufferPointer { d in
                nonisolated(unsafe) let (result, values, d) = (result, values, d)
                forEachBlock(of: height, size: 32, threads: threads) { _, rows in
                    let (first, last) = (max(0, rows.lowerBound - radius), min(height, rows.upperBound + radius))
                    let filled = (width + 7) & ~7
                    let (area, padded) = ((last - first) * filled, filled + 2 * radius)
                    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * area + 2 * padded) { scratch in
                        scratch.initialize(repeating: 0)
                        let (sums, counts) = (scratch.baseAddress!, scratch.baseAddress! + area)
                        let (clipped, valid) = (counts + area, counts + area + padded)
                        for row in first..<last {
                            for column in 0..<width {
                                let isValid: Float = d[row * width + column] > 0 ? 1 : 0
                                let value = min(limit, max(-limit, values[row * width + column]))
                                valid[radius + column] = isValid
                                clipped[radius + column] = isValid * value
                            }
                            for column in stride(from: 0, to: filled, by: 8) {
                                var (sum, count) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
                                for shift in 0...2 * radius {
                                    sum += loadEight(clipped + column + shift)
                                    count += loadEight(valid + column + shift)
                                }
                                let place = (row - first) * filled + column
                                UnsafeMutableRawPointer(sums + place).storeBytes(of: sum, as: SIMD8<Float>.self)
                                UnsafeMutableRawPointer(counts + place).storeBytes(of: count, as: SIMD8<Float>.self)
                            }
                        }
                        for row in rows {
                            let window = max(first, row - radius)...min(last - 1, row + radius)
                            for column in stride(from: 0, to: width, by: 8) {
                                var (sum, count) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
                                for r in window {
                                    sum += loadEight(sums + (r - first) * filled + column)
                                    count += loadEight(counts + (r - first) * filled + column)
                                }
                                let mean = (sum / count).replacing(with: 0, where: count .== 0)
                                for k in 0..<min(8, width - column) { result[row * width + column + k] = mean[k] }
                            }
                        }
                    }
                }
            }
        }
        initialized = image.count
    }
}
