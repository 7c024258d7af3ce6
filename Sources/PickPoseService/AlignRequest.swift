import Glibc
import LinearAlgebra
import PCLBridge
public import Parallel
import PointClouds
public import Registration
public import Reports
import RobotCell

/// Where one cloud lies in the other's frame, and whether to believe it.
public struct AlignRequest: Request {
    /// Where the pose `T_target_source` is looked for. A start that isn't given is the identity.
    public enum Search: Sendable {
        /// Anywhere; the start is one candidate among others.
        case everywhere(start: PoseInput? = nil)
        /// From the start on; the locked motions stay as it has them.
        case near(PoseInput? = nil, locking: DegreesOfFreedom = [])
        /// Nowhere: the pose is judged as it is.
        case evaluate(PoseInput? = nil)
    }

    public var source: CloudInput
    public var target: CloudInput
    public var search: Search
    public var method: AlignmentMethod
    public var engine: AlignmentEngine
    /// The finest voxels that take part, in metres; `nil`: from the clouds' own spacing.
    public var voxel: Double?
    public var meshPoints: MeshPoints
    /// Where the source goes in the target's frame, once the pose is believed.
    public var output: CloudOutput?
    /// How many cores to use; the answer doesn't depend on it.
    public var threads: Int

    public init(
        _ source: CloudInput, to target: CloudInput, search: Search = .everywhere(),
        method: AlignmentMethod = .symmetric, engine: AlignmentEngine = .own, voxel: Double? = nil,
        meshPoints: MeshPoints = .surface, output: CloudOutput? = nil, threads: Int = availableThreads
    ) {
        (self.source, self.target, self.search, self.method) = (source, target, search, method)
        (self.engine, self.voxel, self.meshPoints) = (engine, voxel, meshPoints)
        (self.output, self.threads) = (output, threads)
    }

    public func perform(_ diagnostics: inout Diagnostics) throws -> AlignReport {
        // PCL knows no symmetric one.
        let ownMethod = engine == .pcl && method == .symmetric ? .pointToPlane : method
        var options = AlignmentOptions(
            search: try search(&diagnostics), method: ownMethod, voxel: voxel, threads: threads)
        let source = try diagnostics.readObject(source, meshPoints: meshPoints, threads: threads).file.cloud
        let target = try diagnostics.readObject(target, meshPoints: meshPoints, threads: threads).file.cloud
        try check(voxel: voxel, against: [(self.source.name, source), (self.target.name, target)])
        let result: Result<Alignment, AlignmentError>
        do {
            if engine == .pcl {
                options.search = .evaluate(
                    try diagnostics.timed("pcl") {
                        try PCLEngine().pose(of: source, in: target, options: options)
                    })
            }
            result = .success(try diagnostics.timed("align") { try align(source, to: target, options: options) })
        } catch let error as AlignmentError {
            result = .failure(error)
        } catch let error as PCLBridgeError { throw PCLFailure(error) }
        switch result {
        case .success(let alignment): try tell(alignment, moving: source, &diagnostics)
        case .failure(let error):
            diagnostics.warn("\(error)", isInText: true)
            diagnostics.warn(ofUnwritten: output, since: "the pose is not believed")
        }
        return AlignReport(result: result, engine: engine.rawValue, method: method, asksForCloud: output != nil)
    }

    private func search(_ diagnostics: inout Diagnostics) throws -> AlignmentOptions.Search {
        func pose(_ start: PoseInput?) throws -> RigidTransform? {
            try start.map { try diagnostics.pose($0, for: diagnostics.settings("init")).pose }
        }
        switch search {
        case .everywhere(let start):
            return .everywhere(guess: try pose(start))
        case .near(let start, let locks):
            if engine == .pcl, !locks.isEmpty { throw RequestError.notWithPCL(setting: diagnostics.settings("lock")) }
            return .near(try pose(start) ?? .identity, locking: locks)
        case .evaluate(let start):
            if engine == .pcl { throw RequestError.notWithPCL(setting: diagnostics.settings("evaluate")) }
            return .evaluate(try pose(start) ?? .identity)
        }
    }

    private func tell(_ result: Alignment, moving source: PointCloud, _ diagnostics: inout Diagnostics) throws {
        diagnostics.detail("finest voxel \(result.voxel) m, inlier distance \(result.inlierDistance) m")
        if result.status != .converged {
            for reason in result.reasons { diagnostics.warn(reason, isInText: true) }
            diagnostics.warn(
                ofUnwritten: output, since: "the pose is \(result.status == .ambiguous ? "ambiguous" : "not believed")")
        } else if let output {
            let moved = source.transformed(by: result.targetFromSource, threads: threads)
            try diagnostics.write(moved, to: output, threads: threads)
        }
        if let voxel, result.voxel < 0.99 * voxel {
            diagnostics.warn(
                "\(diagnostics.settings("voxel", "\(voxel)")): too coarse for these clouds; the finest voxels are"
                    + " \(result.voxel.rounded(to: 6)) m")
        }
    }
}

/// A voxel as large as a cloud leaves one point of it.
func check(voxel: Double?, against clouds: [(name: String, cloud: PointCloud)]) throws(RequestError) {
    guard let voxel else { return }
    for (name, cloud) in clouds {
        let bounds = FiniteBounds(of: cloud.positions)
        guard !bounds.isEmpty else { continue }
        let size = Double((bounds.high - bounds.low).max())
        if voxel > size, size > 0 { throw .voxelTooLarge(voxel, cloud: name, size: size) }
    }
}

extension Diagnostics {
    /// A cloud that was asked for and is not written; an older file under its name must not pass for it.
    mutating func warn(ofUnwritten output: CloudOutput?, since why: String) {
        guard let output else { return }
        let older = access(output.path, F_OK) == 0 ? "; the file there is an older one" : ""
        warn("\(output.path): not written, since \(why)\(older)")
    }
}
