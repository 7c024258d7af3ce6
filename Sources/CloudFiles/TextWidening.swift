import LinearAlgebra
import PointClouds

/// Text can say more than the type its header declares: UTM coordinates as Float32 lose a quarter of a metre though
/// every digit stands in the file. Far-out positions are read once more as Float64 and stay so if that tells more.
enum TextWidening {
    /// A tenth of a millimetre: what is nearer is no loss.
    static let tolerance = 1e-4

    /// The position columns of Float32 that reach so far out that digits may have been lost.
    static func candidates(in columns: [Field], unit: LengthUnit) -> [Int] {
        columns.indices.filter { index in
            guard PositionField.axis(ofName: columns[index].name) != nil, columns[index].count == 1,
                case .float32(let values) = columns[index].values
            else { return false }
            let limit = Float(FarOrigin.nearest * unit.perMeter)
            return values.contains { abs($0) >= limit && $0.isFinite }
        }
    }

    /// Whether the text said more than Float32 kept.
    static func saysMore(_ wide: Field, than narrow: Field, unit: LengthUnit) -> Bool {
        guard case .float64(let wide) = wide.values, case .float32(let narrow) = narrow.values else { return false }
        return zip(wide, narrow).contains { number, rounded in
            // The shortest text of a Float32 may be far from it, and yet says nothing more.
            abs(number - Double(rounded)) > tolerance * unit.perMeter && Double(rounded.description) != number
        }
    }
}
