import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@testable import Grasping

/// A box is its own outline: what is over it can be told point by point.
@Suite struct OverheadTests {
    private static let size = Vector3(0.12, 0.08, 0.05)

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func whatIsOverABoxIsCounted(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let lift = Double.random(in: 0.02...0.2, using: &random)
        let own = Coordinates.box(Self.size, spacing: 0.002)
        let others = Coordinates.random(
            3_000, from: Vector3(-0.1, -0.1, 0), to: Vector3(0.1, 0.1, 0.2), using: &random)
        let overhead = Overhead(of: Surroundings(own: own, others: others), lift: lift)
        // The outline shrinks by 8 mm, and 8 mm over the top nothing is said to be in the way.
        func count(grownBy margin: Double) -> Int {
            others.indices.count { i in
                let p = Vector3(others[i])
                return abs(p.x) < Self.size.x / 2 - 0.008 + margin && abs(p.y) < Self.size.y / 2 - 0.008 + margin
                    && p.z > Self.size.z + 0.008 - margin && p.z < Self.size.z + lift + margin
            }
        }
        // The outline hangs on the outermost points of columns of cells, half a cell from the corners.
        #expect(overhead.count >= count(grownBy: -0.003), "seed \(seed)")
        #expect(overhead.count <= count(grownBy: 1e-5), "seed \(seed)")
        #expect(overhead.isInTheWay && overhead.obstacle == 3, "seed \(seed)")
    }

    @Test func withoutALiftOrWithAFewStraysNothingIsInTheWay() {
        let own = Coordinates.box(Self.size, spacing: 0.002)
        let shelf = Coordinates.box(Vector3(0.05, 0.05, 0.01), foot: 0.1, spacing: 0.002)
        #expect(Overhead(of: Surroundings(own: own, others: shelf), lift: 0.1).isInTheWay)
        #expect(!Overhead(of: Surroundings(own: own, others: shelf), lift: 0).isInTheWay)
        #expect(!Overhead(of: Surroundings(own: own, others: shelf), lift: 0.04).isInTheWay)
        let strays = Coordinates([SIMD3(0, 0, 0.1), SIMD3(0.01, 0, 0.1)])
        #expect(!Overhead(of: Surroundings(own: own, others: strays), lift: 0.1).isInTheWay)
    }

    @Test func ofUnassignedPointsNoObjectIsNamed() {
        let own = Coordinates.box(Self.size, spacing: 0.002)
        let shelf = Coordinates.box(Vector3(0.05, 0.05, 0.01), foot: 0.1, spacing: 0.002)
        let overhead = Overhead(of: Surroundings(own: own, others: shelf, label: 0), lift: 0.1)
        #expect(overhead.isInTheWay && overhead.obstacle == nil)
    }
}
