#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "read_number.h"
#include "write_number.h"

namespace {

using decimal::Text;

inline Text line_end(Text text, Text end, unsigned char terminator) {
    const void *found = std::memchr(text, terminator, size_t(end - text));
    return found ? static_cast<Text>(found) : end;
}

/// Moves on to the first word of the next row; there must be one.
inline void skip_to_row(Text &text, unsigned char terminator) {
    while (true) {
        while (decimal::is_separator(*text)) text++;
        if (*text != '#') return;
        while (*text != terminator) text++;
    }
}

/// Moves on to the next word of the row; false at its end.
inline bool skip_to_word(Text &text, unsigned char terminator) {
    while (*text != terminator && decimal::is_separator(*text)) text++;
    return *text != terminator;
}

inline bool read_slot(Text &text, const ck_text_slot &slot, size_t row) {
    return decimal::read(text, slot.type, slot.values + ptrdiff_t(row) * slot.stride);
}

#if defined(__x86_64__)
#define FAST_PATH __attribute__((target("avx2,bmi,bmi2,lzcnt")))

/// A float of up to 16 digits and points, the whole token at once and without a branch that depends on its digits: they
/// come in lengths at random. Anything else is left to decimal::read.
template <typename Real>
FAST_PATH inline bool read_short(Text &text, Real &value) {
    // The token reaches to the first blank or control character.
    const __m256i ahead = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(text));
    const __m256i is_end = _mm256_cmpeq_epi8(_mm256_min_epu8(ahead, _mm256_set1_epi8(0x20)), ahead);
    const uint32_t ends = uint32_t(_mm256_movemask_epi8(is_end));
    const bool negative = *text == '-';
    const Text start = text + negative;
    const int length = __builtin_ctz(ends | 1u << 31) - negative;
    if (length > 16 || !decimal::is_separator(start[length])) return false;

    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(start));
    const int points = _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('.')));
    const int point = __builtin_ctz(points | 1 << length);
    const bool has_point = point < length;
    const int digits = length - has_point;
    // The digits to the right end, the point left out, zeros before them: an index below 0 gives 0.
    const __m128i place = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    __m128i source = _mm_sub_epi8(place, _mm_set1_epi8(char(16 - digits)));
    source = _mm_sub_epi8(source, _mm_cmpgt_epi8(source, _mm_set1_epi8(char(point - 1))));
    const __m128i number = _mm_shuffle_epi8(_mm_sub_epi8(bytes, _mm_set1_epi8('0')), source);
    const __m128i is_digit = _mm_cmpeq_epi8(_mm_min_epu8(number, _mm_set1_epi8(9)), number);
    if (digits <= 0 || _mm_movemask_epi8(is_digit) != 0xFFFF) return false;

    // Pairs, fours, eights.
    const __m128i pairs = _mm_maddubs_epi16(number, _mm_set1_epi16(0x010A));
    const __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(0x00010064));
    const __m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(0x00012710));
    const uint64_t both = uint64_t(_mm_cvtsi128_si64(eights));
    decimal::Parts parts;
    parts.mantissa = uint32_t(both) * uint64_t(100000000) + (both >> 32);
    parts.exponent = has_point ? point + 1 - length : 0;
    parts.negative = negative;
    if (!parts.round(value)) return false;
    text = start + length;
    return true;
}

FAST_PATH inline bool read_slot_avx2(Text &text, const ck_text_slot &slot, size_t row) {
    void *target = slot.values + ptrdiff_t(row) * slot.stride;
    if (slot.type == ck_float32 && read_short(text, *static_cast<float *>(target))) return true;
    if (slot.type == ck_float64 && read_short(text, *static_cast<double *>(target))) return true;
    return decimal::read(text, slot.type, target);
}

#endif

// Once for each kind of processor; a template would lose its target.
#define READ_ROWS(name, read_slot)                                                                                    \
    size_t name(                                                                                                       \
        Text *text, unsigned char terminator, const ck_text_slot *slots, size_t count, size_t first, size_t end        \
    ) {                                                                                                                \
        Text place = *text;                                                                                            \
        for (size_t row = first; row < end; row++) {                                                                   \
            skip_to_row(place, terminator);                                                                            \
            *text = place;                                                                                             \
            for (size_t i = 0; i < count; i++) {                                                                       \
                if (!skip_to_word(place, terminator) || !read_slot(place, slots[i], row)) return row;                  \
            }                                                                                                          \
            if (skip_to_word(place, terminator)) return row;                                                           \
            place++;                                                                                                   \
        }                                                                                                              \
        *text = place;                                                                                                 \
        return end;                                                                                                    \
    }

/// Numbers in the order of the text. Those of type Float32 are taken apart into digits many at once, which is the
/// greater part of the work and the same for all.
struct FloatBatch {
    static constexpr size_t size = 64;
    float values[size] = {};
    uint32_t first[size], upper[size], lower[size];
    int exponent[size];

    ALWAYS_INLINE void take_apart() {
        for (size_t i = 0; i < size; i++) {
            const decimal::FloatDigits digits = decimal::float_digits(values[i]);
            first[i] = digits.first, upper[i] = digits.upper, lower[i] = digits.lower, exponent[i] = digits.exponent;
        }
    }

    ALWAYS_INLINE unsigned char *write(unsigned char *text, size_t i) const {
        return decimal::write(text, values[i], {first[i], upper[i], lower[i], exponent[i]});
    }
};

#define WRITE_ROWS(name)                                                                                              \
    unsigned char *name(                                                                                               \
        unsigned char *text, const ck_text_slot *slots, size_t count, size_t first, size_t end                         \
    ) {                                                                                                                \
        FloatBatch batch;                                                                                              \
        size_t left = (end - first) * count, ahead_row = first, ahead = 0, row = first, i = 0;                         \
        while (left > 0) {                                                                                             \
            const size_t size = left < batch.size ? left : batch.size;                                                 \
            for (size_t k = 0; k < size; k++) {                                                                        \
                const ck_text_slot &slot = slots[ahead];                                                               \
                if (slot.type == ck_float32) {                                                                         \
                    std::memcpy(&batch.values[k], slot.values + ptrdiff_t(ahead_row) * slot.stride, 4);                \
                }                                                                                                      \
                if (++ahead == count) ahead = 0, ahead_row++;                                                          \
            }                                                                                                          \
            batch.take_apart();                                                                                        \
            for (size_t k = 0; k < size; k++) {                                                                        \
                const ck_text_slot &slot = slots[i];                                                                   \
                text = slot.type == ck_float32                                                                         \
                    ? batch.write(text, k)                                                                             \
                    : decimal::write(text, slot.type, slot.values + ptrdiff_t(row) * slot.stride);                     \
                *text++ = ' ';                                                                                         \
                if (++i == count) text[-1] = '\n', i = 0, row++;                                                      \
            }                                                                                                          \
            left -= size;                                                                                              \
        }                                                                                                              \
        return text;                                                                                                   \
    }

READ_ROWS(read_rows, read_slot)
WRITE_ROWS(write_rows)

#if defined(__x86_64__)
FAST_PATH READ_ROWS(read_rows_avx2, read_slot_avx2)
// Its shifts by what a register says take one step instead of three.
FAST_PATH WRITE_ROWS(write_rows_avx2)

bool has_fast_path() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"); }
#endif

}  // namespace

size_t ck_count_rows(const unsigned char *text, const unsigned char *end, unsigned char terminator) {
    size_t rows = 0;
    while (true) {
        while (text < end && decimal::is_separator(*text)) text++;
        if (text >= end) return rows;
        rows += *text != '#';
        text = line_end(text, end, terminator);
    }
}

size_t ck_read_rows(
    const unsigned char **text, unsigned char terminator, const ck_text_slot *slots, size_t count, size_t first,
    size_t end
) {
#if defined(__x86_64__)
    if (has_fast_path()) return read_rows_avx2(text, terminator, slots, count, first, end);
#endif
    return read_rows(text, terminator, slots, count, first, end);
}

size_t ck_read_rows_baseline(
    const unsigned char **text, unsigned char terminator, const ck_text_slot *slots, size_t count, size_t first,
    size_t end
) {
    return read_rows(text, terminator, slots, count, first, end);
}

unsigned char *ck_write_rows(
    unsigned char *text, const ck_text_slot *slots, size_t count, size_t first, size_t end
) {
#if defined(__x86_64__)
    if (has_fast_path()) return write_rows_avx2(text, slots, count, first, end);
#endif
    return write_rows(text, slots, count, first, end);
}

unsigned char *ck_write_rows_baseline(
    unsigned char *text, const ck_text_slot *slots, size_t count, size_t first, size_t end
) {
    return write_rows(text, slots, count, first, end);
}
