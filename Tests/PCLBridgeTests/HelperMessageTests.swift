import TestSupport
import Testing

@testable import PCLBridge

struct HelperMessageTests {
    private var sample: HelperMessage {
        var message = HelperMessage(code: 3)
        message.append([1.5, -2] as [Float])
        message.append([] as [Double])
        message.append("a path with ü")
        return message
    }

    @Test func whatIsSentIsWhatArrives() throws {
        let message = try HelperMessage(bytes: sample.pieces.flatMap { $0 })
        #expect(message == sample)
        #expect(try message.numbers(0, as: Float.self) == [1.5, -2])
        #expect(try message.numbers(1, as: Double.self).isEmpty)
        #expect(try message.text(2) == "a path with ü")
    }

    @Test func everyTruncationIsRefused() {
        let bytes = sample.pieces.flatMap { $0 }
        for count in 0..<bytes.count {
            #expect(throws: GarbledMessage.self, "\(count) bytes") { try HelperMessage(bytes: Array(bytes[..<count])) }
        }
        #expect(throws: GarbledMessage.self) { try HelperMessage(bytes: bytes + [0]) }
    }

    @Test func lengthsBeyondTheMessageAllocateNothing() {
        var bytes = HelperMessage(code: 0, sections: [[1, 2, 3]]).pieces.flatMap { $0 }
        for index in 16..<24 { bytes[index] = 0xff }
        #expect(throws: GarbledMessage.self) { try HelperMessage(bytes: bytes) }
    }

    @Test func changedBytesNeverTrap() {
        let seed: UInt64 = 11
        var random = SeededGenerator(seed: seed)
        let bytes = sample.pieces.flatMap { $0 }
        for _ in 0..<20_000 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                changed[Int.random(in: changed.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let message = try? HelperMessage(bytes: changed) else { continue }
            for index in 0..<4 {
                _ = try? message.numbers(index, as: Double.self)
                _ = try? message.text(index)
            }
        }
    }

    @Test func numbersOfAnotherCountAreRefused() {
        #expect(throws: GarbledMessage.self) { try sample.numbers(0, as: Float.self, count: 3) }
        #expect(throws: GarbledMessage.self) { try sample.numbers(2, as: Double.self) }
        #expect(throws: GarbledMessage.self) { try sample.numbers(9, as: UInt8.self) }
    }
}
