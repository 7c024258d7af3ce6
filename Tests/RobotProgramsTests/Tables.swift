import LinearAlgebra
import Testing
import Yams

/// The poses of a `geometry_msgs/PoseArray` as any YAML reader sees them.
func readPoseArray(_ text: String) throws -> (frame: String, poses: [RigidTransform]) {
    let root = try #require(try Yams.compose(yaml: text)?.mapping)
    let header = try #require(root["header"]?.mapping)
    let poses = try #require(root["poses"]?.sequence)
    #expect(root.count == 2 && header.count == 1)
    return (
        try #require(header["frame_id"]?.string),
        try poses.map { node in
            func numbers(_ key: String, _ names: [String]) throws -> [Double] {
                let mapping = try #require(node[key]?.mapping)
                #expect(mapping.count == names.count)
                return try names.map { try #require(mapping[$0]?.float) }
            }
            return try pose(
                "quaternion_xyzw", numbers("position", ["x", "y", "z"]) + numbers("orientation", ["x", "y", "z", "w"]))
        }
    )
}

/// The fields of a CSV text (RFC 4180).
func readCSV(_ text: String) -> [[String]] {
    var rows: [[String]] = [[]]
    var field = ""
    var (isQuoted, wasQuote) = (false, false)
    for c in text {
        if c == "\"" {
            if wasQuote { field.append("\"") }
            (isQuoted, wasQuote) = (!isQuoted, isQuoted)
            continue
        }
        wasQuote = false
        if isQuoted {
            field.append(c)
        } else if c == "," || c == "\n" {
            rows[rows.count - 1].append(field)
            field = ""
            if c == "\n" { rows.append([]) }
        } else {
            field.append(c)
        }
    }
    return rows.last == [] ? rows.dropLast() : rows
}
