public import ArgumentParser
import CloudFiles
import CloudGeometry
import Glibc
import LinearAlgebra
import PCLBridge
import PointClouds
public import Registration
import RobotCell

extension AlignmentMethod: ExpressibleByArgument {
    /// `auto` leaves the choice to the program, which takes the method that settles best on noisy surfaces.
    public init?(argument: String) {
        self.init(rawValue: argument == "auto" ? Self.symmetric.rawValue : argument)
    }

    public static var allValueStrings: [String] { ["auto"] + allCases.map(\.rawValue) }
}

/// Who brings the clouds together; who judges the result is pickpose itself either way.
enum AlignmentEngine: String, ExpressibleByArgument, CaseIterable {
    case own, pcl
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
            pose is. Points that lie about in space are left out where there are many or where they are far from all \
            others, and counted (stray_points).

            --output writes the source in the target's frame to a .pcd or .ply file, but only where the status is \
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

    @Argument(help: "The cloud to move: PCD or PLY.")
    var source: String

    @Argument(help: "The cloud to move it onto: PCD or PLY.")
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
    var engine: AlignmentEngine = .own

    @Option(help: "What ICP brings together; auto, the default, is symmetric.")
    var method: AlignmentMethod = .symmetric

    @Option(
        parsing: .unconditional,
        help: "The finest voxels that take part, in metres (default: from the clouds' own spacing).")
    var voxel: Double?

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

    func perform(_ run: inout Run) throws -> Outcome {
        if !more.isEmpty { return try performMany(&run) }
        var options = AlignmentOptions()
        options.searchesGlobally = !withoutGlobal
        options.threads = shared.threadCount
        options.method = method
        options.voxel = voxel
        options.evaluatesOnly = evaluate
        options.locks = try locks()
        // PCL knows no symmetric one.
        if engine == .pcl && method == .symmetric { options.method = .pointToPlane }
        options.initial = try initial.map { try run.pose($0, given: "--init").pose }
        let clouds = try [source, target].map { try run.readObject($0) }
        try checkVoxel(against: clouds)
        let result: Alignment
        do {
            if engine == .pcl {
                options.initial = try run.timed("pcl") { _ in try Self.bySecondOpinion(clouds, options) }
                options.evaluatesOnly = true
            }
            result = try run.timed("align") { _ in try align(clouds[0], to: clouds[1], options: options) }
        } catch let error as AlignmentError {
            explain("\(error)", &run)
            warnOfUnwritten("the pose is not believed", &run)
            return Outcome(
                exit: .nothingFound, schema: "pickpose.align/1", status: AlignmentStatus.notConverged.rawValue,
                body: body(without: error), text: "not converged: \(error)")
        }
        run.messages.detail("finest voxel \(result.voxel) m, inlier distance \(result.inlierDistance) m")
        if result.status != .converged {
            for reason in result.reasons { explain(reason, &run) }
            warnOfUnwritten("the pose is \(result.status == .ambiguous ? "ambiguous" : "not believed")", &run)
        } else if outputIsCloud, let output = shared.output {
            let moved = clouds[0].transformed(by: result.targetFromSource, threads: options.threads)
            try write(moved, to: output, &run)
        }
        if let voxel, result.voxel < 0.99 * voxel {
            run.warn(
                "--voxel \(voxel): too coarse for these clouds; the finest voxels are \(result.voxel.rounded(to: 6)) m")
        }
        let isAnswered = result.status == .converged || result.status == .ambiguous && !outputIsCloud
        return Outcome(
            exit: isAnswered ? .done : .nothingFound, schema: "pickpose.align/1",
            status: result.status.rawValue, body: body(result), text: Self.text(result))
    }
}

extension AlignCommand {
    /// A voxel as large as a cloud leaves one point of it.
    func checkVoxel(against clouds: [PointCloud]) throws {
        guard let voxel else { return }
        for (path, cloud) in zip(inputs, clouds) {
            guard let bounds = cloud.bounds else { continue }
            let size = Double((bounds.upperBound - bounds.lowerBound).max())
            if voxel > size, size > 0 {
                throw ValidationError(
                    "--voxel \(voxel): \(path) is \(size.rounded(to: 6)) m across; give metres below that.")
            }
        }
    }

    /// A reason for the status: in the text that goes to stdout it stands already.
    private func explain(_ reason: String, _ run: inout Run) {
        let isInText = shared.format == .text && (outputIsCloud || shared.output ?? "-" == "-")
        run.warn(reason, silently: isInText)
    }

    func warnOfUnwritten(_ why: String, _ run: inout Run) {
        guard outputIsCloud, let output = shared.output else { return }
        let older = access(output, F_OK) == 0 ? "; the file there is an older one" : ""
        run.warn("\(output): not written, since \(why)\(older)")
    }

    func write(_ cloud: PointCloud, to output: String, _ run: inout Run) throws {
        let warnings = try run.timed("write") { _ in
            try cloud.write(to: output, unit: shared.unit, threads: shared.threadCount)
        }
        for warning in warnings { run.warn("\(output): \(warning)") }
    }

    /// Where PCL's ICP ends from the start, on clouds thinned to the finest scale that pickpose would use.
    private static func bySecondOpinion(_ clouds: [PointCloud], _ options: AlignmentOptions) throws -> RigidTransform {
        var judging = options
        judging.evaluatesOnly = true
        let scale = try align(clouds[0], to: clouds[1], options: judging).voxel
        let thin = try clouds.map { try voxelDownsampling(of: $0.positions, size: scale).positions }
        let origins = clouds.map { RigidTransform(translation: $0.origin) }
        var settings = PCLEngine.AlignmentOptions()
        settings.method =
            switch options.method {
            case .pointToPoint: .pointToPoint
            case .pointToPlane, .symmetric: .pointToPlane
            case .generalized: .generalized
            }
        settings.correspondenceDistance = 8 * scale
        settings.initialTargetFromSource = origins[1].inverse * (options.initial ?? .identity) * origins[0]
        let n = try PCLEngine().align(thin[0], to: thin[1], options: settings).targetFromSource
        // Single precision: a rotation to rounding again.
        let turn = Quaternion(
            rotation: Matrix3(
                rows: Vector3(n[0], n[1], n[2]), Vector3(n[4], n[5], n[6]), Vector3(n[8], n[9], n[10])))
        let pose = RigidTransform(rotation: turn.normalized.rotation, translation: Vector3(n[3], n[7], n[11]))
        return origins[1] * pose * origins[0].inverse
    }

    private func body(_ result: Alignment) -> KeyValuePairs<String, JSON> {
        [
            "transform": JSON(transform: result.targetFromSource, from: "source", to: "target"),
            "engine": JSON(engine.rawValue),
            "method": JSON(result.method.rawValue),
            "iterations": engine == .pcl ? .null : JSON(result.iterations),
            "overlap": ["source": JSON(result.overlap.source), "target": JSON(result.overlap.target)],
            "stray_points": ["source": JSON(result.strayPoints.source), "target": JSON(result.strayPoints.target)],
            "inlier_distance": JSON(result.inlierDistance),
            "inlier_rmse": result.inlierRMSE.map { JSON($0) } ?? .null,
            "agreement": JSON(result.agreement),
            "probability": result.probability.map { JSON($0) } ?? .null,
            "margin": result.margin.map { JSON($0) } ?? .null,
            "covariance": Self.covariance(result),
            "degenerate_directions": JSON(
                result.degenerateDirections.map { direction -> JSON in
                    [
                        "frame": "target", "rotation": JSON(direction.rotation),
                        "translation": JSON(direction.translation),
                        "center": JSON(direction.center),
                    ]
                }),
            "centroid_shift": JSON(result.centroidShift),
            "voxel": JSON(result.voxel),
            "runner_ups": JSON(result.runnerUps.map { JSON(pose: $0) }),
            "candidates": JSON(
                result.candidates.map { candidate -> JSON in
                    let p = candidate.plausibility
                    return [
                        "pose": JSON(pose: candidate.targetFromSource), "log_odds": JSON(p.logOdds),
                        "overlap": JSON(p.overlap), "support": JSON(p.support), "residual": JSON(p.residual),
                        "conformity": JSON(p.conformity),
                        "contradiction": JSON(p.contradiction), "hold": JSON(p.hold),
                        "free_motions": JSON(p.freeMotions),
                    ]
                }),
            "reasons": JSON(result.reasons),
        ]
    }

    /// The same members where the clouds can't be aligned at all.
    private func body(without error: AlignmentError) -> KeyValuePairs<String, JSON> {
        [
            "transform": nil, "engine": JSON(engine.rawValue), "method": JSON(method.rawValue), "iterations": 0,
            "overlap": ["source": nil, "target": nil], "stray_points": ["source": nil, "target": nil],
            "inlier_distance": nil, "inlier_rmse": nil, "agreement": nil,
            "probability": nil, "margin": nil, "covariance": nil, "degenerate_directions": [], "centroid_shift": nil,
            "voxel": nil, "runner_ups": [], "candidates": [], "reasons": [JSON("\(error)")],
        ]
    }

    private static func text(_ result: Alignment) -> String {
        var lines = [
            "status    \(result.status.rawValue)", "T_target_source, translation in m",
        ]
        lines += result.targetFromSource.rows.map { row in
            row.map { " " + "\($0.rounded(to: 6))".padded(to: 12) }.joined()
        }
        lines.append(
            "overlap   \(result.overlap.source.asPercent) of the source, \(result.overlap.target.asPercent) of the target"
        )
        let strays = result.strayPoints
        if strays.source + strays.target > 0 {
            lines.append("left out  \(strays.source) stray points of the source, \(strays.target) of the target")
        }
        if let rmse = result.inlierRMSE {
            lines.append("rmse      \((rmse * 1000).rounded(to: 3)) mm across the surface")
        }
        if let probability = result.probability { lines.append("probable  \(probability.asPercent)") }
        // Of the odds between two poses, of which neither may be probable.
        if let margin = result.margin, result.status == .converged {
            lines.append("margin    \(margin.asPercent) to the best different pose")
        }
        return (lines + result.reasons).joined(separator: "\n")
    }

    private static func covariance(_ result: Alignment) -> JSON {
        guard let covariance = result.covariance else { return nil }
        return .array(covariance.rows.map { JSON($0) })
    }
}
