import LinearAlgebra
import Yams

/// The pairs of a calibration as their file gives them (YAML, CSV or NDJSON).
///
///     version: 1
///     unit: mm
///     mount: hand
///     pairs:
///       - {flange: "ur:p[0.4,-0.2,0.3,0,3.14159,0]", board: "matrix:…"}
///
/// A CSV file has the columns `flange` and `board` and its texts in quotes; an NDJSON file an object with these keys a
/// line. Both leave the mount to the caller.
public struct CalibrationPairs: Equatable, Sendable {
    /// As the file says; nil where it doesn't.
    public var mount: CameraMount?
    /// In the file's order; metres.
    public var pairs: [HandEyePair]
    /// The texts that the poses were read from.
    public var texts: [PairTexts]
    /// What deserves a look though it is no error.
    public var remarks: [CellRemark] = []

    /// The poses of a pair as they were written, `NAME:TEXT`.
    public struct PairTexts: Equatable, Sendable {
        /// `T_base_flange`.
        public var flange: String
        /// `T_camera_board`.
        public var board: String
    }

    /// Pairs made in memory.
    public init(_ pairs: [HandEyePair], mount: CameraMount? = nil) {
        (self.pairs, self.mount, texts) = (pairs, mount, [])
    }

    /// Reads a file of pairs; its content says whether it is YAML, CSV or NDJSON.
    ///
    /// - Throws: the first thing that is wrong, with its line and the remedy.
    public init(contentsOf path: String) throws(CellFileError) {
        try self.init(bytes: try CellDocument.bytes(ofFile: path, limit: Self.sizeLimit), name: path)
    }

    /// Reads pairs from the bytes of a file.
    public init(bytes: [UInt8], name: String) throws(CellFileError) {
        let table = try CalibrationTable(bytes, file: name, sizeLimit: Self.sizeLimit)
        (pairs, texts) = ([], [])
        if let node = table.head?["mount"] {
            guard let mount = CameraMount(rawValue: try node.text("hand or base")) else {
                throw node.error(.wrongShape(expected: "hand (camera on the flange) or base", found: try node.text()))
            }
            self.mount = mount
        }
        for row in try table.rows("pairs", of: "{flange: \"NAME:TEXT\", board: \"NAME:TEXT\"}") {
            let fields = try CellFields(
                row, known: ["flange", "board"], "{flange: \"NAME:TEXT\", board: \"NAME:TEXT\"}")
            let flange = try fields.required(
                "flange", remedy: "write the robot's pose, T_base_flange, as flange: \"NAME:TEXT\"")
            let board = try fields.required(
                "board", remedy: "write the board as the camera saw it, T_camera_board, as board: \"NAME:TEXT\"")
            pairs.append(
                HandEyePair(baseFromFlange: try flange.pose(&remarks), cameraFromBoard: try board.pose(&remarks)))
            texts.append(PairTexts(flange: try flange.text(), board: try board.text()))
        }
    }

    /// Some thousands of pairs with matrices of full precision.
    static let sizeLimit = 4 << 20
}
