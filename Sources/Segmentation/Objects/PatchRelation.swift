import Glibc

/// The evidence at a border for or against its two patches being of one object: numbers of about 0…1, to be weighed by
/// ``JoinWeights``.
///
/// Two kinds of border: a *crease*, where the surfaces meet, and a *step*, where one hides part of the other. A valley
/// crease speaks against, and most of all where an upright side stands on a level top, except where a hollow object's
/// wall meets its bottom; a step speaks against, except at the rim of a hollow object, where the wall behind is hollow
/// and ends at the same height, or the bottom is seen.
struct PatchRelation {
    static let names = [
        "step", "valley", "ridge", "gap", "color", "logSmaller", "relativeLength", "valleyHollow", "rimHollow",
        "farHollowInside", "topsSides", "farHigher", "nearHollow", "farLower", "wideStep", "standing", "otherLevel",
        "levelStep", "bottomCrease", "bottomStep",
    ]
    /// In the order of ``names``.
    var evidence: [Double]

    init(_ border: PatchBorder, in graph: PatchGraph) {
        let (first, second) = (graph.patches[Int(border.first)], graph.patches[Int(border.second)])
        let (length, unit) = (max(border.length, 1e-9), graph.unit)
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
        let topStep = (far.highest - near.highest) / unit
        let topsAgree = 1 - Scale.topStep(abs(topStep))
        let overlap = max(0, Double(min(far.columns.high, near.columns.high) - max(far.columns.low, near.columns.low)))
        let union = Double(max(far.columns.high, near.columns.high) - min(far.columns.low, near.columns.low))
        let farHollow = Scale.hollow(far.curvature * unit)
        let bothLevel = Scale.top(first.levelness) * Scale.top(second.levelness)
        evidence = [
            step,
            valley,
            connected * Scale.crease(degrees),
            connected * min(gap, Scale.gap) / Scale.gap,
            color,
            log(smaller) - Scale.logPixels,
            (1 - valley) * connected * min(Scale.largestRelativeLength, border.length / smaller.squareRoot()),
            valley * Scale.hollow(hollowest.curvature * unit) * Scale.largeEnoughForCurvature(hollowest.pixels),
            step * farHollow * topsAgree,
            step * farHollow * overlap / max(1, Double(far.columns.high - far.columns.low)),
            step * topsAgree * overlap / max(1, union),
            step * (topStep > Scale.higherTop ? 1 : 0),
            step * Scale.hollow(near.curvature * unit),
            step * Scale.lowerTop(-topStep),
            step * Scale.wideStep(border.metricGap / length / unit),
            connected * max(Self.standing(first, on: second, unit), Self.standing(second, on: first, unit)),
            connected * bothLevel * Scale.levelStep(abs(first.height - second.height) / unit),
            step * bothLevel,
            connected * Self.bottom(lower),
            step * Self.bottom(far),
        ]
    }

    /// Whether a patch is the upright side of something that stands on another, level one: 0…1.
    private static func standing(_ upper: PatchProperties, on lower: PatchProperties, _ unit: Double) -> Double {
        Scale.level(lower.levelness) * (1 - Scale.tilted(upper.levelness))
            * (1 - Scale.concave(upper.curvature * unit)) * Scale.higherMean((upper.height - lower.height) / unit)
    }

    /// Whether a patch is level and walls rise all round it, as the bottom of a bowl does: 0…1.
    private static func bottom(_ patch: PatchProperties) -> Double {
        Scale.level(patch.levelness) * Scale.enclosed(patch.enclosed)
    }

    /// What brings the evidence to about 0…1. Lengths are in the scene's unit, the distance of its things: for what
    /// stands at arm's length about a metre. The weights are fitted to it: after a change they are to be fitted again.
    private enum Scale {
        /// Degrees: the noise bends a flat surface by some 6, and at 30 a crease is plain.
        static let crease = Ramp(from: 6, width: 24)
        /// Noise levels: connected pixels differ by less than about that.
        static let gap = 6.0
        /// The sum of two curvatures: from half a unit's radius to a bowl's or a cup's of 6 cm from a metre off.
        static let hollow = Ramp(from: 4, width: 29)
        /// Pixels: the curvature of smaller patches is mostly their noise.
        static let largeEnoughForCurvature = Ramp(from: 300, width: 600)
        /// The wall of a cup is level to 6 mm as a camera sees its rim from a metre off.
        static let topStep = Ramp(from: 0.006, width: 0.012)
        /// The patch behind reaches higher than a rim explains.
        static let higherTop = 0.015
        /// The patch behind ends lower than the wall behind a rim would.
        static let lowerTop = Ramp(from: 0.02, width: 0.05)
        /// Across a step, along the ray: from what a thin wall explains to what is plainly something else.
        static let wideStep = Ramp(from: 0.01, width: 0.04)
        /// Cosines to the support's normal: of what carries (41° to 18° from level), of two tops that are compared (37°
        /// to 18°), of what is no side any more (63° to 41°).
        static let level = Ramp(from: 0.75, width: 0.2)
        static let top = Ramp(from: 0.8, width: 0.15)
        static let tilted = Ramp(from: 0.45, width: 0.3)
        /// The sum of two curvatures from which a side is a hollow thing's wall.
        static let concave = Ramp(from: 4, width: 12)
        /// The share of a bottom's outline over which walls rise.
        static let enclosed = Ramp(from: 0.6, width: 0.3)
        /// Of a side's mean over the top that it stands on.
        static let higherMean = Ramp(from: 0, width: 0.01)
        /// Between two tops: from a flat thing's unevenness to a book's thickness.
        static let levelStep = Ramp(from: 0.003, width: 0.008)
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
