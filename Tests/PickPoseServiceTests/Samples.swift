import Foundation

/// The samples that come with the project.
enum Samples {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../samples")
        .standardizedFileURL.path

    static let box = "\(folder)/box.pcd"
    static let table = "\(folder)/table.pcd"
    static let cell = "\(folder)/cell.yaml"
}
