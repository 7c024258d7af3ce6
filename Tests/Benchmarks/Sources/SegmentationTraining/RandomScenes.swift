import PointClouds

extension LabelledScan {
    /// Random scenes of every kind: seeds `first`, `first + 1`, …
    static func synthetic(each count: Int, from first: UInt64) -> [LabelledScan] {
        TableScene.Crowd.allCases.flatMap { crowd in
            (0..<UInt64(count)).compactMap { k in
                let (scene, camera) = TableScene.random(crowd, seed: first + k)
                let scan = camera.scan(scene, seed: first + k)
                return LabelledScan(
                    name: "\(crowd.rawValue)-\(first + k)", kind: "made " + crowd.rawValue, cloud: scan.cloud,
                    truth: scan.truth)
            }
        }
    }
}
