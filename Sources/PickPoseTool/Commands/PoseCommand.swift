import ArgumentParser
import CloudFiles
import PickPoseService
import PointClouds

/// `pickpose pose SCAN`: where one object is, how it lies, and how certain that is.
struct PoseCommand: ResultCommand {
    static let configuration = CommandConfiguration(
        commandName: "pose",
        abstract: "The pose of one object: centroid, principal axes, oriented box.",
        discussion: """
            x is the direction of the largest variance, y of the middle, z of the smallest. z points towards the \
            viewpoint when the file has one outside the object, else to the side of the positive third moment; x to \
            that side too; y = z × x. What the points don't tell is listed as ambiguous: axes of equal variance, and \
            signs. The standard deviation of each axis says how far it would differ in another scan of the object.

            With --reference, the nearest of the poses that the points don't tell apart is given.

            pickpose pose part.pcd
            pickpose pose part.ply --unit mm --format json
            pickpose pose part.pcd --reference "quaternion_xyzw:0 0 0 0 0 0 1"
            """)

    @Argument(
        help: ArgumentHelp(
            "A file of one object: \(CloudFormat.writable.map(\.name).joined(separator: ", ")), or a mesh as STL, OBJ, PLY or VTK; "
                + "- for stdin."))
    var scan: String

    @Option(help: "A pose as NAME:TEXT in the scan's frame (see 'pickpose transform --help').")
    var reference: String?

    @OptionGroup var meshes: MeshOptions

    @OptionGroup var shared: SharedOptions

    var inputs: [String] { [scan] }

    func run() throws {
        try checkRequest()
        try answer(
            PoseRequest(
                shared.cloud(scan), reference: reference.map { .text($0) }, meshPoints: meshes.points,
                threads: shared.threadCount))
    }
}
