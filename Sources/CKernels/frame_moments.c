#include "CKernels.h"
#include "vectors.h"

// Bounds and moments to the third order of points seen in a frame: q = axes · (p - origin), four points at a time.
//
// sums: x y z, then xx yy zz xy xz yz, then xxx xxy xxz xyy xyz xzz yyy yyz yzz zzz.

enum { FRAME_SUMS = 19 };

static inline __attribute__((always_inline)) size_t frame_moments(
    const float *px, const float *py, const float *pz, size_t count, const double axes[9], const double origin[3],
    double sums[FRAME_SUMS], double low[3], double high[3]) {
    v4d total[FRAME_SUMS] = {};
    v4d least[3], most[3];
    for (int k = 0; k < 3; k++) least[k] = splat(__builtin_inf()), most[k] = splat(-__builtin_inf());
    v4d a[9], o[3];
    for (int k = 0; k < 9; k++) a[k] = splat(axes[k]);
    for (int k = 0; k < 3; k++) o[k] = splat(origin[k]);
    size_t valid = 0;
    for (size_t i = 0; i < count; i += 4) {
        float tail[3][4];
        const float *sx = px + i, *sy = py + i, *sz = pz + i;
        if (i + 4 > count) {
            for (size_t k = 0; k < 4; k++) {
                tail[0][k] = i + k < count ? sx[k] : __builtin_nanf("");
                tail[1][k] = i + k < count ? sy[k] : 0;
                tail[2][k] = i + k < count ? sz[k] : 0;
            }
            sx = tail[0], sy = tail[1], sz = tail[2];
        }
        v4d cx = load4(sx) - o[0], cy = load4(sy) - o[1], cz = load4(sz) - o[2];
        v4i finite = ((cx - cx) + (cy - cy) + (cz - cz)) == splat(0);
        valid += count4(finite);
        v4d x = keep(a[0] * cx + a[1] * cy + a[2] * cz, finite);
        v4d y = keep(a[3] * cx + a[4] * cy + a[5] * cz, finite);
        v4d z = keep(a[6] * cx + a[7] * cy + a[8] * cz, finite);
        least[0] = choose(finite & (x < least[0]), x, least[0]);
        least[1] = choose(finite & (y < least[1]), y, least[1]);
        least[2] = choose(finite & (z < least[2]), z, least[2]);
        most[0] = choose(finite & (x > most[0]), x, most[0]);
        most[1] = choose(finite & (y > most[1]), y, most[1]);
        most[2] = choose(finite & (z > most[2]), z, most[2]);
        v4d xx = x * x, yy = y * y, zz = z * z, xy = x * y;
        const v4d terms[FRAME_SUMS] = {
            x, y, z, xx, yy, zz, xy, x * z, y * z,
            xx * x, xx * y, xx * z, x * yy, xy * z, x * zz, yy * y, yy * z, y * zz, zz * z};
        for (int k = 0; k < FRAME_SUMS; k++) total[k] += terms[k];
    }
    for (int k = 0; k < FRAME_SUMS; k++) sums[k] = add4(total[k]);
    for (int k = 0; k < 3; k++) {
        low[k] = high[k] = 0;
        for (int lane = 0; lane < 4; lane++) {
            if (lane == 0 || least[k][lane] < low[k]) low[k] = least[k][lane];
            if (lane == 0 || most[k][lane] > high[k]) high[k] = most[k][lane];
        }
    }
    return valid;
}

WITH_AVX2(
    size_t, ck_frame_moments, frame_moments,
    (const float *x, const float *y, const float *z, size_t count, const double axes[9], const double origin[3],
     double sums[19], double low[3], double high[3]),
    (x, y, z, count, axes, origin, sums, low, high))
