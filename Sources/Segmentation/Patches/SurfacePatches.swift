import PointClouds
import Sensing

/// The foreground as smooth patches, each one plane or quadric of inverse depth.
///
/// Greedy minimisation of Mumford and Shah's functional on small cells (Koepfler, Lopez, Morel 1994): neighbours merge
/// while the residuals that a common surface adds cost less than the border between them. The order, cheapest border
/// pixel first, makes large patches of what is one surface before anything is asked to bend.
struct SurfacePatches {
    /// For each pixel its patch, −1 outside the foreground.
    var patchOfPixel: [Int32]
    var surfaces: [PatchSurface]
    var moments: [SurfaceMoments]
    /// The coordinates of the surfaces.
    var frame: PatchFrame

    var count: Int { surfaces.count }
}

extension SurfacePatches {
    init(
        mask: [Bool], residuals: [Float], image: RangeImage, noise: Float, parameters: PatchParameters = .init()
    ) {
        frame = Self.frame(of: mask, image)
        let gap = Float(parameters.gap) * noise
        var cells = Self.cells(mask: mask, image: image, side: parameters.cell, gap: gap)
        let count = cells.count
        var moments = [SurfaceMoments](repeating: SurfaceMoments(), count: count)
        for i in mask.indices where cells.of[i] >= 0 {
            moments[Int(cells.of[i])].add(frame.u(image.a[i]), frame.v(image.b[i]), Double(residuals[i]))
        }
        var merging = PatchMerging(
            moments: moments, variance: Double(noise) * Double(noise), parameters: parameters)
        merging.connect(cells.of, image: image, gap: gap)
        merging.run()
        // Patches are numbered in the order of their first cell.
        var numbers = [Int32](repeating: -1, count: count)
        surfaces = []
        self.moments = []
        var patchOfCell = [Int32](repeating: -1, count: count)
        for cell in 0..<count {
            let root = merging.root(of: cell)
            if numbers[root] < 0 {
                numbers[root] = Int32(surfaces.count)
                surfaces.append(merging.surface(of: root))
                self.moments.append(merging.moments[root])
            }
            patchOfCell[cell] = numbers[root]
        }
        for i in cells.of.indices where cells.of[i] >= 0 { cells.of[i] = patchOfCell[Int(cells.of[i])] }
        patchOfPixel = cells.of
    }

    /// Coordinates about the mean of the foreground.
    private static func frame(of mask: [Bool], _ image: RangeImage) -> PatchFrame {
        var (sa, sb, n) = (0.0, 0.0, 0.0)
        for i in mask.indices where mask[i] {
            sa += Double(image.a[i])
            sb += Double(image.b[i])
            n += 1
        }
        return PatchFrame(
            a0: n > 0 ? sa / n : 0, b0: n > 0 ? sb / n : 0, scale: Double(image.focal) / PatchFrame.unit)
    }

    /// Squares of the image, split where the depth jumps: connected pixels of one square are one cell.
    private static func cells(
        mask: [Bool], image: RangeImage, side: Int, gap: Float
    ) -> (of: [Int32], count: Int) {
        let (width, height) = (image.width, image.height)
        var of = [Int32](repeating: -1, count: mask.count)
        var count: Int32 = 0
        var stack: [Int] = []
        for top in stride(from: 0, to: height, by: side) {
            for left in stride(from: 0, to: width, by: side) {
                let (bottom, right) = (min(height, top + side), min(width, left + side))
                for row in top..<bottom {
                    for column in left..<right {
                        let seed = row * width + column
                        guard mask[seed], of[seed] < 0 else { continue }
                        of[seed] = count
                        stack.append(seed)
                        while let i = stack.popLast() {
                            let (r, c) = (i / width, i % width)
                            func visit(_ j: Int) {
                                guard mask[j], of[j] < 0, abs(image.d[i] - image.d[j]) < gap else { return }
                                of[j] = count
                                stack.append(j)
                            }
                            if c > left { visit(i - 1) }
                            if c + 1 < right { visit(i + 1) }
                            if r > top { visit(i - width) }
                            if r + 1 < bottom { visit(i + width) }
                        }
                        count += 1
                    }
                }
            }
        }
        return (of, Int(count))
    }
}
