import PCLBridge
import PCLOperations

/// What PCL says to a request.
func answer(to request: HelperMessage) -> HelperMessage {
    do {
        guard let operation = HelperOperation(rawValue: request.code) else {
            throw Failure(reason: "operation \(request.code) is not known")
        }
        var answer = HelperMessage(code: 0)
        switch operation {
        case .tableScene: try segmentTable(request, &answer)
        case .plane: try findPlane(request, &answer)
        case .normals: try estimateNormals(request, &answer)
        case .moments: try computeMoments(request, &answer)
        case .alignment: try align(request, &answer)
        case .cloudFile: try readCloud(request, &answer)
        case .meshFile: try readMesh(request, &answer)
        }
        return answer
    } catch {
        var answer = HelperMessage(code: 1)
        answer.append((error as? Failure)?.reason ?? (error as? GarbledMessage)?.detail ?? "\(error)")
        return answer
    }
}

struct Failure: Error {
    var reason: String
}

/// Runs one of the C functions, and throws what it says when it fails.
func checked(_ call: (UnsafeMutablePointer<pcl_failure>) -> Int32) throws {
    var failure = pcl_failure()
    guard call(&failure) != 0 else { return }
    let reason = withUnsafeBytes(of: failure.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    throw Failure(reason: reason)
}

/// Three columns that begin at a section, held while `body` runs.
func withPoints<Result>(
    _ request: HelperMessage, at section: Int, width: Int64 = 0, _ body: (pcl_points) throws -> Result
) throws -> Result {
    let x = try request.numbers(section, as: Float.self)
    let y = try request.numbers(section + 1, as: Float.self, count: x.count)
    let z = try request.numbers(section + 2, as: Float.self, count: x.count)
    guard width >= 0, width == 0 || Int64(x.count) % width == 0 else {
        throw Failure(reason: "\(x.count) points don't make rows of \(width)")
    }
    return try x.withUnsafeBufferPointer { x in
        try y.withUnsafeBufferPointer { y in
            try z.withUnsafeBufferPointer { z in
                try body(
                    pcl_points(
                        x: x.baseAddress, y: y.baseAddress, z: z.baseAddress, count: Int64(x.count), width: width))
            }
        }
    }
}
