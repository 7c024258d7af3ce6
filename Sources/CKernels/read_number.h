// Numbers from text, correctly rounded.
//
// The common case is a mantissa of up to 19 digits and a small power of ten. Digits are taken eight at a time, and one
// multiplication or division scales them; where that could round wrongly, std::from_chars decides.
//
// The text ends with a separator that at least 32 readable bytes follow. Each function moves `text` behind its number
// and says false where there is none, or where more than a separator follows it.
#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>

#include "CKernels.h"

namespace decimal {

using Text = const unsigned char *;

/// Blank, tab, the line ends, and the control characters that C's isspace names.
inline bool is_separator(unsigned char byte) { return byte == 0x20 || unsigned(byte) - 9 < 5; }
inline bool is_digit(unsigned char byte) { return unsigned(byte) - '0' < 10; }

inline Text token_end(Text text) {
    while (!is_separator(*text)) text++;
    return text;
}

/// The slow ones, in read_number.cpp.
bool read_carefully(Text &text, float &value);
bool read_carefully(Text &text, double &value);
template <typename Integer> bool read_carefully(Text &text, Integer &value);

/// Powers of ten that Float64 holds exactly.
constexpr double powers[] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};
constexpr uint64_t integer_powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};

/// Appends up to eight digits at `text` to `mantissa`; returns how many.
inline int take_eight(Text text, uint64_t &mantissa) {
    uint64_t bytes;
    std::memcpy(&bytes, text, 8);
    bytes ^= 0x3030303030303030;
    // A byte's top bit is set if it is above 9. A carry may spoil those behind such a byte, never those before it.
    const uint64_t others = ((bytes + 0x7676767676767676) | bytes) & 0x8080808080808080;
    const int count = others ? __builtin_ctzll(others) >> 3 : 8;
    if (count == 0) return 0;
    // Zeros before the digits fill up to eight; then pairs, fours and the whole are summed in one register.
    bytes <<= 64 - 8 * count;
    bytes = bytes * 10 + (bytes >> 8);
    const uint64_t even = (bytes & 0x000000FF000000FF) * 0x000F424000000064;
    const uint64_t odd = ((bytes >> 16) & 0x000000FF000000FF) * 0x0000271000000001;
    mantissa = mantissa * integer_powers[count] + uint32_t((even + odd) >> 32);
    return count;
}

/// Appends the digits at `text`, moved behind them, to `mantissa`, which wraps round if there are more than 19.
inline int take_digits(Text &text, uint64_t &mantissa) {
    int total = 0;
    while (true) {
        const int count = take_eight(text, mantissa);
        text += count;
        total += count;
        if (count < 8) return total;
    }
}

/// A number's parts: ±mantissa · 10^exponent.
struct Parts {
    uint64_t mantissa = 0;
    int exponent = 0;
    bool negative;

    /// `false` if it is no plain number or has more than 19 digits.
    bool scan(Text &text) {
        negative = *text == '-';
        text += negative | (*text == '+');
        int digits = take_digits(text, mantissa);
        if (*text == '.') {
            text++;
            const int decimals = take_digits(text, mantissa);
            digits += decimals;
            exponent = -decimals;
        }
        if (digits == 0 || digits > 19) return false;
        return (*text | 0x20) != 'e' || scan_exponent(text);
    }

    bool scan_exponent(Text &text) {
        text++;
        const bool negative_power = *text == '-';
        text += negative_power || *text == '+';
        const Text start = text;
        int power = 0;
        for (; is_digit(*text) && text - start < 5; text++) power = power * 10 + (*text - '0');
        exponent += negative_power ? -power : power;
        return text > start;
    }

    /// One of the two steps is by 1.
    double scaled() const {
        return double(mantissa) / powers[exponent < 0 ? -exponent : 0] * powers[exponent < 0 ? 0 : exponent];
    }

    /// The value, if one rounding gives it (Clinger 1990): both the mantissa and the power of ten are exact.
    bool round(double &value) const {
        if (mantissa > uint64_t(1) << 53 || exponent < -22 || exponent > 22) return false;
        value = negative ? -scaled() : scaled();
        return true;
    }

    /// The value, if rounding it to Float64 first can't change what it rounds to.
    ///
    /// The Float64 is off by at most 1.5 of its last places (one rounding of the mantissa, one of the product). It
    /// narrows to the right Float32 unless the midpoint of two Float32 lies that near: 29 low bits that are 2²⁸ ± 2.
    bool round(float &value) const {
        if (exponent < -22 || exponent > 22) return false;
        const double magnitude = scaled();
        uint64_t bits;
        std::memcpy(&bits, &magnitude, 8);
        // Below 2⁻¹²⁶ (but for 0, which is exact) Float32 has fewer bits, and the midpoints lie elsewhere.
        const bool is_safe = ((bits & 0x1FFFFFFF) - 0x0FFFFFFD > 6) & (magnitude >= 0x1p-126);
        if (!(is_safe | (mantissa == 0))) return false;
        value = float(negative ? -magnitude : magnitude);
        return true;
    }
};

template <typename Real> inline bool read_real(Text &text, Real &value) {
    const Text start = text;
    Parts parts;
    if (parts.scan(text) && is_separator(*text) && parts.round(value)) return true;
    text = start;
    return read_carefully(text, value);
}

template <typename Integer> inline bool read_integer(Text &text, Integer &value) {
    const Text start = text;
    const bool negative = *text == '-';
    text += negative | (*text == '+');
    uint64_t magnitude = 0;
    const int digits = take_digits(text, magnitude);
    // 18 digits fit, and so do their negatives.
    if (digits > 0 && digits <= 18 && is_separator(*text)) {
        const int64_t number = negative ? -int64_t(magnitude) : int64_t(magnitude);
        value = Integer(number);
        return int64_t(value) == number && (number >= 0 || std::is_signed_v<Integer>);
    }
    text = start;
    return read_carefully(text, value);
}

/// A number of any type, stored at `target`.
inline bool read(Text &text, ck_number_type type, void *target) {
    switch (type) {
    case ck_float32: return read_real(text, *static_cast<float *>(target));
    case ck_float64: return read_real(text, *static_cast<double *>(target));
    case ck_int8: return read_integer(text, *static_cast<int8_t *>(target));
    case ck_uint8: return read_integer(text, *static_cast<uint8_t *>(target));
    case ck_int16: return read_integer(text, *static_cast<int16_t *>(target));
    case ck_uint16: return read_integer(text, *static_cast<uint16_t *>(target));
    case ck_int32: return read_integer(text, *static_cast<int32_t *>(target));
    case ck_uint32: return read_integer(text, *static_cast<uint32_t *>(target));
    case ck_int64: return read_integer(text, *static_cast<int64_t *>(target));
    case ck_uint64: return read_integer(text, *static_cast<uint64_t *>(target));
    }
    return false;
}

}  // namespace decimal
