public import Parallel
public import PointClouds

/// What keeps a cloud from being cut into voxels.
public enum VoxelGridError: Error, Equatable, CustomStringConvertible {
    case sizeNotPositive(Double)
    case tooManyVoxels(size: Double, extent: Double)

    public var description: String {
        switch self {
        case .sizeNotPositive(let size):
            "a voxel of \(size) m has no size; give a length above 0"
        case .tooManyVoxels(let size, let extent):
            "voxels of \(size) m over \(extent) m are too many to number; take larger voxels, or crop points far out"
        }
    }
}

/// Space cut into cubes, numbered by 64-bit keys over the bounds of a cloud.
///
/// Cubes begin at multiples of their size, whatever the bounds: two scans of one place are cut alike. Keys ascend with
/// x first, then y, then z. 21 bits an axis number 2 km by the millimetre; an axis takes what it needs of the 64, and
/// what would not fit is refused.
public struct VoxelGrid: Equatable, Sendable {
    /// The side of a cube in metres.
    public let size: Double
    /// The cube of the least coordinates, counted from the origin, and the number of cubes along each axis.
    public let lowest, extent: SIMD3<Int>

    let inverseSize: Double
    let yShift, zShift, zBits: UInt64
    let bits: Int

    /// The grid over the finite ones of `points`.
    ///
    /// - Complexity: O(*n*).
    public init(
        over points: Coordinates, size: Double, threads: Int = availableThreads
    ) throws(VoxelGridError) {
        try self.init(over: FiniteBounds(of: points, threads: threads), size: size)
    }

    init(over bounds: FiniteBounds, size: Double) throws(VoxelGridError) {
        guard size > 0 && size.isFinite && (1 / size).isFinite else { throw .sizeNotPositive(size) }
        self.size = size
        inverseSize = 1 / size
        let low = bounds.isEmpty ? .zero : (SIMD3<Double>(bounds.low) * inverseSize).rounded(.down)
        let high = bounds.isEmpty ? .zero : (SIMD3<Double>(bounds.high) * inverseSize).rounded(.down)
        // Beyond 2^53 a Float64 doesn't count by ones any more; and the kernels number up to 2^51 an axis.
        let counted = Double(1 << 53)
        guard low.min() > -counted && high.max() < counted && (high - low).max() < Double(1 << 51) else {
            throw .tooManyVoxels(size: size, extent: (high - low).max() * size)
        }
        lowest = SIMD3<Int>(low)
        extent = SIMD3<Int>(high) &- lowest &+ 1
        let bits = SIMD3(Self.bits(extent.x), Self.bits(extent.y), Self.bits(extent.z))
        self.bits = bits.wrappedSum()
        guard self.bits <= 64 else { throw .tooManyVoxels(size: size, extent: (high - low).max() * size) }
        yShift = UInt64(bits.x)
        // Where x and y take all 64 bits, z is always 0 and may be shifted anywhere.
        zShift = UInt64(min(63, bits.x + bits.y))
        zBits = UInt64(bits.z)
    }

    /// How many bits number `count` cubes.
    private static func bits(_ count: Int) -> Int { Int.bitWidth - (count - 1).leadingZeroBitCount }

    /// The number of the cube that a finite point of the cloud lies in.
    @inline(__always)
    func key(_ x: Float, _ y: Float, _ z: Float) -> UInt64 {
        let (cx, cy, cz) = (
            floor(Double(x) * inverseSize) - lowest.x, floor(Double(y) * inverseSize) - lowest.y,
            floor(Double(z) * inverseSize) - lowest.z
        )
        return UInt64(truncatingIfNeeded: cx) | UInt64(truncatingIfNeeded: cy) &<< yShift
            | UInt64(truncatingIfNeeded: cz) &<< zShift
    }

    /// Of a value within ±2⁵³. Without SSE4's rounding, which Swift doesn't assume, `rounded(.down)` is a call.
    @inline(__always)
    private func floor(_ value: Double) -> Int {
        let towardsZero = Int(value)
        return towardsZero &- (Double(towardsZero) > value ? 1 : 0)
    }

    /// The cube's place, counted from the cloud's lowest.
    func cell(of key: UInt64) -> SIMD3<Int> {
        let (x, y) = (key & (1 << yShift - 1), key >> yShift)
        let yBits = zBits == 0 ? 64 - yShift : zShift - yShift
        return SIMD3(Int(x), Int(yBits >= 64 ? y : y & (1 << yBits - 1)), zBits == 0 ? 0 : Int(key >> zShift))
    }
}
