public import LinearAlgebra
import Parallel
import PointClouds

/// What ``segment(_:options:)`` may be told. The defaults follow the scan: spacing and noise are measured on it.
public struct SegmentationOptions: Equatable, Sendable {
    /// Points outside this box (in the cloud's coordinates, metres) are left unassigned.
    public var crop: (min: Vector3, max: Vector3)? {
        get { cropMin.flatMap { low in cropMax.map { (low, $0) } } }
        set { (cropMin, cropMax) = (newValue?.min, newValue?.max) }
    }
    /// Points further than this from the sensor (metres) are left unassigned.
    public var maximumRange: Double = .infinity
    /// Up, in the cloud's coordinates, when it is known: the support is then a surface within 30° of level.
    public var up: Vector3?
    /// Objects of fewer points are dropped, and counted; the default follows the scan's size.
    public var minimumPoints: Int?
    /// What stands less than this over the support counts as part of it, in metres; the default follows the noise.
    public var minimumHeight: Double?
    /// Whether parts seen on both sides of something nearer may be joined into one object.
    public var joinsAcrossOccluders = true
    /// Whether the cloud's colour, if it has any, is taken into account.
    public var usesColor = true
    /// Cores to use.
    public var threads: Int = availableThreads

    private var cropMin: Vector3?
    private var cropMax: Vector3?

    /// Everything at its default.
    public init() {}
}
