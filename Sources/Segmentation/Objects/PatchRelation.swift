import Glibc

/// The evidence at a border for or against its two patches being of one object: numbers of about 0…1, to be weighed by
/// ``JoinWeights``.
///
/// Two kinds of border: a *crease*, where the surfaces meet, and a *step*, where one hides part of the other. A valley
/// crease speaks against, except where a hollow object's wall meets its bottom; a step speaks against, except at the rim
/// of a hollow object, where the wall behind is hollow and ends at the same height.
struct PatchRelation {
    static let names = [
        "step", "valley", "ridge", "gap", "surfaceGap", "color", "logSmaller", "relativeLength", "valleyHollow",
        "valleySunk", "rimHollow", "farHollowInside", "topsSides", "farHigher", "nearHollow", "valleyLong", "stepWide",
        "bigGap",
    ]
    /// In the order of ``names``.
    var evidence: [Double]

    init(_ border: PatchBorder, in graph: PatchGraph, focal: Double) {
        let (first, second) = (graph.patches[Int(border.first)], graph.patches[Int(border.second)])
        let length = max(border.length, 1e-9)
        let smaller = max(1, min(first.pixels, second.pixels))
        let gap = border.absolutePixelGap / length
        let connected = border.connected / length
        let step = 1 - connected
        let degrees = border.signedAngle / length * 180 / .pi
        let valley = connected * Scale.crease(-degrees)
        let colorStep =
            border.colorCount > 0
            ? (border.firstColor - border.secondColor) / border.colorCount : .init(repeating: Scale.unknownColorStep)
        let color = min(Scale.largestColorStep, (colorStep * colorStep).sum().squareRoot()) / Scale.colorStep
        // Across a step: which of the two lies behind.
        let (far, near) = border.pixelGap > 0 ? (first, second) : (second, first)
        // Small patches that look hollow mostly bridge a crease.
        let hollowest = first.curvature > second.curvature ? first : second
        let lower = first.height < second.height ? first : second
        let topStep = far.highest - near.highest
        let topsAgree = 1 - Scale.topStep(abs(topStep))
        let overlap = max(0, Double(min(far.columns.high, near.columns.high) - max(far.columns.low, near.columns.low)))
        let union = Double(max(far.columns.high, near.columns.high) - min(far.columns.low, near.columns.low))
        let farHollow = Scale.hollow(far.curvature)
        let width = Double(near.columns.high - near.columns.low) / focal * near.point.z
        evidence = [
            step,
            valley,
            connected * Scale.crease(degrees),
            connected * min(gap, Scale.gap) / Scale.gap,
            connected * min(border.absoluteSurfaceGap / length, Scale.gap) / Scale.gap,
            color,
            log(smaller) - Scale.logPixels,
            (1 - valley) * connected * min(Scale.largestRelativeLength, border.length / smaller.squareRoot()),
            valley * Scale.hollow(hollowest.curvature) * Scale.largeEnoughForCurvature(hollowest.pixels),
            valley * lower.sunk,
            step * farHollow * topsAgree,
            step * farHollow * overlap / max(1, Double(far.columns.high - far.columns.low)),
            step * topsAgree * overlap / max(1, union),
            step * (topStep > Scale.higherTop ? 1 : 0),
            step * min(1, max(-1, near.curvature / Scale.hollow.width)),
            valley * min(border.length, Scale.longBorder) / Scale.longBorder,
            step * min(Scale.largestRelativeStep, border.metricGap / length / max(width, Scale.leastWidth)),
            step * Scale.bigGap(gap),
        ]
    }

    /// What brings the evidence to about 0…1. The weights are fitted to it: after a change they are to be fitted again.
    private enum Scale {
        /// Degrees: the noise bends a flat surface by some 6, and at 30 a crease is plain.
        static let crease = Ramp(from: 6, width: 24)
        /// Noise levels: connected pixels differ by less than about that.
        static let gap = 6.0
        /// Noise levels over a step: from what connection allows to what is plainly another depth.
        static let bigGap = Ramp(from: 8, width: 30)
        /// 1/m, the sum of two curvatures: from half a metre's radius to a bowl's or a cup's of 6 cm.
        static let hollow = Ramp(from: 4, width: 29)
        /// Pixels: the curvature of smaller patches is mostly their noise.
        static let largeEnoughForCurvature = Ramp(from: 300, width: 600)
        /// Metres: the wall of a cup is level to 6 mm as a camera sees its rim.
        static let topStep = Ramp(from: 0.006, width: 0.012)
        /// Metres: the patch behind reaches higher than a rim explains.
        static let higherTop = 0.015
        /// Metres, of the distance across a step against the width of the nearer patch.
        static let leastWidth = 0.01
        static let largestRelativeStep = 2.0
        /// Pixels: beyond, a longer crease tells no more.
        static let longBorder = 40.0
        /// Of the border against the smaller patch's size; a patch surrounded by the other has 4.
        static let largestRelativeLength = 2.0
        /// The logarithm of a middling patch's pixels, about 400.
        static let logPixels = 6.0
        /// Of 255, Euclidean over three channels.
        static let colorStep = 50.0
        static let largestColorStep = 150.0
        /// Of each channel where colours are unknown: about what patches differ by on average.
        static let unknownColorStep = 23.0
    }
}

/// 0 up to `from`, then rising evenly to 1 over `width`.
struct Ramp {
    var from: Double
    var width: Double

    @inline(__always)
    func callAsFunction(_ value: Double) -> Double { min(1, max(0, (value - from) / width)) }
}
