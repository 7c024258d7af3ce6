import Glibc
public import LinearAlgebra
public import Parallel

extension PointCloud {
    /// The cloud in another frame: positions moved, normals turned, the viewpoint moved along, everything else kept.
    ///
    /// An organised cloud stays one, invalid points stay invalid. Each point is computed in Float64 and rounded once;
    /// a cloud that lies far out gets an ``origin`` of its own again, so that nothing is lost there.
    ///
    /// - Parameters:
    ///   - targetFromCloud: maps this cloud's coordinates into the target frame.
    ///   - threads: how many cores to use.
    /// - Complexity: linear, on all cores.
    public func transformed(by targetFromCloud: RigidTransform, threads: Int = availableThreads) -> PointCloud {
        var result = self
        let offset = targetFromCloud * origin
        result.origin = FarOrigin.around(offset) ?? .zero
        result.positions = positions.mapped(
            by: RigidTransform(rotation: targetFromCloud.rotation, translation: offset - result.origin),
            threads: threads)
        if let normals {
            result.normals = normals.mapped(by: RigidTransform(rotation: targetFromCloud.rotation), threads: threads)
        }
        result.viewpoint = targetFromCloud * viewpoint
        // The file's own digits were those of the old positions.
        for index in (result.layout?.positions ?? []).indices { result.layout?.positions[index].exact = nil }
        return result
    }
}

extension Coordinates {
    /// Every entry's image under `map`, in Float64, rounded to Float32.
    package func mapped(by map: RigidTransform, threads: Int) -> Coordinates {
        var result = Coordinates(repeating: .zero, count: count)
        withSharedElements(&result.x, &result.y, &result.z) { outX, outY, outZ in
            forEachBlock(of: count, size: 1 << 16, threads: threads) { _, range in
                for index in range {
                    let image = map * Vector3(Double(x[index]), Double(y[index]), Double(z[index]))
                    (outX[index], outY[index], outZ[index]) = (Float(image.x), Float(image.y), Float(image.z))
                }
            }
        }
        return result
    }
}
