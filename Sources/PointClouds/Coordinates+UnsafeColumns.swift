extension Coordinates {
    /// The columns as plain pointers, for kernels.
    @inlinable
    package func withUnsafeColumns<Result>(
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

    /// The columns to be written to in place, for kernels.
    package mutating func withUnsafeMutableColumns(
        _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) {
        x.withUnsafeMutableBufferPointer { x in
            y.withUnsafeMutableBufferPointer { y in
                z.withUnsafeMutableBufferPointer { z in
                    let none = UnsafeMutablePointer<Float>(bitPattern: 4)!
                    body(x.baseAddress ?? none, y.baseAddress ?? none, z.baseAddress ?? none)
                }
            }
        }
    }
}

/// Eight numbers of a column in one load.
@inlinable @inline(__always)
package func loadEight(_ floats: UnsafePointer<Float>) -> SIMD8<Float> {
    UnsafeRawPointer(floats).loadUnaligned(as: SIMD8<Float>.self)
}
