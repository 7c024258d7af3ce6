import CloudGeometry
import LinearAlgebra
import PointClouds
import Registration
import Reports
import RobotCell
import Testing

@Suite struct ReportTests {
    @Test func aDocumentBeginsWithItsSchemaAndEndsWithWarningsAndTimings() {
        let report = ConvertReport(input: "a", output: "b.ply", format: .ply, encoding: .binary, pointCount: 3)
        let timings = [StageTiming(stage: "read", duration: .microseconds(1500))]
        #expect(
            ReportDocument(report, warnings: ["w"], timings: timings).json.compact
                == #"{"schema":"pickpose.convert/1","status":"ok","input":"a","output":"b.ply","format":"ply","#
                + #""encoding":"binary","points":3,"warnings":["w"],"timings_ms":{"read":1.5}}"#)
        #expect(ReportDocument(report).json.compact.hasSuffix(#""warnings":[]}"#))
        #expect(report.text == "b.ply: 3 points, ply binary")
    }

    @Test func anObjectThatWasNotFoundSaysWhy() {
        let report = PoseReport(object: .failure(.noValidPoints(of: 0)))
        #expect(
            report.status == "nothing_found" && report.text == "no object: \(CloudGeometryError.noValidPoints(of: 0))")
        guard case .nothingFound = report.outcome else { return #expect(Bool(false), "\(report.outcome)") }
        #expect(ReportDocument(report).json.compact.contains(#""object":null"#))
    }

    @Test func aFileThatFailsDoesNotHideTheOthers() {
        let report = InfoReport(files: [
            .failure(path: "a", CloudGeometryError.noValidPoints(of: 0)),
            .cloud(
                CloudDescription(
                    path: "b.pcd", format: "pcd", columns: [.init(name: "x", type: .float32, count: 1)], pointCount: 2,
                    validCount: 1, zeroCount: 0, width: 2, height: 1, isOrganized: false, viewpoint: .identity,
                    bounds: nil, spacing: nil)),
        ])
        #expect(report.status == "incomplete")
        guard case .incomplete(let error) = report.outcome else { return #expect(Bool(false), "\(report.outcome)") }
        #expect(error as? CloudGeometryError == .noValidPoints(of: 0))
        #expect(report.text.hasPrefix("b.pcd\n  format     pcd\n  fields     x:float32\n  points     2, 1 valid\n"))
        let json = ReportDocument(report).json.compact
        #expect(json.contains(#"{"path":"a","error":""#) && json.contains(#""encoding":null"#))
    }

    @Test func cloudsThatCannotBeAlignedHaveTheSameMembers() {
        let report = AlignReport(result: .failure(.tooFewScans(count: 1)), engine: "own", method: .symmetric)
        let names = report.members.map(\.key)
        #expect(names.first == "transform" && names.last == "reasons" && names.count == 18)
        #expect(report.status == "not_converged")
    }

    @Test func aLineHasTheMembersOfTheWholeAnswer() throws {
        let pose = RigidTransform(translation: Vector3(1, 2.5, -3))
        let conventions: [any PoseConvention] = [.kuka, .ur]
        var bytes: [UInt8] = []
        var lines = TransformLines(conventions: conventions)
        lines.append(
            pose, number: 7, names: (nil, nil), asked: (to: "base", from: nil), remarks: [.halfTurn], to: &bytes)
        let report = TransformReport(
            pose: pose, formatted: conventions.map { .init(convention: $0.name, text: pose.formatted($0)) }, to: "base")
        let line: JSON = .object(
            [("schema", JSON(TransformReport.schema)), ("status", "ok"), ("line", 7)]
                + report.members.prefix(4).map { ($0.key, $0.value) } + [("warnings", [JSON("\(PoseRemark.halfTurn)")])]
        )
        #expect(String(decoding: bytes, as: UTF8.self) == line.compact + "\n")
    }

    @Test func pointsAreShownInTheUnitThatTheyWereGivenIn() {
        var report = TransformReport(pose: .identity, points: [Vector3(0.001, 0, 2)])
        #expect(report.text == "0.001 0 2")
        report.unit = .millimeters
        #expect(report.text == "1 0 2000")
    }
}
