import Parallel
import PointClouds

/// The mean over the square around each pixel of the valid pixels' values, each clipped to ±limit; 0 where the square
/// has none.
///
/// Rows, then columns, eight pixels at a time, in a scratch buffer that stays in a core's cache.
///
/// - Parameters:
///   - values: row by row.
///   - depths: above 0 where a pixel is valid, as many as there are values.
///   - radius: the square has `2 · radius + 1` pixels a side, fewer at the image's border.
/// - Complexity: O(n · radius)
func clippedMean(
    _ values: [Float], depths: [Float], width: Int, radius: Int, limit: Float, threads: Int
) -> [Float] {
    let height = width > 0 ? values.count / width : 0
    return [Float](unsafeUninitializedCapacity: values.count) { means, initialized in
        let means = SharedElements(means)
        values.withUnsafeBufferPointer { values in
            depths.withUnsafeBufferPointer { depths in
                forEachBlock(of: height, size: 32, threads: threads) { _, rows in
                    clippedMean(
                        of: rows, values, depths, width: width, height: height, radius: radius, limit: limit, to: means)
                }
            }
        }
        initialized = values.count
    }
}

/// The means of a few rows.
private func clippedMean(
    of rows: Range<Int>, _ values: UnsafeBufferPointer<Float>, _ depths: UnsafeBufferPointer<Float>, width: Int,
    height: Int, radius: Int, limit: Float, to means: SharedElements<Float>
) {
    let (first, last) = (max(0, rows.lowerBound - radius), min(height, rows.upperBound + radius))
    // Whole vectors of eight; zeros stand for the pixels beyond the image's sides.
    let filled = (width + 7) & ~7
    let (area, padded) = ((last - first) * filled, filled + 2 * radius)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * area + 2 * padded) { scratch in
        scratch.initialize(repeating: 0)
        let (sums, counts) = (scratch.baseAddress!, scratch.baseAddress! + area)
        let (clipped, valid) = (counts + area, counts + area + padded)
        for row in first..<last {
            for column in 0..<width {
                let isValid: Float = depths[row * width + column] > 0 ? 1 : 0
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
                for k in 0..<min(8, width - column) { means[row * width + column + k] = mean[k] }
            }
        }
    }
}
