import Glibc

/// The evidence at a border for or against its two patches being of one object: numbers of about 0…1, to be weighed by
/// ``JoinWeights``.
///
/// Two kinds of border: a *crease*, where the surfaces meet, and a *step*, where one hides part of the other. A valley
/// crease speaks against, except where a hollow thing's wall meets its bottom; a step speaks against, except at the rim
/// of a hollow thing, where the wall behind is hollow and ends at the same height.
struct PatchRelation {
    static let names = [
        "step", "valley", "ridge", "gap", "surfaceGap", "color", "logSmaller", "relativeLength", "valleyHollow",
        "valleySunk", "rimHollow", "farHollowInside", "topsSides", "farHigher", "nearHollow", "valleyLong", "stepWide",
        "bigGap",
    ]
    var evidence: [Double]

    init(_ border: PatchBorder, in graph: PatchGraph, focal: Double) {
        let (first, second) = (graph.patches[Int(border.first)], graph.patches[Int(border.second)])
        let length = max(border.length, 1e-9)
        let smaller = max(1, min(first.pixels, second.pixels))
        let gap = border.absolutePixelGap / length
        let connected = border.connected / length
        let step = 1 - connected
        let degrees = border.signedAngle / length * 180 / .pi
        let valley = connected * unit((-degrees - 6) / 24)
        let colorStep =
            border.colorCount > 0 ? (border.firstColor - border.secondColor) / border.colorCount : .init(23, 23, 23)
        let color = min(150, (colorStep * colorStep).sum().squareRoot()) / 50
        // Across a step: which of the two lies behind.
        let (far, near) = border.pixelGap > 0 ? (first, second) : (second, first)
        // Small patches that look hollow mostly bridge a crease.
        let hollowest = first.curvature > second.curvature ? first : second
        let lower = first.height < second.height ? first : second
        let topStep = far.highest - near.highest
        let topsAgree = unit(1 - (abs(topStep) - 0.006) / 0.012)
        let overlap = max(0, Double(min(far.columns.high, near.columns.high) - max(far.columns.low, near.columns.low)))
        let union = Double(max(far.columns.high, near.columns.high) - min(far.columns.low, near.columns.low))
        let farHollow = unit((far.curvature - 4) / 29)
        let width = Double(near.columns.high - near.columns.low) / focal * near.point.z
        evidence = [
            step,
            valley,
            connected * unit((degrees - 6) / 24),
            connected * min(gap, 6) / 6,
            connected * min(border.absoluteSurfaceGap / length, 6) / 6,
            color,
            log(smaller) - 6,
            (1 - valley) * connected * min(2, border.length / smaller.squareRoot()),
            valley * unit((hollowest.curvature - 4) / 29) * unit((hollowest.pixels - 300) / 600),
            valley * lower.sunk,
            step * farHollow * topsAgree,
            step * farHollow * overlap / max(1, Double(far.columns.high - far.columns.low)),
            step * topsAgree * overlap / max(1, union),
            step * (topStep > 0.015 ? 1 : 0),
            step * min(1, max(-1, near.curvature / 29)),
            valley * min(border.length, 40) / 40,
            step * min(2, border.metricGap / length / max(width, 0.01)),
            step * unit((gap - 8) / 30),
        ]
    }
}

/// Clamped to 0…1.
@inline(__always)
private func unit(_ value: Double) -> Double { min(1, max(0, value)) }
