// swift-tools-version: 6.2
import PackageDescription

// PCL is a second opinion in a process of its own; everything else builds and runs without it: PICKPOSE_PCL=0.
let withPCL = Context.environment["PICKPOSE_PCL"] != "0"

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A stage of a scan's journey. `uses` names the stages above it; there is no way back.
func stage(_ name: String, uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses, swiftSettings: settings)
}

func tests(_ name: String, uses: [Target.Dependency], data: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: uses + ["TestSupport"], exclude: data, swiftSettings: settings)
}

let package = Package(
    name: "pickpose",
    products: [
        .library(name: "PickPose", targets: ["PickPose"]),
        // Each stage alone, with those above it.
        .library(name: "LinearAlgebra", targets: ["LinearAlgebra"]),
        .library(name: "PointClouds", targets: ["PointClouds"]),
        .library(name: "CloudFiles", targets: ["CloudFiles"]),
        .library(name: "SpatialSearch", targets: ["SpatialSearch"]),
        .library(name: "CloudGeometry", targets: ["CloudGeometry"]),
        .library(name: "Sensing", targets: ["Sensing"]),
        .library(name: "Segmentation", targets: ["Segmentation"]),
        .library(name: "Registration", targets: ["Registration"]),
        .library(name: "RobotCell", targets: ["RobotCell"]),
        .library(name: "RobotPrograms", targets: ["RobotPrograms"]),
        .library(name: "Grasping", targets: ["Grasping"]),
        .library(name: "Reports", targets: ["Reports"]),
        .library(name: "PickPoseService", targets: ["PickPoseService"]),
        .executable(name: "pickpose", targets: ["PickPoseTool"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    ],
    targets: [
        // The journey of a scan: each stage uses only those above it.
        .target(name: "CKernels"),
        stage("Parallel", uses: ["CKernels"]),
        stage("Files"),
        stage("LinearAlgebra"),
        stage("PointClouds", uses: ["Parallel", "LinearAlgebra"]),
        stage("CloudFiles", uses: ["Parallel", "CKernels", "Files", "LinearAlgebra", "PointClouds"]),
        stage("SpatialSearch", uses: ["Parallel", "CKernels", "LinearAlgebra", "PointClouds"]),
        stage("CloudGeometry", uses: ["Parallel", "CKernels", "LinearAlgebra", "PointClouds", "SpatialSearch"]),
        stage("Sensing", uses: ["Parallel", "CKernels", "LinearAlgebra", "PointClouds"]),
        stage(
            "Segmentation",
            uses: ["Parallel", "LinearAlgebra", "PointClouds", "CloudGeometry", "Sensing"]),
        stage(
            "Registration",
            uses: ["Parallel", "CKernels", "LinearAlgebra", "PointClouds", "SpatialSearch", "CloudGeometry", "Sensing"]),
        stage("RobotCell", uses: ["Files", "LinearAlgebra", .product(name: "Yams", package: "Yams")]),
        stage(
            "Grasping",
            uses: [
                "Parallel", "Files", "LinearAlgebra", "PointClouds", "SpatialSearch", "CloudGeometry", "Sensing",
                "Segmentation", "RobotCell",
            ]),
        stage(
            "RobotPrograms",
            uses: [
                "Files", "LinearAlgebra", "RobotCell", "Grasping",
                .product(name: "Mustache", package: "swift-mustache"),
            ]),
        stage(
            "PickPose",
            uses: [
                "Parallel", "Files", "LinearAlgebra", "PointClouds", "CloudFiles", "SpatialSearch", "CloudGeometry",
                "Sensing", "Segmentation", "Registration", "RobotCell", "Grasping", "RobotPrograms",
            ]),
        stage("PCLBridge", uses: ["LinearAlgebra", "PointClouds", "CloudFiles"]),
        // Every result as a value, with its JSON and its text.
        stage(
            "Reports",
            uses: [
                "Files", "LinearAlgebra", "PointClouds", "CloudGeometry", "Segmentation", "Registration", "RobotCell",
                "RobotPrograms", "Grasping",
            ]),
        // Request to report: what the command line, a watcher, a server and a viewer call in one process.
        stage(
            "PickPoseService",
            uses: [
                "Parallel", "Files", "LinearAlgebra", "PointClouds", "CloudFiles", "SpatialSearch", "CloudGeometry",
                "Segmentation", "Registration", "RobotCell", "Grasping", "RobotPrograms", "PCLBridge", "Reports",
                "PickPose",
            ]),
        .executableTarget(
            name: "PickPoseTool",
            dependencies: [
                "CKernels", "Parallel", "Files", "LinearAlgebra", "PointClouds", "CloudFiles", "Segmentation",
                "Registration", "RobotCell", "Grasping", "RobotPrograms", "PCLBridge", "Reports", "PickPoseService",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),

        // Scans made from nothing, with truth: the samples and the tests are made of them.
        .target(
            name: "SyntheticScans", dependencies: ["LinearAlgebra", "PointClouds", "Sensing"],
            path: "Tests/SyntheticScans",
            swiftSettings: settings),
        .executableTarget(
            name: "make-scans",
            dependencies: [
                "SyntheticScans", "PointClouds", "CloudFiles", "Files", "LinearAlgebra", "RobotCell", "Sensing",
            ],
            path: "samples/MakeScans", swiftSettings: settings),
        .target(
            name: "TestSupport",
            dependencies: ["LinearAlgebra", "PointClouds", "CloudFiles", "Sensing", "SyntheticScans"],
            path: "Tests/TestSupport", swiftSettings: settings),
        tests("Parallel", uses: ["Parallel"]),
        tests("Files", uses: ["Files"]),
        tests("LinearAlgebra", uses: ["LinearAlgebra"]),
        tests("PointClouds", uses: ["PointClouds", "CloudFiles", "LinearAlgebra", "Parallel"]),
        tests("CloudFiles", uses: ["CloudFiles", "PointClouds", "LinearAlgebra", "Files", "Parallel", "CKernels"]),
        tests("SpatialSearch", uses: ["SpatialSearch", "PointClouds", "Parallel", "CKernels"]),
        tests(
            "CloudGeometry",
            uses: ["CloudGeometry", "LinearAlgebra", "PointClouds", "CloudFiles", "SpatialSearch", "CKernels"]),
        tests("Sensing", uses: ["Sensing", "PointClouds", "LinearAlgebra"]),
        tests(
            "Segmentation",
            uses: ["Segmentation", "SyntheticScans", "CloudGeometry", "LinearAlgebra", "PointClouds", "CloudFiles"]),
        tests(
            "Registration",
            uses: ["Registration", "LinearAlgebra", "PointClouds", "CloudFiles", "SpatialSearch", "CKernels"]),
        tests("RobotCell", uses: ["RobotCell", "LinearAlgebra", "PointClouds", "CloudFiles"], data: ["Vectors"]),
        tests(
            "RobotPrograms",
            uses: ["RobotPrograms", "Grasping", "RobotCell", "LinearAlgebra", .product(name: "Yams", package: "Yams")]),
        tests(
            "Grasping",
            uses: [
                "Grasping", "Segmentation", "RobotCell", "PointClouds", "CloudFiles", "LinearAlgebra",
                "SyntheticScans",
            ]),
        tests("PCLBridge", uses: ["PCLBridge", "PointClouds", "CloudFiles", "LinearAlgebra"]),
        tests(
            "Reports",
            uses: [
                "Reports", "LinearAlgebra", "PointClouds", "CloudGeometry", "Registration", "RobotCell",
            ]),
        tests("PickPoseService", uses: ["PickPoseService", "PickPose", "PCLBridge", "Reports"]),
        tests("SyntheticScans", uses: ["SyntheticScans", "LinearAlgebra", "PointClouds"]),
        .testTarget(
            name: "CommandTests", dependencies: ["PickPoseTool", "PickPose", "PCLBridge", "TestSupport"],
            exclude: ["Snapshots"], swiftSettings: settings),
    ],
    cxxLanguageStandard: .cxx17
)

// The documentation's plugin is fetched by samples/docs.sh alone.
if Context.environment["PICKPOSE_DOCS"] == "1" {
    package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", exact: "1.5.0"))
}

if withPCL {
    // Nothing above depends on these: the helper is a program of its own, started only when PCL is asked for.
    let libraries = [
        "m", "pcl_common", "pcl_io", "pcl_search", "pcl_kdtree", "pcl_octree", "pcl_registration", "pcl_features",
        "pcl_filters", "pcl_sample_consensus", "pcl_segmentation",
    ]
    package.targets += [
        .systemLibrary(name: "CPCL", pkgConfig: "pcl_io", providers: [.apt(["libpcl-dev"]), .brew(["pcl"])]),
        .target(
            name: "PCLOperations", dependencies: ["CPCL"],
            linkerSettings: libraries.map { .linkedLibrary($0) }),
        .executableTarget(
            name: "pickpose-pcl", dependencies: ["PCLBridge", "PCLOperations"], path: "Sources/PickPosePCL",
            swiftSettings: settings),
    ]
}
