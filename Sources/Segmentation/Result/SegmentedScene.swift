/// A scan divided into its support and the objects on it.
public struct SegmentedScene: Sendable {
    /// One ``SegmentLabel`` for each point of the cloud, in its order: 0 invalid or unassigned, 1 the support, 2… the
    /// objects.
    public var labels: [UInt32]
    /// The surface that the objects stand on, in the coordinates of the cloud's file; nil if none was found.
    public var support: SupportPlane?
    /// The objects, largest first.
    public var objects: [SegmentedObject]
    /// How the segmentation went.
    public var diagnostics: SegmentationDiagnostics

    /// A scene of parts that belong together: a label for each point, and the objects that the labels name.
    public init(
        labels: [UInt32], support: SupportPlane?, objects: [SegmentedObject], diagnostics: SegmentationDiagnostics
    ) {
        (self.labels, self.support, self.objects, self.diagnostics) = (labels, support, objects, diagnostics)
    }

    /// A scene from labels alone: its objects are numbered anew, largest first.
    public init(labels raw: [UInt32], support: SupportPlane?, diagnostics: SegmentationDiagnostics = .init()) {
        // Neighbouring points mostly carry one label: the dictionary is asked only where it changes.
        var place: [UInt32: Int] = [:]
        var groups: [[Int]] = []
        var last: (label: UInt32, group: Int) = (SegmentLabel.unassigned, 0)
        for (index, label) in raw.enumerated() where SegmentLabel.isObject(label) {
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
        var labels = raw.map { $0 == SegmentLabel.support ? SegmentLabel.support : SegmentLabel.unassigned }
        var objects: [SegmentedObject] = []
        for (id, indices) in order.enumerated() {
            let object = SegmentedObject(id: id, pointIndices: indices)
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
    /// The indices of its points in the scan, ascending.
    public var pointIndices: [Int]

    /// The points are indices into the scan, ascending.
    public init(id: Int, pointIndices: [Int]) { (self.id, self.pointIndices) = (id, pointIndices) }

    /// Its number in ``SegmentedScene/labels``.
    public var label: UInt32 { SegmentLabel.object(id) }
}
