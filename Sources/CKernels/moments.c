#include "CKernels.h"
#include "vectors.h"

// First and second moments about a shift, four points at a time in Float64.
//
// No fused multiply-add: the AVX2 and the plain version give the same bits, and at 10 million points the memory's
// bandwidth hides the difference. Nine accumulators, the shift and three temporaries just fill 16 registers.

static inline __attribute__((always_inline)) size_t moments(
    const float *x, const float *y, const float *z, size_t count, const double shift[3], double sums[9]) {
    v4d total[9] = {};
    const v4d shift_x = splat(shift[0]), shift_y = splat(shift[1]), shift_z = splat(shift[2]);
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        v4d dx = load4(x + i) - shift_x, dy = load4(y + i) - shift_y, dz = load4(z + i) - shift_z;
        total[0] += dx;
        total[1] += dy;
        total[2] += dz;
        total[3] += dx * dx;
        total[4] += dx * dy;
        total[5] += dx * dz;
        total[6] += dy * dy;
        total[7] += dy * dz;
        total[8] += dz * dz;
    }
    // One number that isn't finite makes every sum that it touches not finite (∞ - ∞ and ∞ · ∞ included).
    double check = add4(total[3]) + add4(total[6]) + add4(total[8]);
    size_t valid = i;
    if (check - check != 0) {
        // Once more, with the invalid points' differences replaced by zeros.
        for (int k = 0; k < 9; k++) total[k] = splat(0);
        valid = 0;
        for (i = 0; i + 4 <= count; i += 4) {
            v4d dx = load4(x + i) - shift_x, dy = load4(y + i) - shift_y, dz = load4(z + i) - shift_z;
            v4d probe = (dx - dx) + (dy - dy) + (dz - dz);
            v4i finite = probe == splat(0);
            valid += count4(finite);
            dx = keep(dx, finite), dy = keep(dy, finite), dz = keep(dz, finite);
            total[0] += dx;
            total[1] += dy;
            total[2] += dz;
            total[3] += dx * dx;
            total[4] += dx * dy;
            total[5] += dx * dz;
            total[6] += dy * dy;
            total[7] += dy * dz;
            total[8] += dz * dz;
        }
    }
    for (int k = 0; k < 9; k++) sums[k] = add4(total[k]);
    for (; i < count; i++) {
        double dx = x[i] - shift[0], dy = y[i] - shift[1], dz = z[i] - shift[2];
        double probe = (dx - dx) + (dy - dy) + (dz - dz);
        if (probe != 0) continue;
        valid++;
        sums[0] += dx;
        sums[1] += dy;
        sums[2] += dz;
        sums[3] += dx * dx;
        sums[4] += dx * dy;
        sums[5] += dx * dz;
        sums[6] += dy * dy;
        sums[7] += dy * dz;
        sums[8] += dz * dz;
    }
    return valid;
}

WITH_AVX2(
    size_t, ck_moments, moments,
    (const float *x, const float *y, const float *z, size_t count, const double shift[3], double sums[9]),
    (x, y, z, count, shift, sums))
