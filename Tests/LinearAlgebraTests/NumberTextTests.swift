import LinearAlgebra
import Testing

@Suite struct NumberTextTests {
    @Test func numbersAreAsControllersReadThem() {
        #expect((-0.00004).fixed(4) == "0.0000" && (-0.00006).fixed(4) == "-0.0001")
        #expect(1e-12.fixed(3) == "0.000" && 99_999.99995.fixed(4) == "100000.0000")
        #expect((-0.5).fixed(0) == "0" && 12.0.fixed(0) == "12" && 0.05.fixed(3) == "0.050")
        #expect(250.0.shortest(3) == "250" && 12.5.shortest(3) == "12.5" && 0.0.shortest(3) == "0")
        #expect((-0.04).rounded(to: 1).sign == .plus && 0.26.rounded(to: 1) == 0.3)
    }

    @Test func whatIsTooLongOrNoNumberIsAsItIs() {
        #expect(1e17.fixed(3) == "1e+17" && Double.nan.fixed(1) == "nan")
    }

    @Test func lengthsAnglesAndSharesAreWordedAlike() {
        #expect(0.0125.millimeters(fixed: 2) == "12.50" && 0.0125.millimeters(rounded: 2) == "12.5")
        #expect((Double.pi / 8).degrees(fixed: 1) == "22.5" && (Double.pi / 2).degrees(rounded: 3) == "90.0")
        #expect(0.126.asPercent == "13 %" && (Double.pi / 15).asDegrees == "12°")
    }
}
