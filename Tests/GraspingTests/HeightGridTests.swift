import Glibc
import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@testable import Grasping

/// Against the plainest way to say it: each cell asks all points.
@Suite struct HeightGridTests {
    private struct Made {
        let view: ApproachView
        let grid: HeightGrid
        let yaw: Double

        init(seed: UInt64) throws {
            var random = SeededGenerator(seed: seed)
            let own = Coordinates.random(
                120, from: Vector3(-0.03, -0.02, 0), to: Vector3(0.03, 0.02, 0.08), using: &random)
            let others = Coordinates.random(
                200, from: Vector3(-0.1, -0.1, 0), to: Vector3(0.1, 0.1, 0.15), using: &random)
            view = ApproachView(of: Surroundings(own: own, others: others), approach: Vector3(0, 0, -1))
            yaw = Double.random(in: -3...3, using: &random)
            grid = try #require(
                HeightGrid(
                    view, yaw: yaw, cosine: cos(yaw), sine: sin(yaw), cell: 0.0025, marginX: 0.03, marginY: 0.04))
        }

        /// A point in the turned frame.
        func turned(_ i: Int) -> (x: Float, y: Float) {
            (grid.cosine * view.u[i] + grid.sine * view.v[i], grid.cosine * view.v[i] - grid.sine * view.u[i])
        }

        /// Its cell, if the grid has it.
        func cell(_ i: Int) -> (column: Int, row: Int)? {
            let (x, y) = turned(i)
            let inverse = 1 / grid.cell
            let (column, row) = ((x - grid.lowX) * inverse, (y - grid.lowY) * inverse)
            guard column >= 0, row >= 0, Int(column) < grid.columns, Int(row) < grid.rows else { return nil }
            return (Int(column), Int(row))
        }

        func highest(_ column: Int, _ row: Int, of points: Range<Int>) -> Float {
            points.filter { cell($0).map { $0 == (column, row) } ?? false }.map { view.w[$0] }.max()
                ?? HeightGrid.empty
        }
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func eachCellHoldsItsHighestPoint(seed: UInt64) throws {
        let made = try Made(seed: seed)
        let (grid, view) = (made.grid, made.view)
        let cells = Set(view.u.indices.compactMap { made.cell($0) }.map { $0.column * grid.rows + $0.row })
        for k in grid.top.indices {
            guard cells.contains(k) else {
                #expect(grid.top[k] == HeightGrid.empty && grid.ownTop[k] == HeightGrid.empty, "seed \(seed)")
                continue
            }
            let (column, row) = (k / grid.rows, k % grid.rows)
            #expect(grid.top[k] == made.highest(column, row, of: 0..<view.u.count), "seed \(seed)")
            #expect(grid.ownTop[k] == made.highest(column, row, of: 0..<view.ownCount), "seed \(seed)")
        }
        // Every own point lies on the grid, within the columns that are named for it.
        for i in 0..<view.ownCount {
            let cell = try #require(made.cell(i))
            #expect(grid.ownColumns.contains(cell.column), "seed \(seed)")
        }
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func aProfileIsTheHighestOverItsColumns(seed: UInt64) throws {
        let grid = try Made(seed: seed).grid
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let from = Int.random(in: -5..<grid.columns, using: &random)
            let range = from...max(0, from) + Int.random(in: 0...12, using: &random)
            let profile = grid.profile(grid.top, over: range)
            for row in 0..<grid.rows {
                let highest = (0..<grid.columns).filter(range.contains).map { grid.top[$0 * grid.rows + row] }.max()
                #expect(profile[row] == highest, "seed \(seed)")
            }
        }
    }

    /// A rectangle's excess counts every point within it, and none that is more than a cell outside.
    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func anExcessIsThatOfThePointsWithin(seed: UInt64) throws {
        let made = try Made(seed: seed)
        var random = SeededGenerator(seed: seed)
        func draw(_ range: ClosedRange<Float>) -> Float { Float.random(in: range, using: &random) }
        for _ in 0..<50 {
            let (x, y, level) = (draw(-0.05...0.03), draw(-0.05...0.03), draw(-0.05...0.1))
            let (right, far) = (x + draw(0...0.03), y + draw(0...0.03))
            func excess(grownBy margin: Float) -> Float {
                let within = made.view.u.indices.filter { i in
                    guard made.cell(i) != nil else { return false }
                    let p = made.turned(i)
                    return p.x > x - margin && p.x < right + margin && p.y > y - margin && p.y < far + margin
                }
                return max(0, (within.map { made.view.w[$0] }.max() ?? level) - level)
            }
            let found = made.grid.excess(over: level, x: x...right, y: y...far)
            #expect(found >= excess(grownBy: 0) - 1e-6, "seed \(seed)")
            #expect(found <= excess(grownBy: made.grid.cell * 1.01) + 1e-6, "seed \(seed)")
        }
    }

    @Test func whatNoGripperSpansGetsNoGrid() {
        let view = ApproachView(
            of: Surroundings(own: Coordinates([SIMD3(0, 0, 0), SIMD3(80, 60, 1)])), approach: Vector3(0, 0, -1))
        #expect(HeightGrid(view, yaw: 0, cosine: 1, sine: 0, cell: 0.0025, marginX: 0.03, marginY: 0.03) == nil)
    }
}
