import ArgumentParser
import CloudFiles
import PickPoseService
import PointClouds

/// `pickpose info FILE…`: what clouds hold.
struct InfoCommand: ResultCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "What files of points hold: format, fields, points, bounds, spacing, viewpoint.",
        discussion: """
            Points with a coordinate that is not a number are invalid; points at exactly 0 0 0 are counted too, for \
            some programs write them in place of invalid ones. The spacing is the median distance from a point to the \
            nearest other one.

            A file that can't be read doesn't keep the others from being told: in its place stand its path and the \
            error, and the exit code is that of the first failure.

            pickpose info scan.pcd
            pickpose info *.ply --format json
            """)

    @Argument(help: "\(CloudFormat.names) files, meshes as STL, OBJ or VTK (which PCL reads), or - for stdin.")
    var files: [String]

    @OptionGroup var shared: SharedOptions

    var inputs: [String] { files }

    func run() throws {
        try checkRequest()
        try answer(InfoRequest(files.map { shared.cloud($0) }, threads: shared.threadCount))
    }
}
