/// Sorts words by the digits of `bits` bits above bit `lowest`; words equal there keep their order.
///
/// Blocks count and move their words on threads of their own, to places that follow from all blocks' counts: the same
/// result for any number of threads.
/// - Complexity: O(*n*) for each ten bits.
package func radixSort(_ words: inout [UInt64], from lowest: Int, bits: Int, threads: Int) {
    guard words.count > 1 && bits > 0 else { return }
    let passes = (bits + 9) / 10
    let digitBits = (bits + passes - 1) / passes
    let digits = 1 << digitBits
    let blockSize = max(1 << 12, (words.count + 15) / 16)
    let blocks = blockCount(of: words.count, size: blockSize)
    var other = [UInt64](repeating: 0, count: words.count)
    var places = [Int](repeating: 0, count: digits * blocks)
    for pass in 0..<passes {
        let shift = UInt64(lowest + pass * digitBits)
        let mask = UInt64(digits - 1)
        withSharedElements(&words, &other, &places) { words, other, places in
            forEachBlock(of: words.count, size: blockSize, threads: threads) { block, range in
                let counts = block * digits
                for digit in 0..<digits { places[counts + digit] = 0 }
                for i in range { places[counts + Int(words[i] >> shift & mask)] += 1 }
            }
            var sum = 0
            for digit in 0..<digits {
                for block in 0..<blocks {
                    let place = block * digits + digit
                    (places[place], sum) = (sum, sum + places[place])
                }
            }
            forEachBlock(of: words.count, size: blockSize, threads: threads) { block, range in
                let next = block * digits
                for i in range {
                    let digit = next + Int(words[i] >> shift & mask)
                    other[places[digit]] = words[i]
                    places[digit] += 1
                }
            }
        }
        swap(&words, &other)
    }
}

/// Sorts numbers, in ascending order; NaN has no place in it.
///
/// - Complexity: O(*n*).
package func radixSort(_ numbers: inout [Float], threads: Int) {
    // As integers the bits of positive numbers are in order, and those of negative ones in the opposite order.
    var words = numbers.map { number in
        UInt64(number.bitPattern ^ (number.sign == .minus ? .max : 1 << 31))
    }
    radixSort(&words, from: 0, bits: 32, threads: threads)
    numbers = words.map { word in
        let bits = UInt32(truncatingIfNeeded: word)
        return Float(bitPattern: bits ^ (bits < 1 << 31 ? .max : 1 << 31))
    }
}
