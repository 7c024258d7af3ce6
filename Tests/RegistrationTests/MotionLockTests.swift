import LinearAlgebra
import PointClouds
import TestSupport
import Testing

@testable import Registration

/// What a registration holds back, and what the surfaces leave free.
@Suite struct MotionLockTests {
    /// Points of a part, few enough for a build without optimisation.
    private let count = TestEffort.isLong ? 6000 : 1500

    /// In the target's frame, whichever cloud has more samples, and wherever the search starts.
    @Test(arguments: [1, 3])
    func lockedMotionsStay(timesAsManyInTheSource factor: Int) throws {
        var random = SeededGenerator(seed: 10)
        let start = randomPose(&random)
        let off = RigidTransform(
            rotation: Quaternion(rotationVector: Vector3(0.01, -0.015, 0.02)).rotation,
            translation: Vector3(0.002, 0.001, -0.002))
        let truth = off * start
        let source = cloud(bentPart(count * factor, &random))
        let target = cloud(bentPart(count * (4 - factor), &random).map { truth * $0 })
        let sets: [DegreesOfFreedom] = [
            [.rotationX, .rotationY, .translationZ], [.rotationZ], [.translationX, .translationY, .translationZ],
            [.rotationX, .rotationY, .rotationZ], [.rotationY, .rotationZ, .translationX],
        ]
        for locks in sets {
            let result = try align(source, to: target, options: .init(search: .near(start, locking: locks)))
            let turn = Quaternion(rotation: result.targetFromSource.rotation * start.rotation.transposed)
                .rotationVector
            let slide = result.targetFromSource.translation - start.translation
            var moved = 0.0
            for i in 0..<3 {
                for (motion, value) in [(i, turn[i]), (i + 3, slide[i])] {
                    if locks.rawValue & 1 << UInt8(motion) != 0 {
                        #expect(abs(value) < 1e-9, "\(locks.rawValue), \(motion)")
                    } else {
                        moved += abs(value)
                    }
                }
            }
            #expect(moved > 1e-3, "\(locks.rawValue)")
            if let covariance = result.covariance {
                // Of the source's origin, whose coordinates are the translation.
                let there = covariance.transported(by: RigidTransform(translation: start.translation * -1))
                for motion in 0..<6 where locks.rawValue & 1 << UInt8(motion) != 0 {
                    #expect(there[motion, motion] < 1e-12, "\(locks.rawValue), \(motion)")
                }
            }
        }
    }

    /// A plate that may only slide within its plane and turn in it has nothing left free across it.
    @Test func lockedMotionsAreNotFree() throws {
        var random = SeededGenerator(seed: 14)
        // Dense enough for a slide by a few voxels to be little beside it.
        func plates() -> PointCloud { cloud(plate(6000, &random)) }
        let free = try align(plates(), to: plates(), options: .init(search: .near()))
        #expect(free.degenerateDirections.count == 3)
        let locks: DegreesOfFreedom = [.rotationZ, .translationX, .translationY]
        let held = try align(plates(), to: plates(), options: .init(search: .near(locking: locks)))
        #expect(held.degenerateDirections.isEmpty && held.status == .converged, "\(held.reasons)")
    }

    /// In the target's frame, whichever cloud has more samples.
    @Test(arguments: [1, 3])
    func freeMotionsAreTheTargets(timesAsManyInTheSource factor: Int) throws {
        var random = SeededGenerator(seed: 15)
        let truth = randomPose(&random)
        // Dense enough for a slide by a few voxels to be little beside it.
        let source = cloud(plate(6000 * factor, &random))
        let target = cloud(plate(6000 * (4 - factor), &random).map { truth * $0 })
        let free = try align(source, to: target, options: .init(search: .near(truth))).degenerateDirections
        #expect(free.count == 3)
        let normal = truth.rotation * Vector3(0, 0, 1)
        let middle = truth * Vector3(0.15, 0.1, 0)
        for motion in free {
            #expect(motion.rotation.cross(normal).length < 0.05 * max(1, motion.rotation.length))
            #expect(abs((motion.translation - motion.rotation.cross(motion.center - middle)).dot(normal)) < 0.05)
            #expect((motion.center - middle).length < 0.05)
        }
    }
}
