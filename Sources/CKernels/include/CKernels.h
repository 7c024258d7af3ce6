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

/// The types of numbers in files.
typedef enum {
    ck_int8, ck_uint8, ck_int16, ck_uint16, ck_int32, ck_uint32, ck_int64, ck_uint64, ck_float32, ck_float64
} ck_number_type;

/// Stores the number at *text, correctly rounded, whatever the locale; also nan and inf. Moves *text behind it.
///
/// A separator (blank, tab, line end) must end the text, and 32 readable bytes follow. 0: no number of this type.
int ck_read_number(const unsigned char **text, ck_number_type type, void *value);

/// Writes the shortest text that gives the same number back when read; may touch 32 bytes. Returns the byte behind it.
unsigned char *ck_write_number(unsigned char *text, ck_number_type type, const void *value);

/// One number of a row of text: its type, that of row 0 in memory, and the bytes from row to row.
typedef struct {
    unsigned char *values;
    ptrdiff_t stride;
    ck_number_type type;
} ck_text_slot;

/// The rows in whole lines of text: lines that are neither blank nor begin with #.
size_t ck_count_rows(const unsigned char *text, const unsigned char *end, unsigned char terminator);

/// Reads the rows `first` ..< `end`, which must be there, from *text on; *text ends behind them. Returns `end`, or a row
/// that isn't as the slots say: then *text is where that row begins.
size_t ck_read_rows(
    const unsigned char **text, unsigned char terminator, const ck_text_slot *slots, size_t count, size_t first,
    size_t end);

/// Writes the rows `first` ..< `end` as lines, each number as ck_write_number does and one byte behind it. Returns the
/// byte behind the last line.
unsigned char *ck_write_rows(
    unsigned char *text, const ck_text_slot *slots, size_t count, size_t first, size_t end);

/// The versions for any processor, whatever this one has: for the tests that both give the same.
size_t ck_read_rows_baseline(
    const unsigned char **text, unsigned char terminator, const ck_text_slot *slots, size_t count, size_t first,
    size_t end);
unsigned char *ck_write_rows_baseline(
    unsigned char *text, const ck_text_slot *slots, size_t count, size_t first, size_t end);

/// LZF: writes the compressed bytes, at most `count` and one more for each 32 begun; returns their number.
size_t ck_lzf_compress(const unsigned char *in, size_t count, unsigned char *out);

/// Unpacks from in[*in_place] on to out[*out_place] on, moving both, up to a token that comes near the end of either
/// side or reaches back before `out`: what isn't said here by itself is for a careful decoder.
void ck_lzf_decompress(
    const unsigned char *in, size_t in_count, size_t *in_place, unsigned char *out, size_t out_count,
    size_t *out_place);

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
