// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who uses the library or runs its tests builds a benchmark. Run ./run.sh.
let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "pickpose", path: "../..")],
    targets: [
        .executableTarget(
            name: "benchmarks",
            dependencies: [.product(name: "PickPose", package: "pickpose")],
            path: "Sources/Benchmarks",
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ]),
        .executableTarget(
            name: "segmentation-score",
            dependencies: [.product(name: "PickPose", package: "pickpose")],
            path: "Sources/SegmentationScore",
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ]),
        // Sees the library's insides, which wants -enable-testing.
        .executableTarget(
            name: "train-segmentation",
            dependencies: [.product(name: "PickPose", package: "pickpose")],
            path: "Sources/SegmentationTraining",
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ]),
    ]
)
