extension ProgramLanguage {
    /// What a program of the language can't be called, in small letters: the language's own words, and what the template
    /// calls, which a program of that name would hide.
    var reservedWords: Set<String> {
        switch self {
        case .urscript: Self.wordsOfURScript
        case .krl: Self.wordsOfKRL
        case .rapid: Self.wordsOfRAPID
        case .fanuc: Self.wordsOfFANUC
        // A job is called by a string, and a row is no program: neither has a word that it could be taken for.
        case .inform, .ros2, .csv: []
        }
    }

    /// The URScript Programming Language: keywords; then what the template calls.
    private static let wordsOfURScript: Set<String> = [
        "and", "break", "case", "continue", "def", "default", "elif", "else", "end", "enter_critical", "exit_critical",
        "false", "global", "halt", "if", "join", "kill", "local", "loop", "not", "or", "return", "run", "sec", "struct",
        "switch", "thread", "true", "while", "xor",
        "movej", "movel", "set_standard_digital_out", "set_tcp", "sleep", "textmsg",
    ]

    /// KUKA System Software 8.x, Operating and Programming Instructions for System Integrators: keywords of KRL and its
    /// predefined types; then what the template calls.
    private static let wordsOfKRL: Set<String> = [
        "and", "anin", "anout", "axis", "b_and", "b_exor", "b_not", "b_or", "bool", "brake", "c_dis", "c_ori", "c_ptp",
        "c_spl", "c_vel", "case", "cast_from", "cast_to", "cclose", "channel", "char", "circ", "circ_rel", "confirm",
        "const", "const_vel", "continue", "copen", "cread", "cwrite", "decl", "def", "default", "defdat", "deffct",
        "delay", "digin", "distance", "do", "e6axis", "e6pos", "else", "end", "enddat", "endfct", "endfor", "endif",
        "endloop", "endspline", "endswitch", "endwhile", "enum", "exit", "exor", "ext", "extfct", "false", "for",
        "frame", "global", "goto", "halt", "if", "import", "int", "interrupt", "is", "lin", "lin_rel", "loop",
        "maximum", "minimum", "not", "off", "on", "onstart", "or", "path", "pos", "prio", "ptp", "ptp_rel",
        "ptp_spline", "public", "pulse", "real", "repeat", "resume", "return", "scirc", "scirc_rel", "sec", "signal",
        "slin", "slin_rel", "spl", "spl_rel", "spline", "sptp", "sptp_rel", "sread", "step", "stop", "struc", "switch",
        "swrite", "then", "time_block", "to", "trigger", "true", "until", "wait", "when", "while", "with",
        "bas",
    ]

    /// ABB, Technical reference manual, RAPID Overview: reserved words; `main`, where a task begins; then what the
    /// template calls, for modules and routines share one space of names.
    private static let wordsOfRAPID: Set<String> = [
        "alias", "and", "backward", "case", "connect", "const", "default", "div", "do", "else", "elseif", "endfor",
        "endfunc", "endif", "endmodule", "endproc", "endrecord", "endtest", "endtrap", "endwhile", "error", "exit",
        "false", "for", "from", "func", "goto", "if", "inout", "local", "mod", "module", "nostepin", "not", "noview",
        "or", "pers", "proc", "raise", "readonly", "record", "retry", "return", "step", "sysmodule", "test", "then",
        "to", "trap", "true", "trynext", "undo", "var", "viewonly", "while", "with", "xor",
        "main",
        "confj", "confl", "movej", "movel", "setdo", "tpwrite", "waittime",
    ]

    /// FANUC R-30iB Controller, Operator's Manual, Program name: the devices that a file can't be called after.
    private static let wordsOfFANUC: Set<String> = Set(
        ["aux", "con", "nul", "prn"] + (1...9).flatMap { ["com\($0)", "lpt\($0)"] })
}
