import Files
import Testing

@Suite struct SettingNamesTests {
    private struct Advice: NamesSettings {
        var description: String { description(naming: .labels) }

        func description(naming settings: SettingNames) -> String { "give \(settings("minimum-points", "50"))" }
    }

    @Test func everyWayInHasItsOwnNames() {
        #expect(SettingNames.labels("minimum-points", "50") == "minimumPoints: 50" && SettingNames.labels("up") == "up")
        #expect(SettingNames.options("minimum-points", "50") == "--minimum-points 50")
        #expect(SettingNames.options("up") == "--up" && SettingNames.options.help(on: "pick") == "pickpose pick --help")
    }

    /// A library's error read in Swift speaks Swift; what speaks of no settings is as it is.
    @Test func aMessageIsWordedForWhoReadsIt() {
        #expect("\(Advice())" == "give minimumPoints: 50")
        #expect(SettingNames.options.description(of: Advice()) == "give --minimum-points 50")
        #expect(SettingNames.options.description(of: OutputFileError.nobodyReads).hasPrefix("(standard output)"))
    }
}
