public import LinearAlgebra
import PointClouds

/// What ``segment(_:options:threads:)`` may be told. The defaults follow the scan: spacing and noise are measured on it.
public struct SegmentationOptions: Equatable, Sendable {
    /// Points outside this box (in the coordinates of the cloud's file, metres) are left unassigned.
    public var crop: (min: Vector3, max: Vector3)? {
        get { cropMin.flatMap { low in cropMax.map { (low, $0) } } }
        set { (cropMin, cropMax) = (newValue?.min, newValue?.max) }
    }
    /// Points further than this from the sensor (metres) are left unassigned.
    public var maximumRange: Double
    /// Up, in the axes of the cloud's file, when it is known: the support is then a surface within 30° of level.
    public var up: Vector3?
    /// Objects of fewer points are dropped, and counted; the default is a thousandth of the scan, at least 30.
    public var minimumPoints: Int?
    /// What stands less than this over the support counts as part of it, in metres; the default is four times the noise
    /// at the object's distance.
    public var minimumHeight: Double?
    /// Whether parts seen on both sides of something nearer may be joined into one object.
    public var joinsAcrossOccluders: Bool
    /// Whether the cloud's colour, if it has any, is taken into account.
    public var usesColor: Bool

    private var cropMin: Vector3?
    private var cropMax: Vector3?

    /// Everything that isn't given is at its default.
    public init(
        crop: (min: Vector3, max: Vector3)? = nil, maximumRange: Double = .infinity, up: Vector3? = nil,
        minimumPoints: Int? = nil, minimumHeight: Double? = nil, joinsAcrossOccluders: Bool = true,
        usesColor: Bool = true
    ) {
        (self.maximumRange, self.up, self.minimumPoints) = (maximumRange, up, minimumPoints)
        (self.minimumHeight, self.joinsAcrossOccluders) = (minimumHeight, joinsAcrossOccluders)
        self.usesColor = usesColor
        self.crop = crop
    }
}
