public import ArgumentParser
import CloudFiles
import PickPoseService
import PointClouds
public import Registration

extension AlignmentMethod: ExpressibleByArgument {
    /// `auto` leaves the choice to the program, which takes the method that settles best on noisy surfaces.
    public init?(argument: String) {
        self.init(rawValue: argument == "auto" ? Self.symmetric.rawValue : argument)
    }

    public static var allValueStrings: [String] { ["auto"] + allCases.map(\.rawValue) }
}

/// `pickpose align SOURCE TARGET`: where one cloud lies in the other's frame, and whether to believe it; of more than two
/// clouds, where all of them lie in one frame.
struct AlignCommand: ResultCommand {
    static let configuration = CommandConfiguration(
        commandName: "align",
        abstract: "The pose of one cloud in the other's frame, and whether to believe it.",
        discussion: """
            Gives T_target_source, which maps the source's coordinates into the target's. No guess is needed; the \
            clouds may overlap in part.

            The status is "converged" where the points bear the pose out and no other; "ambiguous" where other poses \
            are as good (symmetric or plain surfaces); "not_converged" where nothing found is borne out: then the exit \
            code is 1, as it is where a cloud was asked for and isn't written. probability says how likely the pose is \
            the right one, as measured on pairs with truth. overlap is the share of each cloud's samples that lie on \
            the other, within inlier_distance across the surface; margin is how much less likely the best different \
            pose is. Outliers, points scattered in space, are left out where there are many or where they are far from \
            all others, and counted (stray_points).

            --output writes the source in the target's frame to a \(CloudFormat.endings) file, but only where the status is \
            "converged"; any other file takes the result itself.

            --evaluate judges the pose of --init as it is. With --no-global other poses aren't looked for: the status \
            speaks for the start's neighbourhood. --lock keeps motions as --init has them: rx ry rz are turns \
            about the source's origin, round axes that are parallel to the target's; tx ty tz are the entries of \
            T_target_source's translation, where that origin lies in the target's frame. --engine pcl lets PCL's ICP \
            search near the start, and judges what it finds as its own.

            Of three clouds or more every pair is aligned (some tens of clouds are as many as that makes sense for); \
            loops of pairs tell wrong ones from right ones, and all poses are optimised together. They map into the \
            frame of the first cloud, or of the first in the largest group that belongs together. --output writes the \
            merged cloud of those that are placed, and says what it lacks. Rows name clouds by their place on the \
            command line. The exit code is 0 where every cloud is placed and nothing undecided.

            pickpose align scan.pcd model.ply --output aligned.ply
            pickpose align a.ply b.ply c.ply --output merged.ply
            pickpose align a.ply b.ply --no-global --init "matrix:1 0 0 0.5  0 1 0 0.1  0 0 1 0"
            pickpose align a.ply b.ply --evaluate --init "matrix:1 0 0 0.5  0 1 0 0.1  0 0 1 0"
            pickpose align a.ply b.ply --lock rx,ry,tz
            """)

    @Argument(
        help: ArgumentHelp(
            "The cloud to move: \(CloudFormat.writable.map(\.name).joined(separator: ", ")), or a mesh as STL, OBJ, PLY "
                + "or VTK."))
    var source: String

    @Argument(help: "The cloud to move it onto.")
    var target: String

    @Argument(help: "More clouds, to place all of them in one frame.")
    var more: [String] = []

    @Option(name: .customLong("init"), help: "A first guess of T_target_source as NAME:TEXT (see 'transform --help').")
    var initial: String?

    @Flag(name: .customLong("no-global"), help: "Search only near the start: --init, or the identity.")
    var withoutGlobal = false

    @Flag(help: "Judge the pose of --init, or the identity, without moving it.")
    var evaluate = false

    @Option(
        help: ArgumentHelp(
            "Motions that stay as the start has them, of rx ry rz tx ty tz; implies --no-global.",
            valueName: "motions"))
    var lock: String?

    @Option(help: "Who brings the clouds together: pickpose itself, or PCL's ICP as a second opinion.")
    var engine: Engine = .own

    @Option(help: "What ICP brings together; auto, the default, is symmetric.")
    var method: AlignmentMethod = .symmetric

    @Option(
        parsing: .unconditional,
        help: "The finest voxels that take part, in metres (default: from the clouds' own spacing).")
    var voxel: Double?

    @OptionGroup var meshes: MeshOptions

    @OptionGroup var shared: SharedOptions

    var inputs: [String] { [source, target] + more }
    var outputTakesResult: Bool { more.isEmpty && !outputIsCloud }

    /// Whether `--output` names a file for the moved cloud rather than for the result.
    private var outputIsCloud: Bool { shared.output.flatMap { CloudFormat(pathExtension: $0) } != nil }

    func validate() throws {
        if !more.isEmpty { try validateMany() }
        if inputs.count(where: { $0 == "-" }) > 1 {
            throw ValidationError("-: stdin holds one cloud; give the others as files.")
        }
        if evaluate && lock != nil {
            throw ValidationError("--lock holds motions back, and --evaluate makes none: leave out one of the two.")
        }
        if let voxel, !(voxel > 0 && voxel.isFinite) {
            throw ValidationError("--voxel \(voxel): give a length above 0, in metres.")
        }
        if engine == .pcl && evaluate {
            throw ValidationError("--engine pcl moves the pose, --evaluate doesn't: give one of them.")
        }
        if engine == .pcl && lock != nil {
            throw ValidationError("--lock: PCL's ICP moves freely; leave out --engine pcl.")
        }
        _ = try locks()
    }

    private func validateMany() throws {
        let given = [("--init", initial != nil), ("--evaluate", evaluate), ("--lock", lock != nil)]
        if let (option, _) = given.first(where: \.1) {
            throw ValidationError("\(option) is about one pose: leave it out, or give two clouds.")
        }
        if engine == .pcl {
            throw ValidationError("--engine pcl brings two clouds together: leave it out, or give two clouds.")
        }
        try shared.checkCloudOutput(of: "the merged cloud")
    }

    private func locks() throws -> DegreesOfFreedom {
        guard let lock else { return [] }
        var result: DegreesOfFreedom = []
        for name in lock.split(whereSeparator: { $0 == "," || $0 == " " }) {
            guard let motion = DegreesOfFreedom.named.first(where: { $0.name == name }) else {
                throw ValidationError("--lock \(lock): give some of rx,ry,rz,tx,ty,tz.")
            }
            result.insert(motion.value)
        }
        if result.isEmpty { throw ValidationError("--lock '\(lock)' names no motion: give some of rx,ry,rz,tx,ty,tz.") }
        return result
    }

    func run() throws {
        try checkRequest()
        let output = outputIsCloud ? shared.cloudOutput : nil
        guard more.isEmpty else {
            return try answer(
                AlignManyRequest(
                    inputs.map { shared.cloud($0) }, searchesGlobally: !withoutGlobal, method: method, voxel: voxel,
                    meshPoints: meshes.points, output: output, threads: shared.threadCount))
        }
        try answer(
            AlignRequest(
                shared.cloud(source), to: shared.cloud(target), search: try search(), method: method,
                engine: engine == .pcl ? .pcl : .own, voxel: voxel, meshPoints: meshes.points, output: output,
                threads: shared.threadCount))
    }

    private func search() throws -> AlignRequest.Search {
        let start = initial.map { PoseInput.text($0) }
        if evaluate { return .evaluate(start) }
        let locks = try locks()
        return withoutGlobal || !locks.isEmpty ? .near(start, locking: locks) : .everywhere(start: start)
    }
}
