import ArgumentParser

@main
struct PickPoseTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pickpose", abstract: "3D scans in, robot poses out.", version: "0.1.0")
}
