public import LinearAlgebra

/// Where the camera is mounted, and so what a hand-eye calibration finds.
public enum CameraMount: String, CaseIterable, Sendable {
    /// The camera on the flange, the board fixed in the cell: found is `T_flange_camera`.
    case hand
    /// The camera fixed in the cell, the board on the flange: found is `T_base_camera`.
    case base

    /// The frame that the camera's pose is given in.
    public var parent: String { self == .hand ? "flange" : "base" }

    /// The frame that the board is fixed in.
    public var boardHolder: String { self == .hand ? "base" : "flange" }
}

/// One stop of the robot: where its flange was, and where the camera saw the board.
public struct HandEyePair: Equatable, Sendable {
    /// `T_base_flange`, from the robot; metres.
    public var baseFromFlange: RigidTransform
    /// `T_camera_board`, from the camera; metres.
    public var cameraFromBoard: RigidTransform

    /// What robot and camera said at one stop.
    public init(baseFromFlange: RigidTransform, cameraFromBoard: RigidTransform) {
        (self.baseFromFlange, self.cameraFromBoard) = (baseFromFlange, cameraFromBoard)
    }
}

/// A pair as both mounts see it: `B = X⁻¹ G Y`.
///
/// | mount | X | G | Y |
/// | --- | --- | --- | --- |
/// | hand | `T_flange_camera` | `T_flange_base` | `T_base_board` |
/// | base | `T_base_camera` | `T_base_flange` | `T_flange_board` |
///
/// So one problem covers both, and a pair whose flange or board pose is stored the wrong way round is one of the other
/// mount.
struct Station: Equatable, Sendable {
    /// Maps the board's holder into the frame that carries the camera.
    var carrierFromHolder: RigidTransform
    /// As measured.
    var cameraFromBoard: RigidTransform

    init(_ pair: HandEyePair, mount: CameraMount) {
        carrierFromHolder = mount == .hand ? pair.baseFromFlange.inverse : pair.baseFromFlange
        cameraFromBoard = pair.cameraFromBoard
    }

    /// The holder's frame from the board, if the camera is there.
    func holderFromBoard(_ carrierFromCamera: RigidTransform) -> RigidTransform {
        carrierFromHolder.inverse * carrierFromCamera * cameraFromBoard
    }

    /// The numbers that order stations, whatever order the file had: sums in this order have the same bits for it.
    fileprivate var sortingKey: [Double] {
        carrierFromHolder.rows.flatMap(\.self) + cameraFromBoard.rows.flatMap(\.self)
    }
}

extension [Station] {
    /// The indices of the stations in an order that doesn't depend on theirs.
    var canonicalOrder: [Int] {
        let keys = map(\.sortingKey)
        return indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
    }
}
