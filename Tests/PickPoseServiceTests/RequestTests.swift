import PickPoseService
import Synchronization
import Testing

/// One process asks many times: with files, with clouds in memory, at once.
@Suite struct RequestTests {
    /// What a listener was told.
    private final class Heard: Sendable {
        private let all = Mutex<[Diagnostics.Message]>([])
        var messages: [Diagnostics.Message] { all.withLock { $0 } }
        func hear(_ message: Diagnostics.Message) { all.withLock { $0.append(message) } }
    }

    private func compact(_ response: Response<some Report>) -> String {
        response.document(withTimings: false).json.compact
    }

    @Test func aCloudInMemoryIsAnsweredAsItsFile() throws {
        let scan = try PointCloud(contentsOf: Samples.box)
        let fromFile = try PoseRequest(.file(Samples.box)).run()
        let fromMemory = try PoseRequest(.cloud(scan, name: "box")).run()
        #expect(compact(fromFile) == compact(fromMemory))
        #expect(fromFile.report.text == fromMemory.report.text)
        #expect(fromFile.diagnostics.timings.map(\.stage) == ["read", "pose", "total"])
        #expect(fromMemory.diagnostics.timings.map(\.stage) == ["pose", "total"])
    }

    @Test func requestsAtOnceAnswerAsOneAfterTheOther() async throws {
        let alone = compact(try SegmentRequest(.file(Samples.table), threads: 1).run())
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<3 {
                group.addTask { compact(try SegmentRequest(.file(Samples.table), threads: 2).run()) }
            }
            for try await together in group { #expect(together == alone) }
        }
    }

    @Test func aWarningIsHeardAtOnceAndStaysBeforeAnError() throws {
        let heard = Heard()
        let request = PoseRequest(.file("/no/such/file.pcd"), reference: "ur:p[500,0,0,0,0,0]")
        #expect(throws: CloudFileError.noSuchFile(path: "/no/such/file.pcd")) { try request.run(listener: heard.hear) }
        guard case .warning(let text, isInText: false) = heard.messages.first else {
            return #expect(Bool(false), "\(heard.messages)")
        }
        #expect(text == "reference: \(PoseRemark.looksLikeMillimeters)" && heard.messages.count == 1)
        var diagnostics = Diagnostics()
        #expect(throws: CloudFileError.self) { try request.perform(&diagnostics) }
        #expect(diagnostics.warnings == [text])
    }

    @Test func whatIsWrongWithARequestIsTyped() throws {
        let box = CloudInput.file(Samples.box)
        #expect(throws: RequestError.notWithPCL(setting: "evaluate")) {
            try AlignRequest(box, to: box, search: .evaluate(), engine: .pcl).run()
        }
        let error = #expect(throws: RequestError.self) { try PoseRequest(box, reference: "nonsense:1").run() }
        guard case .pose(setting: "reference", _) = error else { return #expect(Bool(false), "\(error as Any)") }
        #expect(throws: RequestError.self) { try AlignRequest(box, to: box, voxel: 100).run() }
        #expect(throws: RequestError.self) {
            try PickRequest(.file(Samples.table), cell: .file(Samples.cell), object: 99).run()
        }
    }

    @Test func failuresAreSorted() throws {
        func kind(of request: some Request) -> FailureKind? {
            do {
                _ = try request.run()
                return nil
            } catch { return FailureKind(of: error) }
        }
        #expect(kind(of: PoseRequest(.file("/no/such/file.pcd"))) == .noInput)
        #expect(kind(of: PoseRequest(.file(Samples.cell))) == .malformedData)
        #expect(kind(of: CellCheckRequest(.file(Samples.box))) == .malformedData)
        #expect(kind(of: ConvertRequest(.file(Samples.box), to: CloudOutput("/no/such/folder/a.ply"))) == .cannotWrite)
        #expect(kind(of: ConvertRequest(.file(Samples.box), to: CloudOutput("nameless"))) == .wrongRequest)
        #expect(kind(of: TransformRequest(["nonsense:1"])) == .wrongRequest)
        #expect(kind(of: TransformRequest(["ur:p[0,0,0,0,0,0]"])) == nil)
    }

    @Test func aPickCarriesItsProgram() throws {
        let request = PickRequest(
            .file(Samples.table), cell: .file(Samples.cell), program: ProgramRequest(.language(.urscript)))
        let response = try request.run()
        #expect(response.report.program?.count == 1)
        #expect(response.report.plan.picks.allSatisfy { $0.grasp.confidence == .sound })
    }
}
