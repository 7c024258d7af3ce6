// The shortest decimal number that reads back as a given Float32, and of those the nearest to it: Raffaello Giulietti's
// Schubfach (2020). The bounds of what rounds to the Float32 are scaled by a power of ten, so that at most one multiple
// of ten and two whole numbers need to be looked at.
#pragma once

#include <cstdint>
#include <cstring>

/// Into each of its callers, to be compiled for the processor that they are compiled for.
#define ALWAYS_INLINE __attribute__((always_inline)) inline

namespace decimal {

struct Decimal {
    /// Below 10⁹.
    uint32_t digits;
    int exponent;
};

/// 10^e for e = -31…45: its upper 64 bits, rounded up.
struct PowersOfTen {
    static constexpr int first = -31, last = 45;
    uint64_t upper[last - first + 1] = {};

    constexpr PowersOfTen() {
        for (int e = first; e <= last; e++) upper[e - first] = e < 0 ? inverse(-e) : power(e);
    }

    /// The factors of two don't matter: 5^e.
    static constexpr unsigned __int128 five(int e) {
        unsigned __int128 product = 1;
        for (int i = 0; i < e; i++) product *= 5;
        return product;
    }

    static constexpr uint64_t power(int e) {
        unsigned __int128 value = five(e);
        bool is_exact = true;
        for (; value >> 64 != 0; value >>= 1) is_exact = is_exact && (value & 1) == 0;
        for (; value >> 63 == 0; value <<= 1) {}
        return uint64_t(value) + !is_exact;
    }

    /// 64 bits of 1 / 5^e by long division, which never comes out even.
    static constexpr uint64_t inverse(int e) {
        const unsigned __int128 divisor = five(e);
        unsigned __int128 rest = 1;
        uint64_t quotient = 0;
        while (quotient >> 63 == 0) {
            rest <<= 1;
            quotient = quotient << 1 | (rest >= divisor);
            if (rest >= divisor) rest -= divisor;
        }
        return quotient + 1;
    }
};

inline constexpr PowersOfTen powers_of_ten;

constexpr int floor_log2_of_power_of_ten(int e) { return (e * 1741647) >> 19; }
constexpr int floor_log10_of_power_of_two(int e) { return (e * 1262611) >> 22; }
/// Of ¾ · 2^e.
constexpr int floor_log10_of_three_quarters(int e) { return (e * 1262611 - 524031) >> 22; }

/// The product's upper bits, its last bit set if anything was cut off.
ALWAYS_INLINE uint32_t round_to_odd(uint64_t factor, uint32_t value) {
    const uint64_t lower = uint64_t(uint32_t(factor)) * value;
    const uint64_t upper = (factor >> 32) * value + (lower >> 32);
    return uint32_t(upper >> 32) | (uint32_t(upper) > 1);
}

/// Of a positive, finite number; 0 · 10⁰ of anything else. Without a branch and in words that vectors have, so that a
/// loop over several numbers becomes one.
ALWAYS_INLINE Decimal shortest_decimal(uint32_t bits) {
    const uint32_t fraction = bits & 0x7FFFFF;
    const int biased = int(bits >> 23 & 0xFF);
    const uint32_t c = biased == 0 ? fraction : fraction | 0x800000;
    const int q = (biased == 0 ? 1 : biased) - 150;

    // c · 2^q and the midpoints to its neighbours, times four, so that all are whole.
    const uint32_t lower_is_nearer = (fraction == 0) & (biased > 1);
    const int k = lower_is_nearer ? floor_log10_of_three_quarters(q) : floor_log10_of_power_of_two(q);
    const int shift = q + floor_log2_of_power_of_ten(-k) + 1;
    const uint64_t scale = powers_of_ten.upper[-k - PowersOfTen::first];
    const uint32_t is_even = (c & 1) == 0;
    const uint32_t middle = round_to_odd(scale, 4 * c << shift);
    const uint32_t low = round_to_odd(scale, (4 * c - 2 + lower_is_nearer) << shift) + !is_even;
    const uint32_t high = round_to_odd(scale, (4 * c + 2) << shift) - !is_even;

    // A multiple of ten in between, if there is just one; else the whole number, if there is one or two are as good.
    const uint32_t whole = middle / 4, tens = whole / 10;
    const uint32_t tens_below = low <= 40 * tens, tens_above = 40 * tens + 40 <= high;
    const uint32_t below = low <= 4 * whole, above = 4 * whole + 4 <= high;
    const uint32_t half = 4 * whole + 2;
    const uint32_t nearer_above = (middle > half) | ((middle == half) & (whole & 1));
    const uint32_t is_up = below != above ? above : nearer_above;
    const uint32_t is_tens = (whole >= 10) & (tens_below != tens_above);
    const uint32_t is_number = (fraction | uint32_t(biased)) != 0;
    const uint32_t digits = is_tens ? tens + tens_above : whole + is_up;
    return {is_number ? digits : 0, is_number ? k + int(is_tens) : 0};
}

}  // namespace decimal
