import Foundation
import Testing

/// `pick` as robot programs, as the README shows it; what stands in them is read back in RobotProgramsTests.
@Suite struct RobotProgramTests {
    private static let samples = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../samples").standardizedFileURL.path
    private static let pick = ["pick", "\(samples)/table.pcd", "--config", "\(samples)/cell.yaml"]

    @Test func theSamplesProgramIsTheExpectedOne() throws {
        let run = try pickpose(Self.pick + ["--format", "urscript"])
        #expect(run.status == 0, "\(run.stderr)")
        let path = "\(Self.samples)/expected/picks.script"
        if ProcessInfo.processInfo.environment["PICKPOSE_RECORD"] == "1" {
            return try run.text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        func words(_ text: String) -> [Substring] { text.split { " \n,[]()=".contains($0) } }
        let (found, expected) = (words(run.text), words(try String(contentsOfFile: path, encoding: .utf8)))
        #expect(found.count == expected.count)
        for (a, b) in zip(found, expected) where a != b {
            // Processors round sines differently.
            let isClose = Double(a).flatMap { x in Double(b).map { abs(x - $0) <= 1e-6 } } ?? false
            #expect(isClose, "\(a) instead of \(b)")
        }
    }

    @Test func aProgramHasThePosesOfThePlan() throws {
        let json = try pickpose(Self.pick + ["--format", "json", "--as", "quaternion_xyzw"]).json()
        let picks = try #require(json["picks"] as? [[String: Any]])
        let csv = try pickpose(Self.pick + ["--format", "csv"])
        let rows = csv.text.split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(rows.count == picks.count * 6)
        for (index, row) in rows.enumerated() {
            let frames = try #require(picks[index / 6]["frames"] as? [String: Any])
            let frame = try #require(frames[String(row[4])] as? [String: Any])
            let translation = try #require(frame["translation"] as? [Double])
            let quaternion = try #require(frame["quaternion_xyzw"] as? [Double])
            let numbers = try row[7...].map { try #require(Double($0)) }
            for (found, wanted) in zip(numbers, translation) { #expect(abs(found - wanted) < 6e-8) }
            // q and −q are one rotation.
            let dot = zip(numbers[3...], quaternion).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(abs(dot) > 1 - 1e-8)
        }
    }

    /// The samples' gripper opens too little for one of three objects to be held soundly.
    @Test func onlySoundPicksGoIntoAProgramUnlessMoreIsAskedFor() throws {
        let folder = try TemporaryFolder()
        let cell = try String(contentsOfFile: "\(Self.samples)/cell.yaml", encoding: .utf8)
        let narrow = try folder.file("cell.yaml", cell.replacing("max: 85", with: "max: 60"))
        let pick = ["pick", "\(Self.samples)/table.pcd", "--config", narrow]
        func poses(_ run: CommandLineRun) -> Int { run.text.split(separator: "\n").count - 1 }

        let picks = try #require(
            try pickpose(pick + ["--format", "json"]).json()["picks"] as? [[String: Any]])
        #expect(picks.map { $0["confidence"] as? String } == ["sound", "sound", "doubtful"])
        let left = try #require(picks[2]["object"] as? Int)

        let sound = try pickpose(pick + ["--format", "csv"])
        #expect(sound.status == 0 && poses(sound) == 12)
        #expect(
            sound.stderr.contains(
                "1 of 3 picks left out of the program for not being sound (object \(left) doubtful); "
                    + "--confidence doubtful takes them in"), "\(sound.stderr)")
        let template = try folder.file("mine.mustache", "{{count}}")
        #expect(try pickpose(pick + ["--template", template]).text == "2")

        let more = try pickpose(pick + ["--format", "csv", "--confidence", "doubtful"])
        #expect(more.status == 0 && poses(more) == 18 && !more.stderr.contains("left out"), "\(more.stderr)")

        let none = try pickpose(pick + ["--format", "urscript", "--object", "\(left)"])
        #expect(none.status == 1 && none.text.lowercased().contains("nothing to pick"))
        #expect(none.stderr.contains("1 of 1 picks left out"), "\(none.stderr)")
    }

    @Test func bothFilesOfAKRLModuleAreWritten() throws {
        let folder = try TemporaryFolder()
        let run = try pickpose(Self.pick + ["--format", "krl", "--output", folder / "feed.src"])
        #expect(run.status == 0 && run.stdout.isEmpty, "\(run.stderr)")
        #expect(run.stderr.split(separator: "\n").count == 1 && run.stderr.contains("at one place"), "\(run.stderr)")
        let source = try String(contentsOfFile: folder / "feed.src", encoding: .utf8)
        let data = try String(contentsOfFile: folder / "feed.dat", encoding: .utf8)
        #expect(source.contains("\r\nDEF feed()\r\n") && data.contains("\r\nDEFDAT feed\r\n"))
        #expect(source.contains("PTP XP1 ") && data.contains("DECL FRAME XP1={X "))

        // Whichever of the two is named, both are there and each is where its name says.
        for named in ["two.dat", "three.SRC"] {
            let stem = String(named.prefix { $0 != "." })
            let run = try pickpose(Self.pick + ["--format", "krl", "--output", folder / named])
            #expect(run.status == 0, "\(run.stderr)")
            let (first, second) = named == "two.dat" ? ("two.src", "two.dat") : (named, "three.dat")
            #expect(try String(contentsOfFile: folder / first, encoding: .utf8).contains("DEF \(stem)()"))
            #expect(try String(contentsOfFile: folder / second, encoding: .utf8).contains("DEFDAT \(stem)"))
        }
        for named in ["four.txt", "four"] {
            let run = try pickpose(Self.pick + ["--format", "krl", "--output", folder / named])
            #expect(run.status == 64 && run.stderr.contains("end the name in .src or .dat"), "\(run.stderr)")
        }

        let name = try pickpose(Self.pick + ["--format", "fanuc", "--output", folder / "feed-1.ls"])
        #expect(name.status == 0)
        #expect(name.stderr.contains("\"feed-1\" is no name in fanuc; the program is called FEED_1"))
        #expect(name.stderr.contains("the controller wants the file to be called as the program, FEED_1"))
    }

    @Test func nothingToPickIsAValidProgramAndCode1() throws {
        for language in ["urscript", "krl", "rapid", "fanuc", "inform", "ros2"] {
            let run = try pickpose(
                "pick", "\(Self.samples)/box.pcd", "--config", "\(Self.samples)/cell.yaml", "--format", language)
            #expect(run.status == 1)
            #expect(run.text.lowercased().contains("nothing to pick"), "\(language): \(run.text)")
        }
    }

    @Test func aUsersTemplateIsRendered() throws {
        let folder = try TemporaryFolder()
        let template = try folder.file(
            "mine.mustache", "{{name}} {{count}}\n{{#picks}}{{#moves}}{{text.denso}}\n{{/moves}}{{/picks}}")
        let run = try pickpose(Self.pick + ["--template", template, "--output", folder / "feed.txt", "--top", "1"])
        #expect(run.status == 0, "\(run.stderr)")
        let lines = try String(contentsOfFile: folder / "feed.txt", encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 7 && lines[0] == "feed 1" && lines[1].hasPrefix("P("))

        let wrong = try folder.file("wrong.mustache", "{{name}}\n{{nam}}")
        let mistake = try pickpose(Self.pick + ["--template", wrong])
        #expect(mistake.status == 65)
        #expect(mistake.stderr.contains("wrong.mustache:2: no value is called \"nam\"; did you mean \"name\"?"))
        #expect(try pickpose(Self.pick + ["--template", folder / "none"]).status == 66)
        let both = try pickpose(Self.pick + ["--template", template, "--format", "json"])
        #expect(both.status == 64 && both.stderr.contains("exclude each other"))
    }

    @Test func formatsThatAreNotThereAreNamed() throws {
        let typo = try pickpose(Self.pick + ["--format", "kuka"])
        #expect(typo.status == 64 && typo.stderr.contains("krl"), "\(typo.stderr)")
        for arguments in [
            ["info", "\(Self.samples)/box.pcd"], ["transform", "--pose", "named:identity"], ["transform"],
        ] {
            let foreign = try pickpose(arguments + ["--format", "krl"])
            #expect(foreign.status == 64 && foreign.stderr.contains("only pick writes"), "\(foreign.stderr)")
        }
    }

    /// The robot would put the second object into the first.
    @Test func onePlaceForAllIsSaid() throws {
        for format in ["urscript", "krl", "rapid", "fanuc", "inform"] {
            let all = try pickpose(Self.pick + ["--format", format])
            #expect(all.text.contains(/[Oo]ne place: clear it/), "\(format): \(all.text)")
            #expect(all.stderr.contains("all 6 objects are put down at one place"), "\(all.stderr)")
            let one = try pickpose(Self.pick + ["--format", format, "--top", "1"])
            #expect(!one.text.contains("clear it") && one.stderr.isEmpty, "\(format): \(one.stderr)")
        }
    }

    @Test func aProgramSpeaksItsOwnConvention() throws {
        let both = try pickpose(Self.pick + ["--format", "urscript", "--as", "kuka"])
        #expect(both.status == 64 && both.stderr.contains("--as kuka: urscript has a convention of its own"))
        let twice = try pickpose(Self.pick + ["--format", "urscript", "--format", "json"])
        #expect(twice.status == 64 && twice.stderr.contains("--format urscript and --format json: give one"))
    }

    @Test func aZoneThatIsCutIsSaid() throws {
        let folder = try TemporaryFolder()
        let sample = try String(contentsOfFile: "\(Self.samples)/cell.yaml", encoding: .utf8)
        let config = try folder.file("cell.yaml", sample.replacing("zone: 10 ", with: "zone: 500 "))
        let run = try pickpose("cell", "check", config)
        #expect(run.status == 0)
        #expect(run.stderr.contains("program.zone: is more than 0.4 of the approach or the lift"), "\(run.stderr)")
        #expect(run.stderr.contains("programs take 0.032 m there"), "\(run.stderr)")
    }

    /// Slips that a plan only warns of are no programs: nobody reads a warning between a scan and a robot.
    @Test func aCellThatMustNotDriveARobotIsRefused() throws {
        let folder = try TemporaryFolder()
        let sample = try String(contentsOfFile: "\(Self.samples)/cell.yaml", encoding: .utf8)
        let place = "kuka:{X 400,Y 300,Z 100,A 0,B 0,C 180}"
        for (from, to, says) in [
            (place, "kuka:{X 0.4,Y 0.3,Z 0.1,A 0,B 0,C 180}", "cell.yaml:21: place.pose: the lengths look like metres"),
            (place, "ur:p[400,300,100,0,3.1416,0]", "cell.yaml:21: place.pose: the lengths look like millimetres"),
            (place, "kuka:{X 400,Y 300,Z -500,A 0,B 0,C 180}", "cell.yaml:21: place: lies outside the work volume"),
            ("Z 105,", "Z 0.105,", "cell.yaml:9: frames.tool.pose: the lengths look like metres"),
            ("lift: 80", "lift: 0", "cell.yaml:19: lift: is 0"),
            ("approach: 100", "approach: 0", "cell.yaml:18: approach: is 0"),
        ] {
            let config = try folder.file("cell.yaml", sample.replacing(from, with: to))
            let check = try pickpose("cell", "check", config)
            #expect(check.status == 0 && check.stderr.contains("warning: "), "\(to): \(check.stderr)")
            let pick = ["pick", "\(Self.samples)/table.pcd", "--config", config]
            for format in ["urscript", "krl", "csv"] {
                let run = try pickpose(pick + ["--format", format, "--output", folder / "feed.src"])
                #expect(run.status == 65 && run.stdout.isEmpty, "\(to) \(format): \(run.stderr)")
                #expect(run.stderr.contains(says) && run.stderr.contains("no robot program"), "\(run.stderr)")
                #expect(!FileManager.default.fileExists(atPath: folder / "feed.src"))
            }
            let plan = try pickpose(pick + ["--format", "json"])
            #expect(plan.stderr.contains("warning: "), "\(to): \(plan.stderr)")
        }
    }

    @Test func neitherDoesAFlangeThatWasSetInAnotherUnit() throws {
        let folder = try TemporaryFolder()
        let config = try folder.file("cell.yaml", CellTests.cell)
        let pick = ["pick", "\(Self.samples)/table.pcd", "--config", config, "--format", "urscript"]
        let slip = try pickpose(pick + ["--set", "flange=kuka:{X 0.6,Y 0.1,Z 0.8,A 0,B 180,C 0}"])
        #expect(slip.status == 64 && slip.stdout.isEmpty)
        #expect(slip.stderr.contains("--set flange: the lengths look like metres"), "\(slip.stderr)")
    }

    @Test func settingsAreHeldToTheirRanges() throws {
        let folder = try TemporaryFolder()
        let sample = try String(contentsOfFile: "\(Self.samples)/cell.yaml", encoding: .utf8)
        let cell = try sample[..<#require(sample.firstRange(of: "\nprogram:")).lowerBound]
        for (section, says) in [
            ("{sped: 100}", "did you mean \"speed\"?"), ("{speed: 100000}", "is outside"), ("{zone: -1}", "negative"),
            ("{tool: 1.5}", "whole number"), ("{joint_speed: 120}", "0.1 to 100 percent"),
            ("{tool_name: 1abc}", "a letter first"), ("{tool_frame: grip}", "no frame is called \"grip\""),
            ("{configuration: \"N'U\"}", "letters, digits"), ("{gripper: {closed: maybe}}", "on or off"),
            ("{gripper: {outptu: 1}}", "did you mean \"output\"?"), ("{name: \"a\\nb\"}", "on one line"),
        ] {
            let config = try folder.file("cell.yaml", cell + "\nprogram: \(section)\n")
            let run = try pickpose("cell", "check", config)
            #expect(run.status == 65, "\(section)")
            #expect(run.stderr.contains("cell.yaml:") && run.stderr.contains(says), "\(section): \(run.stderr)")
        }
    }
}
