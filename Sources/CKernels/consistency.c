#include "CKernels.h"
#include "vectors.h"

// Which pairs of matches can be true together, eight pairs at a time, and how many third ones two have in common.

typedef struct {
    float8 x, y, z;
} float8x3;

INLINE void load(float8x3 *out, const float *columns, size_t stride, size_t at) {
    out->x = *(const float8 *)(columns + at);
    out->y = *(const float8 *)(columns + stride + at);
    out->z = *(const float8 *)(columns + 2 * stride + at);
}

INLINE void spread(float8x3 *out, const float *columns, size_t stride, size_t at) {
    *out = (float8x3){(float8)columns[at], (float8)columns[stride + at], (float8)columns[2 * stride + at]};
}

INLINE void subtract(float8x3 *out, const float8x3 *a, const float8x3 *b) {
    *out = (float8x3){a->x - b->x, a->y - b->y, a->z - b->z};
}

INLINE void dot(float8 *out, const float8x3 *a, const float8x3 *b) { *out = a->x * b->x + a->y * b->y + a->z * b->z; }

// Adds the lanes to `out` in which two angles' cosines differ by too much.
INLINE void compare(int8 *out, const float8 *a, const float8 *b, const ck_match_tolerances *t) {
    const float8 difference = t->oriented ? *a - *b : __builtin_elementwise_abs(*a) - __builtin_elementwise_abs(*b);
    *out |= __builtin_elementwise_abs(difference) > (float8)t->cosine;
}

INLINE void consistent_matches(
    const float *columns, size_t stride, size_t count, size_t i, const ck_match_tolerances *t, uint64_t *row) {
    const float *p = columns, *q = columns + 3 * stride, *a = columns + 6 * stride, *b = columns + 9 * stride;
    float8x3 pi, qi, ai, bi;
    spread(&pi, p, stride, i), spread(&qi, q, stride, i), spread(&ai, a, stride, i), spread(&bi, b, stride, i);
    const float8 square = (float8)(t->distance * t->distance), least = (float8)(t->shortest * t->shortest);
    for (size_t j = 0; j < count; j += 8) {
        float8x3 pj, qj, aj, bj, dp, dq;
        float8 sp, sq, first, second;
        load(&pj, p, stride, j), load(&qj, q, stride, j);
        subtract(&dp, &pj, &pi), subtract(&dq, &qj, &qi);
        dot(&sp, &dp, &dp), dot(&sq, &dq, &dq);
        // |√sp − √sq| > distance without the roots; and too near one another to say anything about the rotation.
        const float8 sum = sp + sq - square;
        int8 differs = ((sum > (float8)0) & (sum * sum > 4 * sp * sq)) | (sp < least) | (sq < least);
        if (__builtin_reduce_and(differs) != 0) continue;
        load(&aj, a, stride, j), load(&bj, b, stride, j);
        const float8 lp = __builtin_elementwise_sqrt(sp), lq = __builtin_elementwise_sqrt(sq);
        dot(&first, &ai, &aj), dot(&second, &bi, &bj);
        compare(&differs, &first, &second, t);
        dot(&first, &ai, &dp), dot(&second, &bi, &dq);
        first /= lp, second /= lq;
        compare(&differs, &first, &second, t);
        dot(&first, &aj, &dp), dot(&second, &bj, &dq);
        first /= lp, second /= lq;
        compare(&differs, &first, &second, t);
        const bool8 agrees = __builtin_convertvector(differs == 0, bool8);
        unsigned char lanes;
        __builtin_memcpy(&lanes, &agrees, 1);
        if (count - j < 8) lanes &= (unsigned char)((1u << (count - j)) - 1);
        row[j / 64] |= (uint64_t)lanes << j % 64;
    }
    row[i / 64] &= ~((uint64_t)1 << i % 64);
}

INLINE size_t common_bits(const uint64_t *a, const uint64_t *b, size_t words) {
    size_t sum = 0;
    for (size_t i = 0; i < words; i++) sum += (size_t)__builtin_popcountll(a[i] & b[i]);
    return sum;
}

INLINE size_t shared_bits(const uint64_t *bits, size_t words, size_t i) {
    const uint64_t *row = bits + i * words;
    size_t sum = 0;
    for (size_t word = 0; word < words; word++) {
        for (uint64_t rest = row[word]; rest != 0; rest &= rest - 1) {
            const size_t other = 64 * word + (size_t)__builtin_ctzll(rest);
            sum += common_bits(row, bits + other * words, words);
        }
    }
    return sum;
}

WITH_AVX2(
    void, ck_consistent_matches, consistent_matches,
    (const float *columns, size_t stride, size_t count, size_t i, const ck_match_tolerances *t, uint64_t *row),
    (columns, stride, count, i, t, row))

// Counting bits is one instruction where there is one, and a dozen where there isn't.
WITH(
    "popcnt", size_t, ck_common_bits, common_bits, (const uint64_t *a, const uint64_t *b, size_t words), (a, b, words))
WITH(
    "popcnt", size_t, ck_shared_bits, shared_bits, (const uint64_t *bits, size_t words, size_t i), (bits, words, i))
