import LinearAlgebra
import PointClouds

/// What PLY has no lines of its own for, in comments that other programs pass over.
///
/// An organised cloud has Stanford's `obj_info num_cols` and `num_rows`, which PCL knows too; a viewpoint is a comment
/// with PCD's VIEWPOINT line.
enum PLYConventions {
    static func takeViewpointAndGrid(from content: inout FileContent) {
        if let index = content.comments.firstIndex(where: { viewpoint(in: $0) != nil }) {
            content.viewpoint = viewpoint(in: content.comments[index])
            content.comments.remove(at: index)
        }
        guard let columns = gridSize("num_cols", in: content.comments),
            let rows = gridSize("num_rows", in: content.comments), isGrid(columns, rows, of: content.rows)
        else { return }
        (content.width, content.height) = (columns, rows)
        content.comments.removeAll(where: isGridComment)
    }

    /// The comments of a cloud's PLY file, its viewpoint and grid among them.
    static func comments(of cloud: PointCloud, unit: LengthUnit) -> [FileComment] {
        var comments = cloud.layout?.comments ?? []
        // Those of a grid that the cloud no longer has would give it one.
        if let columns = gridSize("num_cols", in: comments), let rows = gridSize("num_rows", in: comments),
            cloud.isOrganized || isGrid(columns, rows, of: cloud.count)
        {
            comments.removeAll(where: isGridComment)
        }
        if cloud.isOrganized && cloud.count > 0 {
            comments.append(FileComment(kind: .objectInfo, text: "num_cols \(cloud.width)"))
            comments.append(FileComment(kind: .objectInfo, text: "num_rows \(cloud.height)"))
        }
        if cloud.viewpoint != .identity || cloud.layout?.viewpoint != nil {
            comments.append(FileComment(text: "VIEWPOINT " + cloud.viewpointText(unit: unit)))
        }
        return comments
    }

    private static func isGrid(_ columns: Int, _ rows: Int, of points: Int) -> Bool {
        let (product, overflows) = columns.multipliedReportingOverflow(by: rows)
        return !overflows && product == points && rows > 1
    }

    private static func isGridComment(_ comment: FileComment) -> Bool {
        comment.kind == .objectInfo
            && ["num_cols", "num_rows"].contains(comment.text.split(separator: " ").first ?? "")
    }

    private static func gridSize(_ name: String, in comments: [FileComment]) -> Int? {
        for comment in comments where comment.kind == .objectInfo {
            let words = comment.text.split(separator: " ")
            if words.count == 2, words[0] == name { return Int(words[1]).flatMap { $0 > 0 ? $0 : nil } }
        }
        return nil
    }

    private static func viewpoint(in comment: FileComment) -> StoredViewpoint? {
        let words = comment.text.split(separator: " ")
        guard comment.kind == .comment, words.count == 8, words[0] == "VIEWPOINT" else { return nil }
        let numbers = words.dropFirst().compactMap { Double($0) }
        return numbers.count == 7 && numbers.allSatisfy(\.isFinite) ? StoredViewpoint(numbers) : nil
    }
}
