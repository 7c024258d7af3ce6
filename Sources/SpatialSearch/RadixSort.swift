/// A point's index under the key by which it is sorted.
struct RadixItem: Equatable {
    var key: UInt64
    var index: UInt32
}

/// Sorts by the lowest `bits` of the keys; equal keys keep their order.
///
/// - Complexity: O(*n*) for each eleven bits.
func radixSort(_ items: inout [RadixItem], bits: Int) {
    var other = items
    var places = [Int](repeating: 0, count: 1 << 11)
    for shift in stride(from: 0, to: bits, by: 11) {
        for place in places.indices { places[place] = 0 }
        for item in items { places[Int(item.key >> UInt64(shift)) & 0x7FF] += 1 }
        var sum = 0
        for digit in places.indices { (places[digit], sum) = (sum, sum + places[digit]) }
        for item in items {
            let digit = Int(item.key >> UInt64(shift)) & 0x7FF
            other[places[digit]] = item
            places[digit] += 1
        }
        swap(&items, &other)
    }
}
