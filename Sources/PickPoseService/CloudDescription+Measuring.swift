import LinearAlgebra
import PointClouds
import Reports
import SpatialSearch

extension CloudDescription {
    /// Counts and measures a cloud.
    init(of cloud: PointCloud, path: String, format: String, encoding: String? = nil, threads: Int) {
        var (valid, zeros) = (0, 0)
        for index in cloud.positions.indices {
            if cloud.positions.isFinite(at: index) { valid += 1 }
            if cloud.positions[index] == .zero { zeros += 1 }
        }
        let box = FiniteBounds(of: cloud.positions, threads: threads)
        self.init(
            path: path, format: format, encoding: encoding, columns: Self.columns(of: cloud), pointCount: cloud.count,
            validCount: valid, zeroCount: cloud.origin == .zero ? zeros : 0, width: cloud.width,
            height: cloud.height, isOrganized: cloud.isOrganized, viewpoint: cloud.viewpoint,
            bounds: box.isEmpty
                ? nil : (cloud.origin + Self.shortest(box.low), cloud.origin + Self.shortest(box.high)),
            spacing: valid > 1 ? KDTree(cloud.positions, threads: threads).medianSpacing() : nil,
            otherElements: ((cloud.layout?.elementsBefore ?? []) + (cloud.layout?.elementsAfter ?? [])).map {
                Element(name: $0.name, rows: $0.rowCount)
            })
    }

    /// As the shortest text of the Float32 says: 0.1, not 0.10000000149.
    private static func shortest(_ v: SIMD3<Float>) -> Vector3 {
        Vector3(Double(v.x.description) ?? .nan, Double(v.y.description) ?? .nan, Double(v.z.description) ?? .nan)
    }

    private static func columns(of cloud: PointCloud) -> [Column] {
        var all = cloud.fields.map { Column(name: $0.name, type: $0.values.type, count: $0.count) }
        for position in (cloud.layout?.positions ?? []).sorted(by: { $0.index < $1.index }) {
            let column = Column(name: position.name, type: position.exact?.type ?? .float32, count: 1)
            all.insert(column, at: min(position.index, all.count))
        }
        return all
    }
}
