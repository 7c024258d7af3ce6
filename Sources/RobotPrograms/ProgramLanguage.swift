import RobotCell

/// The robot languages with a template of their own.
public enum ProgramLanguage: String, CaseIterable, Sendable {
    case urscript, krl, rapid, fanuc, inform, ros2, csv

    /// The robots and files that it is for.
    public var summary: String {
        switch self {
        case .urscript: "Universal Robots, URScript (.script)"
        case .krl: "KUKA, KRL (.src and .dat)"
        case .rapid: "ABB, RAPID (.mod)"
        case .fanuc: "FANUC, TP program (.ls)"
        case .inform: "Yaskawa Motoman, INFORM job (.JBI)"
        case .ros2: "ROS 2, geometry_msgs/PoseArray as YAML"
        case .csv: "a table, one pose a row"
        }
    }

    /// The files of a program: what is put behind its name, and the template.
    var templates: [(suffix: String, text: String)] {
        switch self {
        case .urscript: [(".script", ProgramTemplates.urscript)]
        case .krl: [(".src", ProgramTemplates.krlSource), (".dat", ProgramTemplates.krlData)]
        case .rapid: [(".mod", ProgramTemplates.rapid)]
        case .fanuc: [(".ls", ProgramTemplates.fanuc)]
        case .inform: [(".JBI", ProgramTemplates.inform)]
        case .ros2: [(".yaml", ProgramTemplates.ros2)]
        case .csv: [(".csv", ProgramTemplates.csv)]
        }
    }

    /// What the names of a program's files end in, the main one's first.
    public var fileSuffixes: [String] { templates.map(\.suffix) }

    /// The controllers' own editors and loaders are Windows programs.
    var endsLinesWithCarriageReturn: Bool {
        switch self {
        case .krl, .rapid, .fanuc, .inform: true
        case .urscript, .ros2, .csv: false
        }
    }

    /// Whether the controller finds a program by the name of its file.
    public var wantsFileOfItsName: Bool {
        switch self {
        case .krl, .fanuc, .inform: true
        case .urscript, .rapid, .ros2, .csv: false
        }
    }

    /// Whether a program in it goes by a tool of the controller that the cell's file names.
    func goesByControllersTool(_ settings: ProgramSettings) -> Bool {
        switch self {
        case .krl, .fanuc, .inform: settings.givesToolNumber
        case .rapid: settings.givesToolName
        case .urscript, .ros2, .csv: false
        }
    }

    /// The digital outputs there are, and as many inputs; `nil` where the template uses none.
    var signals: ClosedRange<Int>? {
        switch self {
        case .urscript: 0...7
        case .krl: 1...8192
        case .rapid, .fanuc: 1...9999
        case .inform: 1...4096
        case .ros2, .csv: nil
        }
    }

    /// Whether a program in it moves a robot and works its gripper, rather than listing poses.
    public var drivesGripper: Bool { signals != nil }

    /// What the language allows as a name.
    var naming: Naming {
        switch self {
        case .urscript: Naming(length: 64, reserved: reservedWords)
        // KSS: at most 24 characters.
        case .krl: Naming(length: 24, reserved: reservedWords)
        // RAPID: 32, of which the template uses 4 itself.
        case .rapid: Naming(length: 28, reserved: reservedWords)
        // R-30iB: 36 characters; the teach pendant knows capital letters only.
        case .fanuc: Naming(length: 36, uppercased: true, reserved: reservedWords)
        // DX200, YRC1000: 32 characters.
        case .inform: Naming(length: 32, uppercased: true)
        case .ros2, .csv: Naming(length: 64)
        }
    }
}

/// How a language's names are made: letters, digits and `_`, a letter first.
struct Naming {
    var length: Int
    var uppercased = false
    /// What is no name, in small letters.
    var reserved: Set<String> = []

    /// For a template whose language nobody knows: a name in all of them.
    static let anywhere = Naming(
        length: 64, reserved: ProgramLanguage.allCases.map(\.reservedWords).reduce([]) { $0.union($1) })

    /// A legal name as near to this as can be.
    func name(from text: String) -> String {
        var name: [UInt8] = text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): uppercased ? byte - 0x20 : byte
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
            default: UInt8(ascii: "_")
            }
        }
        let isLetter = name.first.map { $0 > UInt8(ascii: "9") && $0 != UInt8(ascii: "_") } ?? false
        if !isLetter { name.insert(contentsOf: uppercased ? "P_".utf8 : "p_".utf8, at: 0) }
        let result = String(decoding: name.prefix(length), as: UTF8.self)
        return reserved.contains(result.lowercased()) ? result + "_1" : result
    }
}
