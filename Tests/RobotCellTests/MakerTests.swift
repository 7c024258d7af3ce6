import LinearAlgebra
import RobotCell
import Testing

/// What makers' own papers show, names as people type them, and makers that aren't known.
@Suite struct MakerTests {
    /// JAKA C++ SDK User Manual V2.1.7, 4.8.3 and 4.8.4: an angle triple and its matrix, printed to four digits.
    @Test func jakasOwnExampleIsRead() throws {
        let pose = try RigidTransform(parsing: "jaka:0,0,0,-1.81826,-0.834253,-2.30243")
        let printed = Matrix3(
            rows: [-0.4488, -0.6621, 0.6002], [-0.4998, -0.3708, -0.7828], [0.7408, -0.6513, -0.1645])
        for row in 0..<3 {
            for column in 0..<3 { #expect(abs(pose.rotation[row, column] - printed[row, column]) < 6e-5) }
        }
    }

    /// RoboDK's `Pose_2_Nachi` writes the turn of rx 20, ry −35, rz 70 as 70, −35, 20.
    @Test func nachisFirstAngleIsAboutZ() throws {
        let pose = try RigidTransform(parsing: "nachi:1,2,3,70,-35,20")
        #expect(distance(pose, try RigidTransform(parsing: "yaskawa:1,2,3,20,-35,70")) < 1e-15)
        #expect(pose.formatted(.nachi) == "1,2,3,70,-35,20")
    }

    /// A quarter turn about z at 0.3 0.1 0.5 m, as `O_T_EE` holds it.
    @Test func frankasMatrixIsReadByColumns() throws {
        let text = "[0,1,0,0,-1,0,0,0,0,0,1,0,0.3,0.1,0.5,1]"
        let pose = try RigidTransform(parsing: "franka:\(text)")
        #expect(distance(pose, try RigidTransform(parsing: "euler:xyz:extrinsic:deg:0.3 0.1 0.5 0 0 90")) < 1e-15)
        #expect(pose.formatted(.franka) == text)
        // Taken for the other order, each names the one that reads it.
        for (one, other) in [("matrix:\(text)", "franka"), ("franka:0 -1 0 0.3 1 0 0 0.1 0 0 1 0.5 0 0 0 1", "matrix")]
        {
            let error = #expect(throws: PoseTextError.self) { try RigidTransform(parsing: one) }
            #expect(error?.reason == .transposed(as: other))
            #expect(error?.description.contains("write \(other):") == true)
        }
        #expect(throws: PoseTextError.self) { try RigidTransform(parsing: "franka:1 0 0 0 0 1 0 0 0 0 1 0") }
    }

    @Test func aMatrixInMillimetresIsTheSamePose() throws {
        let pose = try RigidTransform(parsing: "matrix_mm:[[0,-1,0,600],[1,0,0,-20],[0,0,1,900],[0,0,0,1]]")
        #expect(distance(pose, try RigidTransform(parsing: "kuka:{X 600,Y -20,Z 900,A 90,B 0,C 0}")) < 1e-15)
        #expect(pose.formatted(.matrixMillimeters) == "0 -1 0 600 1 0 0 -20 0 0 1 900 0 0 0 1")
    }

    @Test(arguments: [
        ("techman:{1,2,3,4,5,6}", "TM:{1,2,3,4,5,6}"), ("xarm:1,2,3,4,5,6", "UFactory:[1, 2, 3, 4, 5, 6]"),
        ("kawasaki:1,2,3,4,5,6", "Kawasaki:1 2 3 4 5 6"), ("comau:1,2,3,4,5,6", "COMAU:(1;2;3;4;5;6)"),
        ("epson:XY(1,2,3,4,5,6)", "Epson:xy(1,2,3,4,5,6)"), ("epson:XY(1,2,3,4,5,6)", "EPSON:1,2,3,4,5,6"),
        ("dobot:{1,2,3,4,5,6}", "Dobot:1,2,3,4,5,6"), ("aubo:0.1,0.2,0.3,1,1,1", "AUBO:[0.1,0.2,0.3,1,1,1]"),
        ("kuka:{X 1,Y 2,Z 3,A 4,B 5,C 6}", "KUKA:{X 1,Y 2,Z 3,A 4,B 5,C 6}"),
        ("matrix:1 0 0 1 0 1 0 2 0 0 1 3", "Matrix:1 0 0 1 0 1 0 2 0 0 1 3"),
        ("euler:zyx:intrinsic:deg:0 0 0 1 2 3", "Euler:ZYX:Intrinsic:DEG:0 0 0 1 2 3"),
        ("named:body_from_optical", "Named:Body_From_Optical"),
    ])
    func namesAreReadInAnyCase(_ one: String, _ other: String) throws {
        #expect(distance(try RigidTransform(parsing: one), try RigidTransform(parsing: other)) < 1e-15)
    }

    @Test func everyNameAndAliasLeadsToItsConvention() throws {
        for convention in PoseConventions.all {
            for name in [convention.name] + convention.aliases {
                #expect(try PoseConventions.named(name.uppercased()).name == convention.name)
            }
        }
    }

    @Test(arguments: [
        ("hyundai", "euler:xyz:extrinsic:deg: or euler:xyz:intrinsic:deg:"),
        ("Elite", "ur: or euler:xyz:extrinsic:rad:"),
        ("fr", "euler:xyz:extrinsic:deg:"), ("ESTUN", "euler:zyx:intrinsic:deg:"),
        ("qjar", "euler:zyz:intrinsic:deg:"), ("turin", "euler:xyz:intrinsic:deg:"),
    ])
    func anotherMakerIsToldTheFormThatSaysTheSame(_ name: String, _ forms: String) throws {
        let error = #expect(throws: PoseTextError.self) { try RigidTransform(parsing: "\(name):1,2,3,4,5,6") }
        let message = error?.description ?? ""
        #expect(message.hasPrefix("no convention is called \"\(name)\"; \(forms) may say the same"), "\(message)")
        #expect(!message.contains("did you mean"))
        // What is named is read.
        for form in forms.split(separator: " ") where form != "or" {
            _ = try RigidTransform(parsing: "\(form)0,0,0,0,0,0")
        }
    }

    /// A slip of the finger is mended; a name that is none gets no other maker's.
    @Test func onlyASlipOfTheFingerIsGuessedAt() {
        func hint(_ name: String) -> String? {
            guard let error = #expect(throws: PoseTextError.self, performing: { _ = try PoseConventions.named(name) }),
                case .unknownConvention(_, let nearest) = error.reason
            else { return "?" }
            return nearest
        }
        #expect(hint("kuak") == "kuka" && hint("fanc") == "fanuc" && hint("Yaskava") == "yaskawa")
        #expect(hint("quaternion") == "quaternion_xyzw" && hint("mitsu") == "mitsubishi")
        for name in ["denzel", "abc", "ks", "hanwha", "universal", "xy", "unitree"] {
            #expect(hint(name) == nil, "\(name)")
        }
    }
}
