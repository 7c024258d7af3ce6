/// An array's elements while several threads write to them.
///
/// The one place where threads share memory that isn't constant: no two of them may touch the same element, of which
/// the caller makes sure by giving every block elements of its own. It must not leave the closure that it is given to;
/// one of memory that a class allocates lives as long as that does.
@frozen
@usableFromInline
package struct SharedElements<Element>: @unchecked Sendable {
    /// The first element, for a kernel that fills a range of them.
    @usableFromInline package let baseAddress: UnsafeMutablePointer<Element>
    /// How many there are.
    @usableFromInline package let count: Int

    @inlinable @inline(__always)
    package init(_ elements: UnsafeMutableBufferPointer<Element>) {
        // An empty array may have no address; nothing is read or written through this one.
        baseAddress = elements.baseAddress ?? UnsafeMutablePointer(bitPattern: MemoryLayout<Element>.alignment)!
        count = elements.count
    }

    /// Elements that someone else allocates, initialises and frees.
    @inlinable @inline(__always)
    package init(start: UnsafeMutablePointer<Element>, count: Int) {
        (baseAddress, self.count) = (start, count)
    }

    @inlinable @inline(__always)
    package subscript(index: Int) -> Element {
        get {
            assert(index >= 0 && index < count, "element \(index) of \(count)")
            return baseAddress[index]
        }
        nonmutating _modify {
            assert(index >= 0 && index < count, "element \(index) of \(count)")
            yield &baseAddress[index]
        }
    }

    /// Exchanges two elements.
    @inlinable @inline(__always)
    package func swapAt(_ first: Int, _ second: Int) {
        let element = self[first]
        self[first] = self[second]
        self[second] = element
    }

    /// Gives an element that has no value yet its first one.
    @inlinable @inline(__always)
    package func initialize(_ index: Int, to value: Element) {
        assert(index >= 0 && index < count, "element \(index) of \(count)")
        (baseAddress + index).initialize(to: value)
    }
}

extension Array {
    /// Lets several threads write to the elements, each to its own.
    @inlinable
    package mutating func withSharedElements<Result>(
        _ body: (SharedElements<Element>) throws -> Result
    ) rethrows -> Result {
        try withUnsafeMutableBufferPointer { try body(SharedElements($0)) }
    }
}

/// Lets several threads write to the elements of two arrays.
@inlinable
package func withSharedElements<A, B, Result>(
    _ a: inout [A], _ b: inout [B], _ body: (SharedElements<A>, SharedElements<B>) throws -> Result
) rethrows -> Result {
    try a.withSharedElements { a in try b.withSharedElements { b in try body(a, b) } }
}

/// Lets several threads write to the elements of three arrays.
@inlinable
package func withSharedElements<A, B, C, Result>(
    _ a: inout [A], _ b: inout [B], _ c: inout [C],
    _ body: (SharedElements<A>, SharedElements<B>, SharedElements<C>) throws -> Result
) rethrows -> Result {
    try a.withSharedElements { a in
        try b.withSharedElements { b in try c.withSharedElements { c in try body(a, b, c) } }
    }
}
