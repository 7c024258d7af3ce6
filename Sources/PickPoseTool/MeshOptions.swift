import ArgumentParser
import PickPoseService

/// What a command takes of a mesh.
struct MeshOptions: ParsableArguments {
    @Flag(help: "Take a mesh's vertices as they are; without it, points spread over its surface.")
    var vertices = false

    var points: MeshPoints { vertices ? .vertices : .surface }
}
