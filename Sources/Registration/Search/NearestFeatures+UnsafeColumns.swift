import CKernels

extension NearestFeatures {
    /// Lets the kernel fill in what it finds.
    mutating func withKernelPointers(_ body: (ck_nearest) -> Void) {
        index.withUnsafeMutableBufferPointer { index in
            best.withUnsafeMutableBufferPointer { best in
                second.withUnsafeMutableBufferPointer { second in
                    body(ck_nearest(index: index.baseAddress, best: best.baseAddress, second: second.baseAddress))
                }
            }
        }
    }
}
