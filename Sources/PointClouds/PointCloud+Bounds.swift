extension PointCloud {
    /// The smallest and largest coordinates of the valid points, relative to ``origin``; `nil` if there are none.
    public var bounds: (lowerBound: SIMD3<Float>, upperBound: SIMD3<Float>)? {
        let bounds = FiniteBounds(of: positions)
        return bounds.isEmpty ? nil : (bounds.low, bounds.high)
    }
}
