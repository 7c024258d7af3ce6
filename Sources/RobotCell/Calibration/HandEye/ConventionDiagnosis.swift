import LinearAlgebra

extension CalibrationPairs {
    /// Another convention of the same numbers under which the pairs fit far better: six numbers mean different turns to
    /// different makers.
    public func misreadConvention(mount: CameraMount) -> CalibrationAdvice? {
        guard pairs.count >= 4, let given = HandEyeConsensus(sorting: pairs, mount: mount) else { return nil }
        var best = (score: given.score / HandEyeDiagnosis.convincing, side: "", stated: "", fitting: [String]())
        let sides: [(name: String, path: WritableKeyPath<HandEyePair, RigidTransform>, texts: [String])] = [
            ("flange", \.baseFromFlange, texts.map(\.flange)), ("board", \.cameraFromBoard, texts.map(\.board)),
        ]
        for side in sides {
            let bodies = side.texts.map { $0.split(separator: ":", maxSplits: 1).map(String.init) }
            guard bodies.allSatisfy({ $0.count == 2 && $0[0] == bodies[0][0] }) else { continue }
            for convention in PoseConventions.all where convention.name != bodies[0][0] {
                let poses = bodies.compactMap { try? convention.reading($0[1]).pose }
                guard poses.count == pairs.count else { continue }
                var others = pairs
                for index in others.indices { others[index][keyPath: side.path] = poses[index] }
                guard let score = HandEyeConsensus(sorting: others, mount: mount)?.score else { continue }
                // Several makers mean the same by the same numbers.
                if score == best.score, side.name == best.side {
                    best.fitting.append(convention.name)
                } else if score < best.score {
                    best = (score, side.name, bodies[0][0], [convention.name])
                }
            }
        }
        guard !best.fitting.isEmpty else { return nil }
        return .convention(
            side: best.side, stated: best.stated, fitting: best.fitting, times: given.score / best.score)
    }
}

extension HandEyeConsensus {
    init?(sorting pairs: [HandEyePair], mount: CameraMount) {
        let stations = pairs.map { Station($0, mount: mount) }
        self.init(stations.canonicalOrder.map { stations[$0] })
    }
}
