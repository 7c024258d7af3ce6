import LinearAlgebra
import Reports
import Testing

/// JSON is a part of what is published: its order, its digits and its lines are.
@Suite struct JSONTests {
    @Test func membersKeepTheirOrder() {
        let json: JSON = ["z": 1, "a": nil, "m": ["second": true, "first": false]]
        #expect(json.compact == #"{"z":1,"a":null,"m":{"second":true,"first":false}}"#)
    }

    @Test func numbersHaveTheFewestDigitsThatReadBack() {
        let numbers: [Double] = [0.1, 1, -0.0, 1.0 / 3, 1e300, .nan, .infinity]
        #expect(JSON(numbers).compact == "[0.1,1,-0,0.3333333333333333,1e+300,null,null]")
        #expect(JSON(Float(0.1)).compact == "0.1")
    }

    @Test func arraysOfPlainValuesStayOnOneLine() {
        let json: JSON = ["rows": [[1, 2], [3, 4]], "none": [], "one": [["a": "b"]]]
        #expect(
            json.pretty == """
                {
                  "rows": [
                    [1, 2],
                    [3, 4]
                  ],
                  "none": [],
                  "one": [
                    {
                      "a": "b"
                    }
                  ]
                }
                """)
    }

    @Test func textsAreQuoted() {
        #expect(JSON("a\"b\\c\n\t\u{1}é").compact == #""a\"b\\c\n\t\u0001é""#)
    }

    @Test func aPoseHasMatrixTranslationAndQuaternion() {
        let pose = RigidTransform(translation: Vector3(1, 2, 3))
        let members =
            #""matrix":[[1,0,0,1],[0,1,0,2],[0,0,1,3],[0,0,0,1]],"translation":[1,2,3],"quaternion_xyzw":[0,0,0,1]}"#
        #expect(JSON(pose: pose).compact == "{" + members)
        #expect(JSON(transform: pose, from: "a", to: "b").compact == #"{"from":"a","to":"b","# + members)
    }
}
