/// `d = c0 + cu · a + cv · b`: a plane as an image of inverse depth shows it, linear in the tangents of the ray.
struct InverseDepthPlane: Equatable {
    var c0 = 0.0
    var cu = 0.0
    var cv = 0.0

    init() {}

    init(_ c0: Double, _ cu: Double, _ cv: Double) {
        (self.c0, self.cu, self.cv) = (c0, cu, cv)
    }

    @inline(__always)
    func callAsFunction(_ u: Double, _ v: Double) -> Double { c0 + cu * u + cv * v }

    /// In the camera's frame: unit normal towards the camera and offset along it (negative), in metres.
    var normalAndOffset: (normal: SIMD3<Double>, offset: Double) {
        let scaled = SIMD3(cu, cv, c0)
        let length = (scaled * scaled).sum().squareRoot()
        return (scaled / -length, -1 / length)
    }
}
