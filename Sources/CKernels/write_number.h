// Numbers to text: the shortest digits that read back as the same number, in std::to_chars's choice between 0.001 and
// 1e-03. At most 32 bytes behind the place given are written; what is returned is the byte behind the number.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

#include "CKernels.h"
#include "shortest_decimal.h"

namespace decimal {

unsigned char *write(unsigned char *text, double value);
unsigned char *write(unsigned char *text, uint64_t value);
unsigned char *write_special(unsigned char *text, bool is_nan);

constexpr uint64_t zeros = 0x3030303030303030;

inline void store(unsigned char *text, uint64_t bytes) { std::memcpy(text, &bytes, 8); }

/// Four decimal digits as the four bytes of a word, the first digit in the first byte.
ALWAYS_INLINE uint32_t four_digits(uint32_t value) {
    const uint32_t hundreds = value * 10486 >> 20;
    const uint32_t pairs = hundreds | (value - hundreds * 100) << 16;
    const uint32_t tens = (pairs * 103 >> 10) & 0x000F000F;
    return tens | (pairs - tens * 10) << 8;
}

ALWAYS_INLINE uint64_t eight_digits(uint32_t value) {
    return four_digits(value / 10000) | uint64_t(four_digits(value % 10000)) << 32;
}

/// The digits of a Float32, its sign aside: a first one, four and four, and the power of ten they are to be multiplied
/// by.
struct FloatDigits {
    uint32_t first, upper, lower;
    int exponent;
};

ALWAYS_INLINE FloatDigits float_digits(float value) {
    uint32_t bits;
    std::memcpy(&bits, &value, 4);
    const Decimal decimal = shortest_decimal(bits & 0x7FFFFFFF);
    const uint32_t first = decimal.digits / 100000000, rest = decimal.digits % 100000000;
    return {first, four_digits(rest / 10000), four_digits(rest % 10000), decimal.exponent};
}

ALWAYS_INLINE unsigned char *write(unsigned char *text, float value, FloatDigits digits) {
    uint32_t bits;
    std::memcpy(&bits, &value, 4);
    const uint32_t magnitude = bits & 0x7FFFFFFF;
    *text = '-';
    text += bits >> 31 != 0 && magnitude <= 0x7F800000;
    if (__builtin_expect(magnitude >= 0x7F800000, 0)) return write_special(text, magnitude > 0x7F800000);

    // Nine digits: one and eight. Zeros at either end fall away, but for one.
    const uint64_t eight = digits.upper | uint64_t(digits.lower) << 32;
    const int trailing = eight == 0 ? 8 : __builtin_clzll(eight) >> 3;
    const int leading = digits.first != 0 || eight == 0 ? 0 : 1 + (__builtin_ctzll(eight) >> 3);
    const int length = 9 - leading - trailing;
    const int exponent = magnitude == 0 ? 0 : digits.exponent + trailing;
    // The first digit, and those behind it at the start of a word.
    const unsigned char head =
        (unsigned char)('0' + (leading == 0 ? digits.first : (eight >> 8 * (leading - 1)) & 15));
    const uint64_t tail = (eight >> 4 * leading >> 4 * leading) | zeros;

    const int point = length + exponent;

    // The shorter notation; as in std::to_chars, this one where both are as long.
    const int margin = length == 1;
    if (exponent >= margin - (length + 3) && exponent <= 5 - margin) {
        // All digits of a large whole number, also those that reading doesn't need.
        if (magnitude >= 0x4B800000) return write(text, uint64_t(std::fabs(value)));
        // Without a branch, for numbers come at random on either side of 1: zeros and a point, written over by the
        // digits if these begin before the point, and a point that falls behind the end if they begin after it.
        const int start = point > 0 ? 0 : 2 - point;
        const int split = point > 0 ? point : start + 9;
        store(text, zeros);
        text[1] = '.';
        text[start] = head;
        store(text + start + 1, tail);
        text[split] = '.';
        store(text + split + 1, tail >> 8 * (point > 0 ? point - 1 : 0));
        return text + (point <= 0 ? start + length : exponent < 0 ? length + 1 : point);
    }
    text[0] = head;
    text[1] = '.';
    store(text + 2, tail);
    text += length == 1 ? 1 : length + 1;
    int power = point - 1;
    text[0] = 'e';
    text[1] = power < 0 ? '-' : '+';
    power = power < 0 ? -power : power;
    text[2] = (unsigned char)('0' + power / 10);
    text[3] = (unsigned char)('0' + power % 10);
    return text + 4;
}

ALWAYS_INLINE unsigned char *write(unsigned char *text, float value) { return write(text, value, float_digits(value)); }

inline unsigned char *write(unsigned char *text, int64_t value) {
    *text = '-';
    return write(text + (value < 0), value < 0 ? -uint64_t(value) : uint64_t(value));
}

/// A number of any type, read at `source`.
ALWAYS_INLINE unsigned char *write(unsigned char *text, ck_number_type type, const void *source) {
    switch (type) {
    case ck_float32: return write(text, *static_cast<const float *>(source));
    case ck_float64: return write(text, *static_cast<const double *>(source));
    case ck_int8: return write(text, int64_t(*static_cast<const int8_t *>(source)));
    case ck_uint8: return write(text, uint64_t(*static_cast<const uint8_t *>(source)));
    case ck_int16: return write(text, int64_t(*static_cast<const int16_t *>(source)));
    case ck_uint16: return write(text, uint64_t(*static_cast<const uint16_t *>(source)));
    case ck_int32: return write(text, int64_t(*static_cast<const int32_t *>(source)));
    case ck_uint32: return write(text, uint64_t(*static_cast<const uint32_t *>(source)));
    case ck_int64: return write(text, int64_t(*static_cast<const int64_t *>(source)));
    case ck_uint64: return write(text, uint64_t(*static_cast<const uint64_t *>(source)));
    }
    return text;
}

}  // namespace decimal
