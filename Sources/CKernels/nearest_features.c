// Nearest neighbours among feature histograms by brute force: in 33 dimensions a tree visits nearly everything, and
// eight distances at a time are faster. Rows of `a` against blocks of eight columns of `b`.
#include "CKernels.h"
#include "vectors.h"

#include <math.h>

INLINE void nearest_features(
    const float *a, int stride, int dimension, int first, int end, const float *b, int blocks, int *index,
    float *distance, float *second) {
    for (int i = first; i < end; i++) {
        const float *row = a + (long)i * stride;
        float best1 = INFINITY, best2 = INFINITY;
        int best = -1;
        for (int k = 0; k < blocks; k++) {
            const float *column = b + (long)k * 8 * dimension;
            float8 sum = {0}, other = {0};
            int d = 0;
            for (; d + 1 < dimension; d += 2) {
                float8 x, y;
                __builtin_memcpy(&x, column + 8 * d, sizeof x);
                __builtin_memcpy(&y, column + 8 * d + 8, sizeof y);
                x -= row[d];
                y -= row[d + 1];
                sum += x * x;
                other += y * y;
            }
            if (d < dimension) {
                float8 x;
                __builtin_memcpy(&x, column + 8 * d, sizeof x);
                x -= row[d];
                sum += x * x;
            }
            sum += other;
            float least = sum[0];
            for (int lane = 1; lane < 8; lane++) least = sum[lane] < least ? sum[lane] : least;
            if (least >= best2) continue;
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
        index[i] = best;
        distance[i] = best1;
        second[i] = best2;
    }
}

WITH_AVX2(
    void, ck_nearest_features, nearest_features,
    (const float *a, int stride, int dimension, int first, int end, const float *b, int blocks, int *index,
     float *distance, float *second),
    (a, stride, dimension, first, end, b, blocks, index, distance, second))
