extension Coordinates {
    /// The columns as plain pointers, for kernels.
    @inlinable
    public func withUnsafeColumns<Result>(
        _ body: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>) -> Result
    ) -> Result {
        x.withUnsafeBufferPointer { x in
            y.withUnsafeBufferPointer { y in
                z.withUnsafeBufferPointer { z in
                    // Of an empty array there may be no address; nothing is read through this one.
                    let none = UnsafePointer<Float>(bitPattern: 4)!
                    return body(x.baseAddress ?? none, y.baseAddress ?? none, z.baseAddress ?? none)
                }
            }
        }
    }
}
