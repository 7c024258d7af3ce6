import PickPoseService
import Testing

/// Poses come in whatever pieces the other side sends.
@Suite struct PoseStreamTests {
    private static let lines = """
        ur:p[0,0,0.5,0,0,0]

        nonsense
        kuka:{X 1,Y 2,Z 3,A 0,B 90,C 0}
           \t
        ur:p[1,2,3,0,0,0]
        """

    private func answers(inPiecesOf size: Int) -> (text: String, stream: PoseStream) {
        var stream = PoseStream(conventions: [.kuka, .matrix])
        var answers: [UInt8] = []
        let bytes = Array(Self.lines.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            stream.take(bytes[start..<min(start + size, bytes.count)], answers: &answers)
        }
        stream.finish(answers: &answers)
        return (String(decoding: answers, as: UTF8.self), stream)
    }

    @Test func thePiecesDoNotMatter() {
        let whole = answers(inPiecesOf: 1000)
        #expect(whole.stream.answered == 4 && whole.stream.failed == 1)
        let numbers = whole.text.split(separator: "\n").map { $0.firstMatch(of: /"line":(\d+)/)?.output.1 }
        #expect(numbers == ["1", "3", "4", "6"])
        for size in [1, 2, 7, 30, 64] { #expect(answers(inPiecesOf: size).text == whole.text, "pieces of \(size)") }
    }

    @Test func anEndlessLineIsReadOver() {
        var stream = PoseStream()
        var answers: [UInt8] = []
        let piece = ArraySlice([UInt8](repeating: UInt8(ascii: "x"), count: 1 << 15))
        for _ in 0..<4 { stream.take(piece, answers: &answers) }
        #expect(answers.isEmpty)
        stream.take(ArraySlice("\nnamed:identity\n".utf8), answers: &answers)
        #expect(stream.answered == 2 && stream.failed == 1)
    }

    @Test func anAnswerComesWithItsLine() {
        var stream = PoseStream()
        var answers: [UInt8] = []
        stream.take(ArraySlice("named:identity".utf8), answers: &answers)
        #expect(answers.isEmpty)
        stream.take(ArraySlice("\n".utf8), answers: &answers)
        #expect(!answers.isEmpty)
    }
}
