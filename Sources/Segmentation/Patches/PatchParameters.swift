/// The price of describing pixels by patches, and what the patches begin with.
///
/// The model is Mumford and Shah's functional: squared residuals in noise levels, plus a price for each pixel of border
/// and for each coefficient. By Akaike's criterion a coefficient would cost 2 and be earned by chance; the noise of a
/// depth camera is correlated over some twenty pixels, each of which counts here as one of its own.
struct PatchParameters: Equatable {
    /// Pixels a side of the first cells: the smallest square whose plane is overdetermined several times.
    var cell = 4
    /// Neighbouring pixels whose inverse depths differ by this many noise levels or more are not connected.
    var gap: Double = 5
    /// The price of a border pixel, in squared noise levels.
    var borderPrice: Double = 40
    /// The price of a coefficient, in squared noise levels.
    var coefficientPrice: Double = 40
    /// Patches of fewer pixels stay planes: their noise would bend a quadric.
    var quadricPixels: Double = 100

    /// Coefficients of a plane and of a quadric.
    static let planeCoefficients = 3.0
    static let quadricCoefficients = 6.0

    /// What a set of pixels costs as one patch, in squared noise levels; `variance` is the noise's, in 1/m².
    func cost(of moments: SurfaceMoments, variance: Double) -> Double {
        let quadricPrice = Self.quadricCoefficients * coefficientPrice
        let flat = moments.plane.fit().squares / variance + Self.planeCoefficients * coefficientPrice
        guard moments.plane.n >= quadricPixels, flat > quadricPrice, let curved = moments.quadricFit() else {
            return flat
        }
        return min(flat, curved.squares / variance + quadricPrice)
    }
}
