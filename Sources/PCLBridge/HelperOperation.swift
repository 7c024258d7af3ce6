/// What the helper can be asked for. A request's sections, in order, are in the comment.
package enum HelperOperation: UInt32, CaseIterable, Sendable {
    /// x, y, z; [width, smallest segment] Int64; [voxel, seed, tolerance, plane distance, lowest height] Double.
    /// Answer: labels UInt32; the plane's four coefficients Double; [inliers] Int64.
    case tableScene = 1
    /// x, y, z; [iterations] Int64; [distance] Double. Answer: inlier UInt8; the plane's four coefficients Double.
    case plane = 2
    /// x, y, z; [neighbours] Int64; viewpoint Double. Answer: x, y, z, curvature Float.
    case normals = 3
    /// x, y, z. Answer: [mean, covariance, eigenvalues, axes] 24 Double; [valid] Int64.
    case moments = 4
    /// source x, y, z; target x, y, z; [method, iterations] Int64; [distance, epsilon, 4×4] Double.
    /// Answer: [4×4, fitness] Double; [converged] Int64.
    case alignment = 5
    /// path. Answer: [width, height, stride] Int64; names, a line each; [type, offset, count]… UInt32; bytes;
    /// viewpoint Double.
    case cloudFile = 6
    /// path. Answer: vertices Float; triangles UInt32.
    case meshFile = 7

    package var name: String {
        switch self {
        case .tableScene: "segmentation"
        case .plane: "plane search"
        case .normals: "normal estimation"
        case .moments: "covariance"
        case .alignment: "alignment"
        case .cloudFile: "reading of the cloud"
        case .meshFile: "reading of the mesh"
        }
    }
}
