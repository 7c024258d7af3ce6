import Glibc

/// The evidence at a border for or against its two patches being of one object: numbers around 0…1, to be weighed by
/// ``JoinWeights``.
struct PatchRelation {
    static let names = [
        "smallGap", "largeGap", "smallSurfaceGap", "largeSurfaceGap", "connected", "valley", "ridge", "angle", "misfit",
        "logLength", "logSmaller", "logLarger", "relativeLength", "bridged", "color", "noColor", "farHollow",
        "nearHollow",
        "topsDiffer", "topsAgree", "sidesAgree", "farStands", "largeValley", "hollowToTheRim", "farIsHigher",
    ]
    var evidence: [Double]

    init(_ border: PatchBorder, in graph: PatchGraph, surfaces: [PatchSurface], misfit: Double, noise: Double) {
        let (first, second) = (graph.patches[Int(border.first)], graph.patches[Int(border.second)])
        let length = max(border.length, 1e-9)
        let touches = border.length > 0
        let gap = touches ? border.absolutePixelGap / length : border.bridgedGap / max(1, border.bridged)
        let surfaceGap = touches ? border.absoluteSurfaceGap / length : 20
        let connected = touches ? border.connected / length : 0
        let degrees = 180 / Double.pi
        let angle = touches ? border.angle / length * degrees : 0
        let signed = touches ? border.signedAngle / length * degrees : 0
        let smaller = max(1, min(first.pixels, second.pixels))
        let larger = max(1, max(first.pixels, second.pixels))
        let valley = min(90, max(0, -signed)) / 45
        let ridge = min(90, max(0, signed)) / 45
        let colored = border.colorCount > 0
        let colorStep = colored ? (border.firstColor - border.secondColor) / border.colorCount : .zero
        let color = (colorStep * colorStep).sum().squareRoot()
        // Across a step: which of the two lies behind, and whether it is hollow.
        let secondIsNear = border.pixelGap > 0
        let far = secondIsNear ? first : second
        let near = secondIsNear ? second : first
        func hollow(_ index: Int32) -> Double {
            let surface = surfaces[Int(index)]
            return min(400, max(-400, (surface.cuu + surface.cvv) / noise)) / 400
        }
        let farHollow = hollow(secondIsNear ? border.first : border.second)
        let nearHollow = hollow(secondIsNear ? border.second : border.first)
        let step = 1 - connected
        let topStep = far.highest - near.highest
        let overlap = Double(min(far.columns.high, near.columns.high) - max(far.columns.low, near.columns.low))
        let union = Double(max(far.columns.high, near.columns.high) - min(far.columns.low, near.columns.low))
        let topsAgree: Double = abs(topStep) < 0.012 ? 1 : 0
        evidence = [
            min(gap, 6) / 6,
            min(30, max(0, gap - 6)) / 30,
            min(surfaceGap, 6) / 6,
            min(30, max(0, surfaceGap - 6)) / 30,
            connected,
            valley * connected,
            ridge * connected,
            min(angle, 90) / 45,
            min(500, max(0, misfit / max(1, border.length))) / 500,
            log(max(1, border.length)) - 3,
            log(smaller) - 5,
            log(larger) - 8,
            min(4, border.length / smaller.squareRoot()),
            border.bridged / max(1, border.bridged + border.length),
            min(150, color) / 50,
            colored ? 0 : 1,
            step * farHollow,
            step * nearHollow,
            step * min(3, max(-3, topStep / 0.02)),
            step * topsAgree,
            step * max(0, overlap) / max(1, union),
            step * (far.contact > 20 ? 1 : 0),
            connected * valley * min(1000, smaller) / 1000,
            step * max(0, farHollow) * topsAgree,
            step * (topStep > 0.015 ? 1 : 0),
        ]
    }
}
