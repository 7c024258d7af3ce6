import ArgumentParser
import CloudFiles
import PickPoseService
import PointClouds

/// `pickpose segment SCENE`: the support plane and the things that stand on it.
struct SegmentCommand: ResultCommand {
    static let configuration = CommandConfiguration(
        commandName: "segment",
        abstract: "The support plane and the objects that stand on it.",
        discussion: """
            The support is the surface that things stand on, not just the largest plane; everything on it is divided \
            into objects, touching, stacked and partly hidden ones too. Objects are numbered by size, largest first; \
            their poses lie on the support: z its normal, x along the footprint's long side.

            --output writes the scene with a field 'label', same points in the same order: 0 invalid or unassigned, \
            1 the support, 2 and up the objects.

            pickpose segment scene.pcd
            pickpose segment scene.pcd --format json
            pickpose segment scene.pcd --output labels.pcd
            """)

    @Argument(help: "A \(CloudFormat.names) file of things on a table, or - for stdin.")
    var scene: String

    @OptionGroup var segmentation: SegmentationArguments
    @OptionGroup var shared: SharedOptions

    var inputs: [String] { [scene] }
    var outputTakesResult: Bool { false }

    func validate() throws {
        try shared.checkCloudOutput(of: "the labelled scene")
    }

    func run() throws {
        try checkRequest()
        try answer(
            SegmentRequest(
                shared.cloud(scene), engine: try segmentation.segmentationEngine(), output: shared.cloudOutput,
                threads: shared.threadCount))
    }
}
