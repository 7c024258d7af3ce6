import Glibc
import LinearAlgebra
import RobotCell

/// Finds where jaws fit round an object in one view, from the width of what stands there along each closing direction.
///
/// For a yaw the heights lie on a grid whose columns run along the closing direction. A strip as wide as a finger
/// gives a profile; at a depth below its top the profile falls into runs that stand higher than the fingertips, and
/// gaps. A run with room for a finger on both sides is a candidate, whatever the segments say stands in it.
struct JawSearch {
    let view: ApproachView
    let gripper: JawGripper
    let options: GraspOptions
    var tally = GraspTally()

    static let cell: Float = 0.0025

    /// A stretch of rows that stand higher than the fingertips.
    struct Run {
        var rows: ClosedRange<Int>
        var hasOwn: Bool
    }

    mutating func candidates(yaw: Double) -> [JawCandidate] {
        let (c, s) = (cos(yaw), sin(yaw))
        let marginX = Float(max(gripper.palm.width, gripper.fingers.width) / 2 + options.obstacleClearance)
        let marginY = Float(
            gripper.palm.thickness / 2 + options.roomyFingerClearance + gripper.fingers.thickness + 0.02)
        guard
            let grid = HeightGrid(
                view, yaw: yaw, cosine: c, sine: s, cell: Self.cell, marginX: marginX, marginY: marginY)
        else {
            tally.candidates += 1
            tally.reject(.tooWide)
            return []
        }
        var found: [JawCandidate] = []
        let half = Int((Float(gripper.fingers.width) / 2 / grid.cell).rounded(.up))
        let clear = Int((Float(gripper.fingers.width / 2 + options.obstacleClearance) / grid.cell).rounded(.up))
        // From above, the tips stop over the support; from a side, the gripper's corners are tested instead.
        let fromAbove = view.supportFromView.rotation[2, 2] > 0.999
        let floor = fromAbove ? options.supportClearance - view.supportFromView.translation.z : -Double.infinity
        for column in stride(from: grid.ownColumns.lowerBound, through: grid.ownColumns.upperBound, by: 2) {
            let own = grid.profile(grid.ownTop, over: column - half...column + half)
            let all = grid.profile(grid.top, over: column - clear...column + clear)
            guard let top = own.max(), top > HeightGrid.empty else { continue }
            var lastTip = Float.infinity
            for depth in options.gripDepths where depth < gripper.fingers.length - options.obstacleClearance {
                let tip = Float(max(Double(top) - depth, floor))
                guard tip < lastTip else { continue }
                lastTip = tip
                guard Double(top - tip) >= options.minimumGripDepth else {
                    tally.candidates += 1
                    tally.reject(.tooFlat)
                    continue
                }
                search(grid, column: column, half: half, own: own, all: all, top: top, tip: tip, yaw, c, s, &found)
            }
        }
        return found
    }

    private mutating func search(
        _ grid: HeightGrid, column: Int, half: Int, own: [Float], all: [Float], top: Float, tip: Float,
        _ yaw: Double, _ c: Double, _ s: Double, _ found: inout [JawCandidate]
    ) {
        let needed = Float(options.fingerClearance + gripper.fingers.thickness + options.obstacleClearance)
        let runs = self.runs(own: own, all: all, tip: tip, needed: needed, cell: grid.cell)
        guard !runs.isEmpty else { return }
        var stretches = runs.indices.filter { runs[$0].hasOwn }.map { $0...$0 }
        if let first = stretches.first, let last = stretches.last, first != last {
            stretches.append(first.lowerBound...last.upperBound)
        }
        for stretch in stretches {
            tally.candidates += 1
            let rows = runs[stretch.lowerBound].rows.lowerBound...runs[stretch.upperBound].rows.upperBound
            guard let edges = ContactEdges(grid, columns: column - half...column + half, rows: rows, tip: tip) else {
                tally.reject(.contactThin)
                continue
            }
            let width = Double(edges.high - edges.low)
            guard width + 2 * options.fingerClearance <= gripper.opening.upperBound else {
                tally.reject(.tooWide)
                continue
            }
            let before = stretch.lowerBound > 0 ? grid.y(runs[stretch.lowerBound - 1].rows.upperBound + 1) : -1e3
            let after =
                stretch.upperBound + 1 < runs.count ? grid.y(runs[stretch.upperBound + 1].rows.lowerBound) : 1e3
            let room = Double(min(edges.low - before, after - edges.high))
            guard room >= Double(needed) else {
                tally.reject(.neighbourTooClose)
                continue
            }
            guard edges.angles.max() <= options.maximumContactAngle else {
                tally.reject(.contactTurned)
                continue
            }
            let spare = min(
                options.roomyFingerClearance, (room - gripper.fingers.thickness) / 2,
                (gripper.opening.upperBound - width) / 2)
            let opening = max(gripper.opening.lowerBound, width + 2 * max(options.fingerClearance, spare))
            let x = Double(grid.x(column))
            let y = Double(edges.low + edges.high) / 2
            let palmX = Float(gripper.palm.width / 2 + options.obstacleClearance)
            let palmY = Float(gripper.palm.thickness / 2 + options.obstacleClearance)
            let palmLevel = Float(Double(tip) + gripper.fingers.length - options.obstacleClearance)
            guard
                !grid.reaches(
                    above: palmLevel, x: Float(x) - palmX...Float(x) + palmX, y: Float(y) - palmY...Float(y) + palmY)
            else {
                tally.reject(.palmBlocked)
                continue
            }
            guard clearsSupport(x: x, y: y, tip: Double(tip), opening: opening, c, s) else {
                tally.reject(.supportInTheWay)
                continue
            }
            var candidate = JawCandidate(
                yaw: yaw, cosine: c, sine: s, x: x, y: y, tip: Double(tip), gripDepth: Double(top - tip),
                width: width, opening: opening, room: room, turns: edges.turns, contactAngle: edges.angles.max(),
                contact: Double(edges.contact), offCentre: (x * x + y * y).squareRoot(), promise: 0)
            candidate.promise = promise(of: candidate)
            found.append(candidate)
        }
    }

    /// The stretches of a profile above the tips. Stretches of the object with too little between them for a finger,
    /// or where the ground between them was hardly seen, are one.
    private func runs(own: [Float], all: [Float], tip: Float, needed: Float, cell: Float) -> [Run] {
        let level = tip - Float(options.obstacleClearance)
        var runs: [Run] = []
        var row = 0
        while row < all.count {
            guard all[row] > level else {
                row += 1
                continue
            }
            let start = row
            var hasOwn = false
            while row < all.count, all[row] > level {
                hasOwn = hasOwn || own[row] > tip + Float(options.minimumGripDepth) / 2
                row += 1
            }
            let run = Run(rows: start...row - 1, hasOwn: hasOwn)
            if let last = runs.last, last.hasOwn, hasOwn {
                let gap = last.rows.upperBound + 1..<start
                let seen = gap.reduce(0) { $0 + (all[$1] > HeightGrid.empty ? 1 : 0) }
                if Float(gap.count) * cell < needed || seen * 2 < gap.count {
                    runs[runs.count - 1].rows = last.rows.lowerBound...row - 1
                    continue
                }
            }
            runs.append(run)
        }
        return runs
    }

    /// Whether the gripper stays above the support, at the grasp and on its way there.
    private func clearsSupport(x: Double, y: Double, tip: Double, opening: Double, _ c: Double, _ s: Double) -> Bool {
        func lowest(_ halfX: Double, _ halfY: Double, from w: Double) -> Double {
            var lowest = Double.infinity
            for (dx, dy) in [(-halfX, -halfY), (-halfX, halfY), (halfX, -halfY), (halfX, halfY)] {
                for back in [0, gripper.fingers.length + gripper.palm.length + options.approach] {
                    let (gx, gy) = (x + dx, y + dy)
                    let corner = Vector3(c * gx - s * gy, s * gx + c * gy, w + back)
                    lowest = min(lowest, view.heightOverSupport(corner))
                }
            }
            return lowest
        }
        let fingers = lowest(gripper.fingers.width / 2, opening / 2 + gripper.fingers.thickness, from: tip)
        let palm = lowest(gripper.palm.width / 2, gripper.palm.thickness / 2, from: tip + gripper.fingers.length)
        return fingers >= options.supportClearance - 1e-6 && palm >= options.obstacleClearance
    }

    private func promise(of candidate: JawCandidate) -> Double {
        let centred = exp(-candidate.offCentre * candidate.offCentre / (2 * 0.05 * 0.05))
        let deep = min(1, candidate.gripDepth / 0.025)
        let square = 1 - candidate.contactAngle / 0.6
        let room = min(1, candidate.room / 0.03)
        let easy = 1 - 0.3 * candidate.opening / gripper.opening.upperBound
        return (0.3 + 0.7 * centred) * (0.5 + 0.5 * deep) * square * (0.5 + 0.5 * room) * easy
            * (0.4 + 0.6 * candidate.contact)
    }
}
