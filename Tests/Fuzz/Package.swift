// swift-tools-version: 6.2
import PackageDescription

// A package of its own, for it builds only with --sanitize=fuzzer. Run ./run.sh SECONDS.
let package = Package(
    name: "Fuzz",
    dependencies: [.package(name: "pickpose", path: "../..")],
    targets: ["FuzzPCD", "FuzzPLY", "FuzzSTL", "FuzzOBJ", "FuzzCell", "FuzzPose"].map { name in
        .executableTarget(
            name: name, dependencies: [.product(name: "PickPose", package: "pickpose")],
            swiftSettings: [.unsafeFlags(["-parse-as-library"])])
    }
)
