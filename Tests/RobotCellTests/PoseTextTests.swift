import LinearAlgebra
import RobotCell
import Testing

@Suite struct PoseTextTests {
    @Test(arguments: [
        ("kuka:{X 1,Y 2,Z 3,A 0,B 0,C 0}", "kuka:  { c 0 , x +1.0, Y 2.,Z 3e0 A 0 B 0, S 2, T 35, E1 0.0 }"),
        ("kuka:{X 1,Y 2,Z 3,A 0,B 0,C 0}", "kuka:{E6POS: X 1, Y 2, Z 3, A 0, B 0, C 0}"),
        ("fanuc:1,2,3,10,20,30", "fanuc:X = 1.000 mm, Y= 2.000  mm, Z = 3 mm,\n W = 10.0 deg, P = 20 deg, R = 30 deg"),
        ("ur:p[1,2,3,0,0,0.5]", "ur: P [ 1 , 2, 3, 0, 0, .5 ]"), ("ur:p[1,2,3,0,0,0.5]", "ur:1 2 3 0 0 5e-1"),
        ("denso:P(1,2,3,4,5,6)", "denso:P(1,2,3,4,5,6,-1)"), ("denso:P(1,2,3,4,5,6)", "denso:(1,2,3,4,5,6)"),
        ("mitsubishi:(1,2,3,4,5,6)", "mitsubishi:(1,2,3,4,5,6,0,0)(7,0)"),
        ("yaskawa:1,2,3,4,5,6", "yaskawa:1.000,2.000,3.000,4.0000,5.0000,6.0000,0,0"),
        ("abb:[[1,2,3],[1,0,0,0]]", "abb: [ [1, 2,3] , [1,0,0,0] ] "),
        ("abb:[[1,2,3],[1,0,0,0]]", "abb:PERS robtarget p:=[[1,2,3],[1,0,0,0],[0,0,0,0],[9E+09,9E9,9E9,9E9,9E9,9E9]];"),
        (
            "matrix:1 0 0 1 0 1 0 2 0 0 1 3",
            "matrix:array([[1., 0., 0., 1.],\n       [0., 1., 0., 2.],[0.,0.,1.,3.],[0.,0.,0.,1.]])"
        ),
        (
            "ros_pose:{position: {x: 1, y: 2, z: 3}, orientation: {x: 0, y: 0, z: 0, w: 1}}",
            "ros_pose:header:\n  stamp:\n    sec: 0\n  frame_id: base\npose:\n  position:\n    x: 1.0\n    y: 2.0\n    z: 3.0\n  orientation:\n    x: 0.0\n    y: 0.0\n    z: 0.0\n    w: 1.0\n---\n"
        ),
        ("ros_static:--x 1 --yaw 0.5", "euler:xyz:extrinsic:rad:1 0 0 0 0 0.5"),
        (
            "json:{\"matrix\": [[1,0,0,1],[0,1,0,2],[0,0,1,3],[0,0,0,1]]}",
            "json:{\"status\": \"ok\", \"pose\": {\"translation\": [1,2,3], \"quaternion_xyzw\": [0,0,0,1]}}"
        ),
        ("euler:ZYX:intrinsic:deg:0 0 0 10 20 30", "euler:zyx:intrinsic:deg:[0, 0, 0, 10, 20, 30]"),
    ]) func spellingsOfOnePoseAreOnePose(_ one: String, _ other: String) throws {
        #expect(distance(try RigidTransform(parsing: one), try RigidTransform(parsing: other)) < 1e-15)
    }

    @Test(
        arguments: [
            ("1 0 0 0", "the pose names no convention"),
            ("0 0 0 1", "the pose names no convention"),
            ("", "the pose names no convention"),
            ("quaternion:1 2 3 0 0 0 1", "no convention is called \"quaternion\"; did you mean \"quaternion_xyzw\"?"),
            ("euler:zzx:intrinsic:deg:1 2 3 4 5 6", "no convention is called \"euler:zzx:intrinsic:deg\""),
            ("quaternion_xyzw:0 0 0 1", "the quaternion_xyzw pose has 4 numbers instead of 7"),
            ("quaternion_xyzw:0 0 0 0 0 0 1.002", "the quaternion's length is 1.002, not 1 within 0.001"),
            ("quaternion_wxyz:0 0 0 0 0 0 0", "the quaternion's length is 0.0, not 1 within 0.001"),
            (
                "kuka:{X 600,Y 0,Z 900,A 180,B 0}",
                "the kuka pose lacks C; its shape is {X x,Y y,Z z,A a,B b,C c}, in mm and deg"
            ),
            ("kuka:{X 600,X 0}", "the kuka pose gives X twice (at character 13)"),
            ("kuka:{X 600 Q 3}", "the kuka pose needs one of X, Y, Z, A, B, C or } at character 13, not \"Q 3}\""),
            ("kuka:{X 6o0}", "the kuka pose needs a number at character 9, not \"6o0}\""),
            ("kuka:{X nan}", "the kuka pose needs a number at character 9, not \"nan}\""),
            ("kuka:{X 1e999,Y 0,Z 0,A 0,B 0,C 0}", "the kuka pose has a number too large for a pose at character 9"),
            ("kuka:{X 1,Y 2,Z 3,A 0,B 0,C 0} x", "the kuka pose ends at character 32, but \"x\" follows; remove it"),
            ("fanuc:1,5,2,3,10,20,30", "the fanuc pose has 7 numbers instead of 6; the decimal mark is a point"),
            ("ur:q[1,2,3,4,5,6]", "the ur pose needs p or a number at character 4, not \"q[1,2,3,4,5,6]\""),
            ("matrix:1 0 0 0 0 1 0 0 0 0 1", "the matrix pose has 11 numbers instead of 16 or 12"),
            ("matrix:1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 2", "the matrix's last row is not 0 0 0 1"),
            ("matrix:0 0 0 0 0 0 0 0 0 0 0 0", "the matrix scales or shears by 1 "),
            ("matrix:1 0 0 0 0 1 0 0 0 0 1000 0", "the matrix scales or shears by 999 "),
            ("abb:[[1,2,3],[1,0,0]]", "the abb pose has 3 numbers instead of 4 in this group"),
            ("ros_pose:{position: {x: 1}}", "the ros_pose pose lacks orientation"),
            ("ros_pose:{", "the ros_pose pose is not the YAML of a pose: line:2: is not YAML"),
            (
                "named:upside_down",
                "the pose needs one of identity, body_from_optical, optical_from_body at character 7"
            ),
        ])
    func whatIsNoPoseIsNamedWithItsPlace(_ text: String, _ message: String) {
        let error = #expect(throws: PoseTextError.self) { try RigidTransform(parsing: text) }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "none")")
        #expect(error?.description.contains("\n") == false)
    }

    @Test(arguments: [
        ("kuka:{X 600,Y 0,Z 900,A 3.14159,B 0,C 1.5708}", [PoseRemark.looksLikeRadians]),
        ("kuka:{X 0.6,Y 0,Z 0.9,A 180,B 0,C 180}", [.looksLikeMeters]),
        ("abb:[[0.6,0,0.9],[1,0,0,0]]", [.looksLikeMeters]),
        ("matrix:1 0 0 600 0 1 0 0 0 0 1 900", [.looksLikeMillimeters]),
        ("ur:p[0.6,0,0.9,0,180,0]", [.looksLikeDegrees]),
        ("euler:zyx:intrinsic:rad:0 0 0 90 0 0", [.looksLikeDegrees]),
        ("kuka:{X 600,Y 0,Z 900,A 2,B 0,C -1.5}", []),
        ("kuka:{X 0,Y 0,Z 2,A 0,B 0,C 0}", []), ("kuka:{X 0,Y 0,Z 0,A 0,B 0,C 0}", []),
        ("ur:p[0.6,0,0.9,0,3.14159,0]", []), ("matrix:1 0 0 9.5 0 1 0 0 0 0 1 0.9", []),
    ]) func suspiciousUnitsAreRemarkedUpon(_ text: String, _ remarks: [PoseRemark]) throws {
        #expect(try PoseConventions.reading(text).remarks == remarks)
    }

    @Test func nearRotationsAreMendedAndItIsSaid() throws {
        let reading = try PoseConventions.reading("matrix:1 0.0009 0 0 0 1 0 0 0 0 1 0")
        guard case .reorthonormalized(let distance)? = reading.remarks.first else {
            Issue.record("nothing said")
            return
        }
        #expect(abs(distance - 0.00045) < 1e-6)
        let r = reading.pose.rotation
        #expect((r.transposed * r - .identity).frobeniusNorm < 1e-15)
        // Six digits, as a log prints them, are within rounding of a rotation but not beyond a remark.
        let rounded = try PoseConventions.reading("matrix:0.866025 -0.5 0 0 0.5 0.866025 0 0 0 0 1 0")
        #expect(rounded.remarks.count == 1)
        #expect(
            try PoseConventions.reading("matrix:0.86602540378 -0.5 0 0 0.5 0.86602540378 0 0 0 0 1 0").remarks.isEmpty)
    }

    @Test func opticalFramesLookAlongZ() {
        let bodyFromOptical = NamedPose.bodyFromOptical.pose
        #expect(bodyFromOptical * Vector3(0, 0, 1) == [1, 0, 0])
        #expect(bodyFromOptical * Vector3(1, 0, 0) == [0, -1, 0])
        #expect(bodyFromOptical * Vector3(0, 1, 0) == [0, 0, -1])
        #expect(bodyFromOptical * NamedPose.opticalFromBody.pose == .identity)
    }

    @Test func noTextTraps() {
        let texts = PoseConventions.all.map { "\($0.name):\(RigidTransform.identity.written(as: $0).text)" }
        for text in texts {
            let bytes = Array(text.utf8)
            for index in bytes.indices {
                for byte in [UInt8(0), 0x20, 0x2D, 0x2E, 0x39, 0x65, 0x5B, 0x5D, 0x7B, 0x7D, 0xFF, 0x0A] {
                    var damaged = bytes
                    damaged[index] = byte
                    _ = try? RigidTransform(parsing: String(decoding: damaged, as: UTF8.self))
                }
                _ = try? RigidTransform(parsing: String(decoding: bytes.prefix(index), as: UTF8.self))
            }
        }
        for text in [
            "kuka:{X -}", "kuka:{X .}", "kuka:{X +.e5}", "ur:p[1e,2", "ur:" + String(repeating: "1 ", count: 100_000),
        ] {
            #expect(throws: PoseTextError.self) { try RigidTransform(parsing: text) }
        }
    }

    @Test func numbersAreRoundedCorrectly() throws {
        let texts = [
            "0.1", "-0.30000000000000004", "123456789012345678901234567890", "1e22", "1e23", "9007199254740993",
            "1.7976931348623157e308",
            "4.9e-324", "0.000000000000000000000000000000000000001234567890123456789", "2.2250738585072011e-308",
            "00012.5000",
            "179.99999999999997", "6.123233995736766e-17",
        ]
        for text in texts {
            var scanner = TextScanner(text)
            #expect(try scanner.number() == Double(text), "\(text)")
        }
    }
}
