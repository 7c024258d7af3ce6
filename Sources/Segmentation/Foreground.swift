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
func clippedMean(_ values: [Float], image: RangeImage, radius: Int, limit: Float, threads: Int) -> [Float] {
    let (width, height) = (image.width, image.height)
    var rowSum = [Float](repeating: 0, count: image.count)
    var rowCount = rowSum
    var result = rowSum
    rowSum.withUnsafeMutableBufferPointer { rowSum in
        rowCount.withUnsafeMutableBufferPointer { rowCount in
            result.withUnsafeMutableBufferPointer { result in
                values.withUnsafeBufferPointer { values in
                    image.d.withUnsafeBufferPointer { d in
                        nonisolated(unsafe) let (rowSum, rowCount, result) = (rowSum, rowCount, result)
                        nonisolated(unsafe) let (values, d) = (values, d)
                        forEachBlock(of: height, size: 32, threads: threads) { _, rows in
                            for row in rows {
                                let base = row * width
                                for column in 0..<width {
                                    var (sum, count): (Float, Float) = (0, 0)
                                    for i in base + max(0, column - radius)...base + min(width - 1, column + radius) {
                                        let valid: Float = d[i] > 0 ? 1 : 0
                                        sum += valid * min(limit, max(-limit, values[i]))
                                        count += valid
                                    }
                                    rowSum[base + column] = sum
                                    rowCount[base + column] = count
                                }
                            }
                        }
                        forEachBlock(of: height, size: 32, threads: threads) { _, rows in
                            for row in rows {
                                let base = row * width
                                for column in 0..<width {
                                    var (sum, count): (Float, Float) = (0, 0)
                                    for r in max(0, row - radius)...min(height - 1, row + radius) {
                                        sum += rowSum[r * width + column]
                                        count += rowCount[r * width + column]
                                    }
                                    result[base + column] = count > 0 ? sum / count : 0
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    return result
}
