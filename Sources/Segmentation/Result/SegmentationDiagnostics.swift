public import Sensing

/// How a segmentation went.
public struct SegmentationDiagnostics: Sendable {
    /// How the points were laid out: as the file's own grid, on a virtual image, or as loose points in space.
    public typealias Layout = RangeImage.Layout

    /// How the points were laid out.
    public var layout: Layout = .grid
    /// How many points are finite and inside the crop and the range.
    public var usablePointCount = 0
    /// The sensor's noise as measured on the scan: standard deviation of 1 / depth, in 1/m.
    public var inverseDepthNoise = 0.0
    /// Large planes that were found and not taken for the support (walls, the floor), largest first, in the coordinates
    /// of the cloud's file; their inliers are the points of the image cells on them.
    public var otherPlanes: [SupportPlane] = []
    /// How many smooth surface patches there were before they were joined into objects.
    public var patchCount = 0
    /// How many groups of patches were dropped because they are too small or too low to be objects.
    public var droppedGroupCount = 0
    /// How many points those groups have.
    public var droppedPointCount = 0
    /// How many pairs of groups were joined although a nearer object hides what lies between them.
    public var joinsAcrossOccluders = 0
    /// Milliseconds of each stage, in order.
    public var timings: [(stage: String, milliseconds: Double)] = []

    /// Those of a segmentation by another engine.
    public init() {}
}
