import LinearAlgebra
import RobotCell
import TestSupport
import Testing

@Suite struct FrameTreeTests {
    /// base ← flange ← camera ← mount, base ← tray
    static func tree(_ random: inout SeededGenerator) throws -> FrameTree {
        func pose() -> RigidTransform { ConventionRoundTripTests.randomPose(&random) }
        return try FrameTree(
            root: "base",
            frames: [
                .init("mount", in: "camera", pose: pose()), .init("camera", in: "flange", pose: pose()),
                .init("flange", in: "base", pose: pose()), .init("tray", in: "base", pose: pose()),
            ])
    }

    @Test func chainsAreTheProductsOfTheirSteps() throws {
        let seed: UInt64 = 40
        var random = SeededGenerator(seed: seed)
        let tree = try Self.tree(&random)
        func step(_ name: String) throws -> RigidTransform {
            try #require(tree.frame(named: name)?.parentFromFrame)
        }
        let expected = try step("tray").inverse * step("flange") * step("camera") * step("mount")
        let trayFromMount = try tree.transform(from: "mount", to: "tray")
        #expect(distance(trayFromMount.pose, expected) < 1e-14, "seed \(seed)")
        #expect(trayFromMount.path == ["mount", "camera", "flange", "base", "tray"])
        #expect(try tree.transform(from: "mount", to: "camera").path == ["mount", "camera"])
        #expect(try tree.transform(from: "flange", to: "mount").path == ["flange", "camera", "mount"])
        #expect(try tree.transform(from: "tray", to: "tray").path == ["tray"])
        #expect(try tree.transform(from: "tray", to: "tray").pose == .identity)
    }

    @Test func anyWayThroughTheTreeChains() throws {
        let seed: UInt64 = 41
        var random = SeededGenerator(seed: seed)
        let tree = try Self.tree(&random)
        for a in tree.names {
            for b in tree.names {
                let aFromB = try tree.transform(from: b, to: a)
                #expect(distance(aFromB.inverse.pose, try tree.transform(from: a, to: b).pose) < 1e-14)
                #expect(aFromB.inverse.path == aFromB.path.reversed())
                for c in tree.names {
                    let product = try aFromB * tree.transform(from: c, to: b)
                    #expect(product.from == c && product.to == a)
                    #expect(distance(product.pose, try tree.transform(from: c, to: a).pose) < 2e-14, "seed \(seed)")
                }
            }
        }
    }

    @Test func framesThatDoNotMeetAreRefused() {
        let left = NamedTransform(from: "b", to: "a", pose: .identity)
        let right = NamedTransform(from: "d", to: "c", pose: .identity)
        let error = #expect(throws: FrameTreeError.mismatch(left: "T_a_b", right: "T_c_d")) { try left * right }
        #expect(error?.description.contains("T_a_b · T_c_d") == true)
    }

    @Test func whatIsNoTreeIsRefused() {
        func frame(_ name: String, _ parent: String) -> FrameTree.Frame { .init(name, in: parent, pose: .identity) }
        func refused(_ frames: [FrameTree.Frame], _ error: FrameTreeError) {
            #expect(throws: error) { try FrameTree(root: "base", frames: frames) }
        }
        refused([frame("a", "b"), frame("b", "c"), frame("c", "b")], .loop(["b", "c", "b"]))
        refused([frame("a", "a")], .loop(["a", "a"]))
        refused([frame("a", "basis")], .orphan(frame: "a", parent: "basis", nearest: "base"))
        refused([frame("a", "base"), frame("a", "b")], .twoParents(frame: "a", "base", "b"))
        refused([frame("base", "a"), frame("a", "base")], .parentOfRoot(root: "base", parent: "a"))
    }

    @Test func unknownNamesGetTheNearestKnown() throws {
        let tree = try FrameTree(root: "base", frames: [.init("camera", in: "base", pose: nil)])
        #expect(throws: FrameTreeError.unknownFrame("camra", nearest: "camera", known: ["base", "camera"])) {
            try tree.transform(from: "camra", to: "base")
        }
        #expect(throws: FrameTreeError.poseNotSet(frame: "camera", parent: "base")) {
            try tree.transform(from: "camera", to: "base")
        }
        #expect(try tree.setting("camera", .identity).transform(from: "camera", to: "base").pose == .identity)
    }

    @Test func deepTreesResolve() throws {
        let frames = (0..<10_000).map { index in
            FrameTree.Frame(
                "\(index)", in: index == 0 ? "base" : "\(index - 1)", pose: RigidTransform(translation: [0, 0, 1]))
        }
        let tree = try FrameTree(root: "base", frames: frames.reversed())
        #expect(try tree.transform(from: "9999", to: "base").pose.translation == [0, 0, 10_000])
    }

    @Test func theScrewOfADifferenceCarriesOnePoseOntoTheOther() {
        let seed: UInt64 = 42
        var random = SeededGenerator(seed: seed)
        for _ in 0..<1000 {
            let (first, second) = (
                ConventionRoundTripTests.randomPose(&random), ConventionRoundTripTests.randomPose(&random)
            )
            let difference = PoseDifference(from: first, to: second)
            guard let point = difference.point else {
                Issue.record("seed \(seed): no turn")
                continue
            }
            // The axis's points move along it, by the advance.
            let motion = second * first.inverse
            let moved = motion * point - point
            #expect((moved - difference.axis * difference.advance).length < 1e-10, "seed \(seed)")
            #expect(abs(point.dot(difference.axis)) < 1e-10)
            #expect(difference.distance == (second.translation - first.translation).length)
        }
        let slide = PoseDifference(from: .identity, to: RigidTransform(translation: [0, 3, 0]))
        #expect(slide.angle == 0 && slide.point == nil && slide.axis == [0, 1, 0] && slide.advance == 3)
        #expect(PoseDifference(from: .identity, to: .identity).axis == .zero)
    }
}
