import LinearAlgebra
import RobotCell

/// What was read so far: a result that is kept, or the optimiser would delete the reading.
nonisolated(unsafe) var charactersRead = 0

/// Reads the input as a line of `pickpose transform`. Whatever it is, it must be read or refused, a refusal said in
/// words; a pose that was read must come back from every convention's text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    do throws(PoseTextError) {
        let reading = try PoseConventions.reading(utf8: bytes)
        for remark in reading.remarks { charactersRead &+= "\(remark)".utf8.count }
        for convention in PoseConventions.all {
            let text = reading.pose.written(as: convention).text
            charactersRead &+= text.utf8.count
            let again = try convention.reading(text).pose
            // A milliradian is far more than the rounding of the texts.
            let turn = (reading.pose.rotation.transposed * again.rotation).trace
            guard turn > 3 - 1e-6 else { fatalError("\(convention.name) turned the pose: \(text)") }
        }
    } catch {
        charactersRead &+= "\(error)".utf8.count
    }
    return 0
}
