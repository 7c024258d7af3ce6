import PointClouds

extension FileFormat {
    /// The Point Cloud Library's format, versions .5 to .7.
    static let pcd = FileFormat(
        format: .pcd, mark: "'# .PCD' or 'VERSION'",
        recognizes: { beginning in
            // Other files begin with comments too.
            let header = beginning.lines.first { !$0.hasPrefix("#") }
            return beginning.lines.first?.contains(".PCD") == true
                || PCDHeader.isKeyword(FileBeginning.word(of: header))
        },
        reader: PCDReader.self, writer: PCDWriter.self)
}
