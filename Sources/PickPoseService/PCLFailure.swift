public import Files
public import PCLBridge

/// A failure in PCL, with what whoever asked can do about it.
public struct PCLFailure: Error, NamesSettings {
    public var error: PCLBridgeError
    /// The mesh that PCL was to read; nil where it was asked for a second opinion.
    public var mesh: String?

    public init(_ error: PCLBridgeError, mesh: String? = nil) {
        (self.error, self.mesh) = (error, mesh)
    }

    public var description: String { description(naming: .labels) }

    public func description(naming settings: SettingNames) -> String {
        guard let mesh else {
            let setting = settings("engine", "pcl")
            return "\(error)" + remedy(", or do without `\(setting)`", "; try without `\(setting)`")
        }
        // Once PCL ran, its error names the file.
        let place = "\(error)".contains(mesh) ? "" : "\(mesh): "
        return place + "\(error)" + remedy(", or give it as PLY", "; repair the mesh, or save it as PLY")
    }

    private func remedy(_ whereMissing: String, _ whereFailed: String) -> String {
        switch error {
        case .helperMissing, .libraryMissing: whereMissing
        case .helperEnded, .timedOut: whereFailed
        case .refused where mesh != nil: whereFailed
        case .helperNotStarted, .garbledAnswer, .refused, .tooLarge: ""
        }
    }
}
