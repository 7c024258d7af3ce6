import Glibc
import LinearAlgebra
import RobotCell

/// Finds where jaws fit round an object in one view, from the width of what stands there along each closing direction.
///
/// For a yaw the heights lie on a grid whose columns run along the closing direction. A strip as wide as a finger
/// gives a profile; at a depth below its top the profile falls into runs that stand higher than the fingertips, and
/// gaps. A run with room for a finger on both sides is a candidate, whatever the segments say stands in it.
struct JawViewSearch {
    let view: ApproachView
    let gripper: JawGripper
    let motion: PickMotion
    let options: GraspOptions
    var tally = GraspTally()
    /// The rejected candidate that came nearest to being accepted.
    private(set) var nearest: JawCandidate?

    /// Of the height map: about the points' spacing on a table, and half of what a contact's place has to be known to;
    /// metres.
    static let cell: Float = 0.0025
    /// What the map shows beside the gripper, so that room is told from the map's border; metres.
    private static let mapMargin = 0.02
    /// A strip begins at every second cell along a finger's width: 5 mm, a quarter of a usual finger.
    private static let columnStep = 2
    /// What is wider than the gripper opens by this factor comes nowhere near to being held.
    private static let hopelessWidth = 1.4
    /// A strip's profile must stand out of the tips by this share of the least depth to be the object's: what stands
    /// out by less is its rim.
    private static let ownDepthShare: Float = 0.5
    /// The share of a gap's cells that must have been seen for it to be a gap, and no hole of the scan in one thing.
    private static let gapSeenShare: Float = 0.5
    /// The gripper may touch its clearances from the support by rounding; metres.
    private static let rounding = 1e-6

    /// How far beside the palm the height map shows what stands along the closing direction; metres.
    static func besidePalm(_ gripper: JawGripper, _ options: GraspOptions) -> Double {
        options.jaw.roomyFingerClearance + gripper.fingers.thickness + mapMargin
    }

    init(view: ApproachView, gripper: JawGripper, motion: PickMotion, options: GraspOptions) {
        (self.view, self.gripper, self.motion, self.options) = (view, gripper, motion, options)
    }

    /// A stretch of rows that stand higher than the fingertips.
    struct Run {
        var rows: ClosedRange<Int>
        var hasOwn: Bool
    }

    /// A strip as wide as a finger at a depth, and what it shows.
    private struct Strip {
        var column: Int
        var half: Int
        var top: Float
        var tip: Float
        var runs: [Run]
    }

    mutating func candidates(yaw: Double) -> [JawCandidate] {
        let (c, s) = (cos(yaw), sin(yaw))
        let marginX = Float(max(gripper.palm.width, gripper.fingers.width) / 2 + options.obstacleClearance)
        // One that can't be set comes as wide as it is, whatever it holds.
        let opened = gripper.isAdjustable ? 0 : gripper.opening.upperBound
        let marginY = Float(max(gripper.palm.thickness, opened) / 2 + Self.besidePalm(gripper, options))
        guard
            let grid = HeightGrid(
                view, yaw: yaw, cosine: c, sine: s, cell: Self.cell, marginX: marginX, marginY: marginY)
        else {
            tally.candidates += 1
            var trial = GraspTrial()
            if view.ownCount == 0 {
                // All of it lies within the support's noise.
                trial.demandDepth(0, options.jaw)
            } else {
                // A metre too wide: anything else came nearer.
                trial.demand(1, unit: GraspTrial.Unit.length, else: GraspMiss(.tooWide))
            }
            tally.reject(trial.rejection ?? .tooFlat)
            keepNearest(JawCandidate(yaw: yaw, cosine: c, sine: s, x: 0, y: 0, tip: 0, trial: trial))
            return []
        }
        var found: [JawCandidate] = []
        let half = Int((Float(gripper.fingers.width) / 2 / grid.cell).rounded(.up))
        let clear = Int((Float(gripper.fingers.width / 2 + options.obstacleClearance) / grid.cell).rounded(.up))
        let needed = Float(options.jaw.sound.fingerClearance + gripper.fingers.thickness + options.obstacleClearance)
        // From above, the tips stop over what the object stands on; from a side, the gripper's corners are tested
        // against the support instead.
        let floor =
            view.isFromAbove
            ? view.object.standsAt + options.supportClearance - view.supportFromView.translation.z : -Double.infinity
        for column in stride(from: grid.ownColumns.lowerBound, through: grid.ownColumns.upperBound, by: Self.columnStep)
        {
            let own = grid.profile(grid.ownTop, over: column - half...column + half)
            let all = grid.profile(grid.top, over: column - clear...column + clear)
            guard let top = own.max(), top > HeightGrid.empty else { continue }
            var lastTip = Float.infinity
            for depth in options.jaw.gripDepths where depth < gripper.fingers.length - options.obstacleClearance {
                let tip = Float(max(Double(top) - depth, floor))
                guard tip < lastTip else { continue }
                lastTip = tip
                guard Double(top - tip) >= options.jaw.unlikely.minimumGripDepth else {
                    tally.candidates += 1
                    tally.reject(.tooFlat)
                    var trial = GraspTrial()
                    trial.demandDepth(Double(top - tip), options.jaw)
                    keepNearest(
                        JawCandidate(
                            yaw: yaw, cosine: c, sine: s, x: Double(grid.x(column)), y: 0, tip: Double(tip),
                            trial: trial))
                    continue
                }
                let runs = self.runs(own: own, all: all, tip: tip, needed: needed, cell: grid.cell)
                search(grid, Strip(column: column, half: half, top: top, tip: tip, runs: runs), yaw, c, s, &found)
            }
        }
        return found
    }

    private mutating func search(
        _ grid: HeightGrid, _ strip: Strip, _ yaw: Double, _ c: Double, _ s: Double, _ found: inout [JawCandidate]
    ) {
        let (runs, column, half, tip) = (strip.runs, strip.column, strip.half, strip.tip)
        guard !runs.isEmpty else { return }
        var stretches = runs.indices.filter { runs[$0].hasOwn }.map { $0...$0 }
        if let first = stretches.first, let last = stretches.last, first != last {
            stretches.append(first.lowerBound...last.upperBound)
        }
        for stretch in stretches {
            tally.candidates += 1
            let rows = runs[stretch.lowerBound].rows.lowerBound...runs[stretch.upperBound].rows.upperBound
            // What is far too wide needs no closer look, where something came nearer already.
            let span = Double(Float(rows.count) * grid.cell)
            let widest = gripper.opening.upperBound
            if span > Self.hopelessWidth * widest,
                nearest?.trial.cost ?? .infinity < (span - widest) / GraspTrial.Unit.length
            {
                tally.reject(.tooWide)
                continue
            }
            guard let edges = ContactEdges(grid, columns: column - half...column + half, rows: rows, tip: tip) else {
                tally.reject(.contactThin)
                continue
            }
            let before =
                stretch.lowerBound > 0 ? grid.y(runs[stretch.lowerBound - 1].rows.upperBound + 1) : -Float.infinity
            let after =
                stretch.upperBound + 1 < runs.count
                ? grid.y(runs[stretch.upperBound + 1].rows.lowerBound) : Float.infinity
            let width = Double(edges.high - edges.low)
            let room = Double(min(edges.low - before, after - edges.high))
            var candidate = JawCandidate(
                yaw: yaw, cosine: c, sine: s, x: Double(grid.x(column)), y: Double(edges.low + edges.high) / 2,
                tip: Double(tip), gripDepth: Double(strip.top - tip), width: width, opening: width, room: room,
                turns: edges.turns, contactAngle: edges.angles.max(), contact: Double(edges.contact),
                turnDeviation: edges.turnDeviation, placeDeviation: edges.placeDeviation)
            candidate.offCentre = (candidate.x * candidate.x + candidate.y * candidate.y).squareRoot()
            candidate.trial.demandDepth(candidate.gripDepth, options.jaw)
            candidate.trial.demandSides(of: candidate, gripper: gripper, options: options)
            // What can't be the nearest miss any more needs no further look.
            if candidate.trial.isRejected, candidate.trial.cost >= nearest?.trial.cost ?? .infinity {
                tally.reject(candidate.trial.rejection ?? .contactThin)
                continue
            }
            let closest = options.jaw.limits(candidate.confidence).fingerClearance
            let spare = min(
                options.jaw.roomyFingerClearance, (room - gripper.fingers.thickness) / 2,
                (gripper.opening.upperBound - width) / 2)
            candidate.opening =
                gripper.isAdjustable
                ? max(gripper.opening.lowerBound, width + 2 * max(closest, spare)) : gripper.opening.upperBound
            demandPalm(of: &candidate, grid)
            let gap = supportGap(of: candidate)
            candidate.trial.demand(
                -gap, unit: GraspTrial.Unit.support, else: .init(.supportInTheWay, measured: -gap, limit: 0))
            if let rejection = candidate.trial.rejection {
                tally.reject(rejection)
                keepNearest(candidate)
                continue
            }
            candidate.quality = JawQuality.quality(of: candidate, gripper: gripper)
            found.append(candidate)
        }
    }

    private mutating func keepNearest(_ candidate: JawCandidate) {
        if candidate.trial.cost < nearest?.trial.cost ?? .infinity { nearest = candidate }
    }

    private func demandPalm(of candidate: inout JawCandidate, _ grid: HeightGrid) {
        let (x, y) = (Float(candidate.x), Float(candidate.y))
        let palmX = Float(gripper.palm.width / 2 + options.obstacleClearance)
        let palmY = Float(gripper.palm.thickness / 2 + options.obstacleClearance)
        let level = Float(candidate.tip + gripper.fingers.length - options.obstacleClearance)
        let excess = Double(grid.excess(over: level, x: x - palmX...x + palmX, y: y - palmY...y + palmY))
        candidate.trial.demand(
            excess, unit: GraspTrial.Unit.length, else: .init(.palmBlocked, measured: excess, limit: 0))
    }

    /// The stretches of a profile above the tips. Stretches of the object with too little between them for a finger,
    /// or where the ground between them was hardly seen, are one.
    private func runs(own: [Float], all: [Float], tip: Float, needed: Float, cell: Float) -> [Run] {
        let level = tip - Float(options.obstacleClearance)
        let least = tip + Float(options.jaw.sound.minimumGripDepth) * Self.ownDepthShare
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
                hasOwn = hasOwn || own[row] > least
                row += 1
            }
            let run = Run(rows: start...row - 1, hasOwn: hasOwn)
            if let last = runs.last, last.hasOwn, hasOwn {
                let gap = last.rows.upperBound + 1..<start
                let seen = gap.reduce(0) { $0 + (all[$1] > HeightGrid.empty ? 1 : 0) }
                if Float(gap.count) * cell < needed || Float(seen) < Self.gapSeenShare * Float(gap.count) {
                    runs[runs.count - 1].rows = last.rows.lowerBound...row - 1
                    continue
                }
            }
            runs.append(run)
        }
        return runs
    }

    /// How far the gripper stays above the support beyond its clearances, at the grasp and on its way there.
    private func supportGap(of candidate: JawCandidate) -> Double {
        let (c, s) = (candidate.cosine, candidate.sine)
        func lowest(_ halfX: Double, _ halfY: Double, from w: Double) -> Double {
            var lowest = Double.infinity
            for (dx, dy) in [(-halfX, -halfY), (-halfX, halfY), (halfX, -halfY), (halfX, halfY)] {
                for back in [0, gripper.fingers.length + gripper.palm.length + motion.approach] {
                    let (gx, gy) = (candidate.x + dx, candidate.y + dy)
                    let corner = Vector3(c * gx - s * gy, s * gx + c * gy, w + back)
                    lowest = min(lowest, view.heightOverSupport(corner))
                }
            }
            return lowest
        }
        let fingers = lowest(
            gripper.fingers.width / 2, candidate.opening / 2 + gripper.fingers.thickness, from: candidate.tip)
        let palm = lowest(
            gripper.palm.width / 2, gripper.palm.thickness / 2, from: candidate.tip + gripper.fingers.length)
        return min(fingers - options.supportClearance, palm - options.obstacleClearance) + Self.rounding
    }
}
