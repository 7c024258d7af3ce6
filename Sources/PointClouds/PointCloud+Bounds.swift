public import LinearAlgebra

extension PointCloud {
    /// The least and the greatest coordinates of the finite points, in the file's coordinates, metres; `nil` if there are
    /// none.
    public var bounds: (lower: Vector3, upper: Vector3)? {
        let bounds = FiniteBounds(of: positions)
        return bounds.isEmpty ? nil : (origin + Vector3(bounds.low), origin + Vector3(bounds.high))
    }
}
