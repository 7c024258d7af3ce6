public import LinearAlgebra
public import PointClouds

/// A scan taken apart: what carries, and what stands on it.
public struct SegmentedScene: Sendable {
    /// One entry an input point, in its order: 0 invalid or unassigned, 1 the support, 2… the objects.
    public var labels: [UInt32]
    /// The surface that things stand on, if there is one.
    public var support: SupportPlane?
    /// The objects, largest first.
    public var objects: [SegmentedObject]
    /// How the segmentation went.
    public var diagnostics: SegmentationDiagnostics

    /// Parts that fit: a label for each point, and for each object its number.
    public init(
        labels: [UInt32], support: SupportPlane?, objects: [SegmentedObject], diagnostics: SegmentationDiagnostics
    ) {
        (self.labels, self.support, self.objects, self.diagnostics) = (labels, support, objects, diagnostics)
    }

    /// A scene from labels alone: its objects are numbered anew, largest first.
    public init(labels raw: [UInt32], support: SupportPlane?, diagnostics: SegmentationDiagnostics = .init()) {
        // Neighbouring points mostly carry one label: the dictionary is asked where it changes.
        var place: [UInt32: Int] = [:]
        var groups: [[Int]] = []
        var last: (label: UInt32, group: Int) = (0, 0)
        for (index, label) in raw.enumerated() where label >= 2 {
            if label != last.label {
                last = (label, place[label] ?? groups.count)
                if last.group == groups.count {
                    place[label] = last.group
                    groups.append([])
                }
            }
            groups[last.group].append(index)
        }
        // Equally large ones in the order of their first point.
        let order = groups.sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }
        var labels = raw.map { $0 == 1 ? UInt32(1) : 0 }
        var objects: [SegmentedObject] = []
        for (id, indices) in order.enumerated() {
            let object = SegmentedObject(id: id, points: indices)
            for index in indices { labels[index] = object.label }
            objects.append(object)
        }
        self.init(labels: labels, support: support, objects: objects, diagnostics: diagnostics)
    }

    /// The indices of the points that carry `label`, ascending.
    ///
    /// - Complexity: O(n) in the points of the scan.
    public func pointIndices(of label: UInt32) -> [Int] {
        labels.indices.filter { labels[$0] == label }
    }
}

/// One object of a scene.
public struct SegmentedObject: Equatable, Sendable {
    /// Counts from 0, largest object first.
    public var id: Int
    /// Its number in ``SegmentedScene/labels``: `id + 2`.
    public var label: UInt32
    /// The indices of its points, ascending.
    public var points: [Int]

    /// The points are indices into the scan, ascending.
    public init(id: Int, points: [Int]) {
        (self.id, self.label, self.points) = (id, UInt32(id + 2), points)
    }
}

/// The plane `normal · p = offset` that things stand on, the normal towards the viewpoint.
public struct SupportPlane: Equatable, Sendable {
    /// Of unit length, in the cloud's coordinates.
    public var normal: Vector3
    /// Metres along the normal from the coordinates' zero.
    public var offset: Double
    /// Points on it: those labelled as support.
    public var inliers: Int
    /// Root mean square distance of the inliers from the plane, in metres: noise and the surface's bend.
    public var rmse: Double
    /// Standard deviation of the normal's direction by the sensor's noise, in radians; 0 where it isn't known.
    public var normalDeviation = 0.0

    /// In the cloud's coordinates; the normal of unit length, lengths in metres.
    public init(normal: Vector3, offset: Double, inliers: Int, rmse: Double) {
        (self.normal, self.offset, self.inliers, self.rmse) = (normal, offset, inliers, rmse)
    }

    /// A plane with the count and the distances of the points that are labelled 1.
    public init(normal: Vector3, offset: Double, labels: [UInt32], of points: Coordinates) {
        self.init(normal: normal, offset: offset, inliers: 0, rmse: 0)
        var squares = 0.0
        for index in labels.indices where labels[index] == 1 {
            let height = height(of: Vector3(points[index]))
            squares += height * height
            inliers += 1
        }
        rmse = inliers > 0 ? (squares / Double(inliers)).squareRoot() : 0
    }

    /// Metres above the plane, negative below it.
    public func height(of point: Vector3) -> Double { normal.dot(point) - offset }
}

/// How a segmentation went.
public struct SegmentationDiagnostics: Sendable {
    /// How the points were laid out: as the file's own grid, on a virtual image, or as loose points in space.
    public enum Layout: String, Sendable { case grid, virtualImage, loose }

    /// How the points were laid out.
    public var layout: Layout = .grid
    /// Points with a number in each coordinate, inside the crop and the range.
    public var usablePoints = 0
    /// The sensor's noise as measured on the scan: standard deviation of 1 / depth, in 1/m.
    public var inverseDepthNoise = 0.0
    /// Large planes that were found and not taken for the support (walls, the floor), largest first, in the cloud's
    /// coordinates; their inliers are the points of the image cells on them.
    public var otherPlanes: [SupportPlane] = []
    /// Smooth surface patches before they were joined into objects.
    public var patches = 0
    /// Groups dropped because they had fewer than the minimum of points, and the points in them.
    public var droppedGroups = 0
    /// The points of those groups.
    public var droppedPoints = 0
    /// Pairs of objects joined although something nearer hides what lies between.
    public var joinsAcrossOccluders = 0
    /// Milliseconds of each stage, in order.
    public var timings: [(stage: String, milliseconds: Double)] = []

    /// Of a segmentation that wasn't ours.
    public init() {}
}
