import Glibc
import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@testable import Grasping

/// Boxes whose sides are known in closed form.
@Suite struct ContactEdgesTests {
    private static let cell: Float = 0.0025

    /// The sides of a box seen from above, its middle at the view's origin; fingers of 20 mm close on them 20 mm below
    /// its top along y.
    private func edges(
        _ size: Vector3, yaw: Double = 0, lean: Double = 0, fingerWidth: Double = 0.02
    ) throws -> ContactEdges {
        let points = Coordinates.box(size, yaw: yaw, lean: lean, spacing: 0.0006)
        let view = ApproachView(of: Surroundings(own: points), approach: Vector3(0, 0, -1))
        // From above the view's axes are the support's but for their signs.
        let grid = try #require(
            HeightGrid(
                view, yaw: 0, cosine: 1, sine: 0, cell: Self.cell, marginX: 0.02, marginY: 0.02))
        let tip = try #require(view.w.max()) - 0.02
        let middle = Int(-grid.lowX / grid.cell)
        let half = Int((Float(fingerWidth) / 2 / grid.cell).rounded(.up))
        return try #require(
            ContactEdges(grid, columns: middle - half...middle + half, rows: 0...grid.rows - 1, tip: tip))
    }

    @Test func squareSidesAreWhereTheyAreAndNotTurned() throws {
        let edges = try edges(Vector3(0.06, 0.04, 0.05))
        #expect(abs(edges.high - edges.low - 0.04) <= 2 * Self.cell)
        #expect(abs(edges.high + edges.low) <= 2 * Self.cell)
        #expect(abs(edges.turns.x) < 0.01 && abs(edges.turns.y) < 0.01)
        #expect(edges.leans.max() < 0.05 && edges.angles.max() < 0.05)
        #expect(edges.contact == 1)
        // A cell's standard deviation on each of two sides, halved.
        let least = Double(Self.cell) / 12.0.squareRoot() / 2.0.squareRoot()
        #expect(abs(edges.placeDeviation - least) < 0.3 * least)
    }

    @Test(arguments: [-0.25, -0.1, 0.1, 0.25])
    func turnedSidesSayHowFarTheyAreTurned(yaw: Double) throws {
        let edges = try edges(Vector3(0.1, 0.04, 0.05), yaw: yaw)
        // Both sides are parallel, so that both ask for the same turn, within a cell over the finger's width.
        let tolerance = Double(Self.cell) / 0.02
        #expect(abs(edges.turns.x - edges.turns.y) < 2 * tolerance)
        #expect(abs(abs(edges.turns.sum() / 2) - abs(yaw)) < tolerance, "\(edges.turns)")
        #expect(abs(edges.angles.max() - abs(yaw)) < 2 * tolerance)
        #expect(edges.turnDeviation > 0)
    }

    @Test func aTurnOfTheYawByTheTurnsMakesTheSidesSquare() throws {
        let yaw = 0.3
        let turn = try edges(Vector3(0.1, 0.04, 0.05), yaw: yaw).turns.sum() / 2
        // The sign is that of the view's yaw: a second look, turned by it, sees square sides.
        let points = Coordinates.box(Vector3(0.1, 0.04, 0.05), yaw: yaw, spacing: 0.0006)
        let view = ApproachView(of: Surroundings(own: points), approach: Vector3(0, 0, -1))
        let grid = try #require(
            HeightGrid(
                view, yaw: turn, cosine: cos(turn), sine: sin(turn), cell: Self.cell, marginX: 0.02, marginY: 0.02))
        let middle = Int(-grid.lowX / grid.cell)
        let top = try #require(view.w.max())
        let square = try #require(
            ContactEdges(
                grid, columns: middle - 4...middle + 4, rows: 0...grid.rows - 1, tip: top - 0.02
            ))
        #expect(abs(square.turns.sum() / 2) < 0.06, "\(square.turns)")
        #expect(abs(square.high - square.low - 0.04) <= 3 * Self.cell)
    }

    @Test(arguments: [0.2, 0.4])
    func sidesThatLeanInSaySo(lean: Double) throws {
        let edges = try edges(Vector3(0.08, 0.06, 0.05), lean: lean)
        // Places are known to a cell on either level of the span.
        let tolerance = Double(Self.cell / ContactEdges.leanSpan)
        #expect(abs(edges.leans.x - lean) < tolerance && abs(edges.leans.y - lean) < tolerance, "\(edges.leans)")
    }

    @Test func aFingerOverAnEndMeetsOnlyPartOfIt() throws {
        // 10 mm long under a finger of 20 mm.
        let edges = try edges(Vector3(0.01, 0.04, 0.05))
        #expect(edges.contact > 0.3 && edges.contact < 0.75, "\(edges.contact)")
    }

    @Test func aWallSeenInTwoColumnsIsNoSide() {
        let points = Coordinates.box(Vector3(0.003, 0.04, 0.05), spacing: 0.0006)
        let view = ApproachView(of: Surroundings(own: points), approach: Vector3(0, 0, -1))
        let grid = HeightGrid(
            view, yaw: 0, cosine: 1, sine: 0, cell: Self.cell, marginX: 0.02, marginY: 0.02)!
        let edges = ContactEdges(grid, columns: 0...grid.columns - 1, rows: 0...grid.rows - 1, tip: -0.01)
        #expect(edges == nil)
    }
}
