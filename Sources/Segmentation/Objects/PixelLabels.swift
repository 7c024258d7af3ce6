import Sensing

/// The label of each pixel, once it is decided which patches are one object.
struct PixelLabels {
    /// What makes a group of patches an object, and a pixel the support's.
    private enum Threshold {
        /// The least size of an object: one of so many of the scan's points, but never fewer than 30.
        static let pointsPerSmallest = 1000
        static let fewestPoints = 30
        /// An object's highest point, in noise levels over the support: lower is the support's unevenness.
        static let height = 4.0
        /// Pixels no further from the support than this many noise levels, or bumps as high, are labelled as support.
        static let supportDistance = 12.0
    }

    /// As ``SegmentLabel``; objects in no particular order.
    var labels: [UInt32]
    /// How many groups are too small or too low to be objects, and how many points they have.
    var droppedGroups = 0
    var droppedPoints = 0

    /// - Parameters:
    ///   - groupOfPatch: for each patch its group's lowest patch.
    ///   - options: say how small and how low an object may be.
    init(_ scene: SceneAnalysis, groupOfPatch: [Int32], options: SegmentationOptions) {
        var groups = [Group](repeating: Group(), count: groupOfPatch.count)
        let pointsOfPatch = scene.pointsOfPatch
        for (patch, group) in groupOfPatch.enumerated() where !scene.isBump[patch] {
            groups[Int(group)].add(scene.graph.patches[patch], points: pointsOfPatch[patch])
        }
        let fewestPoints =
            options.minimumPoints ?? max(Threshold.fewestPoints, scene.usablePoints / Threshold.pointsPerSmallest)
        let isObject = groups.map { group in
            guard group.points >= fewestPoints else { return false }
            guard scene.surface != nil else { return true }
            let z = group.depths / group.pixels
            return group.highest >= options.minimumHeight ?? (Threshold.height * scene.noise * z * z)
        }
        for (group, isObject) in zip(groups, isObject) where group.pixels > 0 && !isObject {
            droppedGroups += 1
            droppedPoints += group.points
        }
        let labelOfPatch = groupOfPatch.indices.map { patch in
            !scene.isBump[patch] && isObject[Int(groupOfPatch[patch])]
                ? SegmentLabel.object(Int(groupOfPatch[patch])) : SegmentLabel.unassigned
        }
        let supportDistance = Float(Threshold.supportDistance * scene.noise)
        labels = scene.image.d.indices.map { i in
            guard scene.image.d[i] > 0 else { return SegmentLabel.unassigned }
            let patch = scene.patches.patchOfPixel[i]
            if patch >= 0, labelOfPatch[Int(patch)] != SegmentLabel.unassigned { return labelOfPatch[Int(patch)] }
            guard scene.surface != nil else { return SegmentLabel.unassigned }
            return abs(scene.residuals[i]) < supportDistance ? SegmentLabel.support : SegmentLabel.unassigned
        }
    }

    /// Patches of one group, summed up.
    private struct Group {
        var pixels = 0.0
        var points = 0
        /// Metres over the support.
        var highest = -Double.infinity
        /// The sum of its pixels' depths, in metres.
        var depths = 0.0

        mutating func add(_ patch: PatchProperties, points: Int) {
            pixels += patch.pixels
            self.points += points
            highest = max(highest, patch.highest)
            depths += patch.pixels * patch.point.z
        }
    }
}

extension SceneAnalysis {
    /// How many of the cloud's points are in each patch: a pixel may hold several.
    fileprivate var pointsOfPatch: [Int] {
        var counts = [Int](repeating: 0, count: patches.count)
        func add(_ pixel: Int) {
            let patch = patches.patchOfPixel[pixel]
            if patch >= 0 { counts[Int(patch)] += 1 }
        }
        if let pixelOfPoint = image.pixelOfPoint {
            for pixel in pixelOfPoint where pixel >= 0 { add(Int(pixel)) }
        } else {
            for pixel in patches.patchOfPixel.indices { add(pixel) }
        }
        return counts
    }
}
