// Nearest neighbours among feature histograms, both ways, by brute force: in 33 dimensions a tree visits nearly
// everything, and eight distances at a time are faster. Each distance serves its row and its column.
#include "CKernels.h"
#include "vectors.h"

INLINE void squared_distances(float8 *sum, const float *row, const float *column, int dimension) {
    float8 other = {0};
    *sum = (float8){0};
    int d = 0;
    for (; d + 1 < dimension; d += 2) {
        const float8 x = *(const float8 *)(column + 8 * d) - row[d];
        const float8 y = *(const float8 *)(column + 8 * d + 8) - row[d + 1];
        *sum += x * x;
        other += y * y;
    }
    if (d < dimension) {
        const float8 x = *(const float8 *)(column + 8 * d) - row[d];
        *sum += x * x;
    }
    *sum += other;
}

INLINE void nearest_features(
    const float *a, int stride, int dimension, int first, int end, const float *b, int blocks, ck_nearest *rows,
    ck_nearest *columns) {
    for (int i = first; i < end; i++) {
        float best1 = rows->best[i], best2 = rows->second[i];
        int best = rows->index[i];
        for (int k = 0; k < blocks; k++) {
            float8 sum;
            squared_distances(&sum, a + (long)i * stride, b + (long)k * 8 * dimension, dimension);
            float8 *least = (float8 *)(columns->best + 8 * k), *next = (float8 *)(columns->second + 8 * k);
            const int8 improves = sum < *least;
            const int8 comes_next = sum < *next;
            if (__builtin_reduce_or(comes_next) != 0) {
                int8 index;
                __builtin_memcpy(&index, columns->index + 8 * k, sizeof index);
                index = improves ? (int8)i : index;
                __builtin_memcpy(columns->index + 8 * k, &index, sizeof index);
                *next = improves ? *least : comes_next ? sum : *next;
                *least = improves ? sum : *least;
            }
            if (__builtin_reduce_min(sum) >= best2) continue;
            for (int lane = 0; lane < 8; lane++) {
                if (sum[lane] < best1) {
                    best2 = best1;
                    best1 = sum[lane];
                    best = 8 * k + lane;
                } else if (sum[lane] < best2) {
                    best2 = sum[lane];
                }
            }
        }
        rows->index[i] = best;
        rows->best[i] = best1;
        rows->second[i] = best2;
    }
}

WITH_AVX2(
    void, ck_nearest_features, nearest_features,
    (const float *a, int stride, int dimension, int first, int end, const float *b, int blocks, ck_nearest *rows,
     ck_nearest *columns),
    (a, stride, dimension, first, end, b, blocks, rows, columns))
