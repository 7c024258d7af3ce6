#ifndef CKERNELS_H
#define CKERNELS_H

// Short kernels that Swift can't say: instructions beyond SSE2, correctly rounded number parsing, and the few system
// calls that Swift's Glibc hides. Plain C interfaces; each kernel in a file of its own, with a slow Swift version as
// its oracle in the tests.

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The processors this process may run on (its affinity mask), at least 1.
int ck_available_processors(void);

/// The number that the whole of [begin, end) spells, correctly rounded, whatever the locale; also nan and inf. 0 if it
/// spells none.
int ck_parse_float(const unsigned char *begin, const unsigned char *end, float *value);
int ck_parse_double(const unsigned char *begin, const unsigned char *end, double *value);

/// Writes the shortest text that gives the same number back when read; at most 32 bytes. Returns the byte behind it.
unsigned char *ck_format_float(unsigned char *text, float value);
unsigned char *ck_format_double(unsigned char *text, double value);

/// Sums of d = p - shift and of its products (x y z, xx xy xz yy yz zz) over the points that are finite; their number.
size_t ck_moments(const float *x, const float *y, const float *z, size_t count, const double shift[3], double sums[9]);

/// Bounds and sums of products to the third order of q = axes · (p - origin), axes row by row, over the finite points:
/// x y z, xx yy zz xy xz yz, xxx xxy xxz xyy xyz xzz yyy yyz yzz zzz. Gives their number.
size_t ck_frame_moments(
    const float *x, const float *y, const float *z, size_t count, const double axes[9], const double origin[3],
    double sums[19], double low[3], double high[3]);

/// The versions for any processor, whatever this one has: for the tests that both give the same bits.
size_t ck_moments_baseline(
    const float *x, const float *y, const float *z, size_t count, const double shift[3], double sums[9]);
size_t ck_frame_moments_baseline(
    const float *x, const float *y, const float *z, size_t count, const double axes[9], const double origin[3],
    double sums[19], double low[3], double high[3]);

/// A k-d tree's columns as SpatialSearch lays them out: leaves of 16 slots, groups of eight boxes (48 floats each).
typedef struct {
    const float *x, *y, *z;
    const int32_t *index;
    const float *boxes;
    const uint32_t *level_starts;
    int32_t levels;
} ck_kdtree;

/// The `k` ≥ 1 nearest points whose squared distance is at most `bound`, finite and ≥ 0; how many there are.
///
/// `keys` has room for one key if `k` is 1, else for `k` rounded up to a multiple of four. The last `k` of these are
/// written in order, those found before the others: the squared distance's bits above, the index below.
int ck_kdtree_nearest(const ck_kdtree *tree, float qx, float qy, float qz, float bound, int k, uint64_t *keys);
/// The version for any processor: for the test that both give the same bits.
int ck_kdtree_nearest_baseline(const ck_kdtree *tree, float qx, float qy, float qz, float bound, int k, uint64_t *keys);

/// For each row `first ..< end` of `a` (`stride` floats a row, `dimension` of them counting) the nearest column of `b`,
/// its squared distance and the second smallest. `b` lies in blocks of eight columns, dimension after dimension.
void ck_nearest_features(
    const float *a, int stride, int dimension, int first, int end, const float *b, int blocks, int *index,
    float *distance, float *second);

#ifdef __cplusplus
}
#endif

#endif
