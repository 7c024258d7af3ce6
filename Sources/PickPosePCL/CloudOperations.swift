import PCLBridge
import PCLOperations

func segmentTable(_ request: HelperMessage, _ answer: inout HelperMessage) throws {
    let integers = try request.numbers(3, as: Int64.self, count: 2)
    let numbers = try request.numbers(4, as: Double.self, count: 5)
    let options = pcl_lccp_options(
        voxel: numbers[0], seed: numbers[1], concavity_tolerance: numbers[2], plane_distance: numbers[3],
        lowest_height: numbers[4], smallest_segment: integers[1])
    try withPoints(request, at: 0, width: integers[0]) { points in
        var plane = pcl_plane()
        var labels = [UInt32](repeating: 0, count: Int(points.count))
        try checked { pcl_segment_table(points, options, &plane, &labels, $0) }
        answer.append(labels)
        answer.append([plane.normal.0, plane.normal.1, plane.normal.2, plane.offset])
        answer.append([plane.inliers])
    }
}

func findPlane(_ request: HelperMessage, _ answer: inout HelperMessage) throws {
    let iterations = Int32(clamping: try request.numbers(3, as: Int64.self, count: 1)[0])
    let distance = try request.numbers(4, as: Double.self, count: 1)[0]
    try withPoints(request, at: 0) { points in
        var plane = pcl_plane()
        var inlier = [UInt8](repeating: 0, count: Int(points.count))
        try checked { pcl_find_plane(points, distance, iterations, &plane, &inlier, $0) }
        answer.append(inlier)
        answer.append([plane.normal.0, plane.normal.1, plane.normal.2, plane.offset])
    }
}

func estimateNormals(_ request: HelperMessage, _ answer: inout HelperMessage) throws {
    let neighbors = Int32(clamping: try request.numbers(3, as: Int64.self, count: 1)[0])
    let viewpoint = try request.numbers(4, as: Double.self, count: 3)
    try withPoints(request, at: 0) { points in
        let empty = [Float](repeating: .nan, count: Int(points.count))
        var (x, y, z, curvature) = (empty, empty, empty, empty)
        try checked { pcl_estimate_normals(points, neighbors, viewpoint, &x, &y, &z, &curvature, $0) }
        for column in [x, y, z, curvature] { answer.append(column) }
    }
}

func computeMoments(_ request: HelperMessage, _ answer: inout HelperMessage) throws {
    try withPoints(request, at: 0) { points in
        var moments = pcl_moments()
        try checked { pcl_compute_moments(points, &moments, $0) }
        answer.append(
            numbers(moments.mean) + numbers(moments.covariance) + numbers(moments.eigenvalues) + numbers(moments.axes))
        answer.append([moments.valid])
    }
}

func align(_ request: HelperMessage, _ answer: inout HelperMessage) throws {
    let integers = try request.numbers(6, as: Int64.self, count: 2)
    let numbersGiven = try request.numbers(7, as: Double.self, count: 18)
    var options = pcl_alignment_options()
    options.method = Int32(clamping: integers[0])
    options.iterations = Int32(clamping: integers[1])
    options.correspondence_distance = numbersGiven[0]
    options.translation_epsilon = numbersGiven[1]
    withUnsafeMutableBytes(of: &options.initial_target_from_source) { bytes in
        numbersGiven[2...].withUnsafeBytes { bytes.copyMemory(from: $0) }
    }
    try withPoints(request, at: 0) { source in
        try withPoints(request, at: 3) { target in
            var alignment = pcl_alignment()
            try checked { pcl_align(source, target, options, &alignment, $0) }
            answer.append(numbers(alignment.target_from_source) + [alignment.fitness])
            answer.append([Int64(alignment.converged)])
        }
    }
}

/// A C array, which Swift sees as a tuple.
private func numbers<Tuple>(_ tuple: Tuple) -> [Double] {
    withUnsafeBytes(of: tuple) { Array($0.bindMemory(to: Double.self)) }
}
