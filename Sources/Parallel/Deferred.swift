import Dispatch
import Synchronization

/// A value that another thread works out while this one goes on.
package final class Deferred<Value: Sendable>: Sendable {
    private let result = Mutex<Value?>(nil)
    private let work = DispatchGroup()

    package init(_ body: @escaping @Sendable () -> Value) {
        DispatchQueue.global().async(group: work) {
            let value = body()
            self.result.withLock { $0 = value }
        }
    }

    /// Waits until it is there.
    package var value: Value {
        work.wait()
        return result.withLock { $0! }
    }
}
