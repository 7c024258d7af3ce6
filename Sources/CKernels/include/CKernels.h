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

/// Makes malloc keep up to `reserve` bytes of what is freed, on pages of 2 MiB, and map for itself only what is larger
/// than `mapped` bytes; to be called once, before threads start.
///
/// By default each array of a megabyte is mapped and unmapped, and each of its 4 KiB pages zeroed on first use.
void ck_reserve_heap(int reserve, int mapped);

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

/// Of each of the first `points` of a leaf's own points the moments of its `k` ≥ 1 nearest within the squared distance
/// `bound`, itself among them: how many there are, and the sums over their offsets from it of x y z, xx yy zz, xy yz zx.
///
/// `first_step` is the share of the step between two points by which the second is first looked around further than the
/// first had to be: it decides on the time, not on the result.
/// `x`, `y`, `z` are the cloud's columns, by index; `keys` has the room that `ck_kdtree_nearest` wants; `sums` takes ten
/// numbers a point.
void ck_kdtree_moments(
    const ck_kdtree *tree, const float *x, const float *y, const float *z, uint32_t leaf, uint32_t points, int k,
    float bound, float first_step, uint64_t *keys, double *sums);
/// The version for any processor: for the test that both give the same bits.
void ck_kdtree_moments_baseline(
    const ck_kdtree *tree, const float *x, const float *y, const float *z, uint32_t leaf, uint32_t points, int k,
    float bound, float first_step, uint64_t *keys, double *sums);

/// Which covariances the quick method of `ck_planes` serves.
typedef struct {
    /// What may be left off the diagonal in the axes that were found, as a share of the largest entry.
    double left_over;
    /// The largest entry of the covariance: within these its products neither vanish nor overflow.
    double least, greatest;
} ck_plane_limits;

/// The planes through neighbourhoods, from their moments as `ck_kdtree_moments` gives them: the normal, and the
/// covariance's eigenvalues from the largest to the smallest, six numbers each; the last is NaN where the covariance
/// wants a more careful method. Reads and writes whole fours.
void ck_planes(const double *sums, size_t count, const ck_plane_limits *limits, double *planes);
/// The version for any processor: for the test that both give the same bits.
void ck_planes_baseline(const double *sums, size_t count, const ck_plane_limits *limits, double *planes);

/// Up to which differences two matches agree.
typedef struct {
    /// Of the distances between their points on either side, in metres.
    float distance;
    /// Points nearer to one another than this, in metres, say nothing about the rotation: they don't agree.
    float shortest;
    /// Of the cosines of the normals' angles with one another and with the line between the points.
    float cosine;
    /// Whether the normals' sides count.
    int oriented;
} ck_match_tolerances;

/// Sets the bits of `row` for those of `count` matches that agree with match `i` on the distance and on the angles of
/// the normals.
///
/// `columns` are x, y, z of the source points, target points, source normals and target normals, `stride` apart and
/// padded to whole eights.
void ck_consistent_matches(
    const float *columns, size_t stride, size_t count, size_t i, const ck_match_tolerances *t, uint64_t *row);
/// How many bits two rows have in common.
size_t ck_common_bits(const uint64_t *a, const uint64_t *b, size_t words);
/// The same for row `i` and each of the rows that it names, in all.
size_t ck_shared_bits(const uint64_t *bits, size_t words, size_t i);
/// The versions for any processor: for the test that both give the same.
void ck_consistent_matches_baseline(
    const float *columns, size_t stride, size_t count, size_t i, const ck_match_tolerances *t, uint64_t *row);
size_t ck_common_bits_baseline(const uint64_t *a, const uint64_t *b, size_t words);
size_t ck_shared_bits_baseline(const uint64_t *bits, size_t words, size_t i);

/// Of each feature the nearest one of others so far, its squared distance and the second smallest.
typedef struct {
    int *index;
    float *best, *second;
} ck_nearest;

/// Compares the rows `first ..< end` of `a` (`stride` floats a row, `dimension` of them counting) with all columns of
/// `b`, which lies in blocks of eight columns, dimension after dimension, and updates what is nearest to either.
void ck_nearest_features(
    const float *a, int stride, int dimension, int first, int end, const float *b, int blocks, ck_nearest *rows,
    ck_nearest *columns);
void ck_nearest_features_baseline(
    const float *a, int stride, int dimension, int first, int end, const float *b, int blocks, ck_nearest *rows,
    ck_nearest *columns);

/// How points are numbered by voxel: the cube's place along each axis from the lowest, below 2^51, x in the low bits.
typedef struct {
    double inverse_size;
    double lowest[3];
    int64_t y_shift, z_shift;
} ck_voxel_grid;

/// A voxel while its points are summed up: x, y, z and how many; its key and its first point.
typedef struct {
    double sum[4];
    uint64_t key;
    uint32_t first;
    uint32_t unused[5];
} ck_voxel;

/// Room for one part's voxels, used again for the next; grows as they do. Begins as zeros, and ends with
/// `ck_voxel_scratch_free`.
typedef struct {
    uint32_t *slots;
    int slot_bits;
    ck_voxel *voxels;
    double *normals;
} ck_voxel_scratch;

void ck_voxel_scratch_free(ck_voxel_scratch *scratch);

typedef struct {
    float *x, *y, *z;
    float *nx, *ny, *nz;
    int32_t *count;
} ck_voxel_columns;

/// The part of each point, 2^part_bits for one that isn't finite, at most 2^8; and adds up how many there are of each.
void ck_voxel_parts(
    const float *x, const float *y, const float *z, size_t count, const ck_voxel_grid *grid, int part_bits,
    uint16_t *parts, size_t *counts);
/// Writes those of the points `first ..< end` that are in a part as records (three numbers and the index) to their
/// parts' next places.
void ck_voxel_deal(
    const float *x, const float *y, const float *z, size_t first, size_t end, const uint16_t *parts,
    uint32_t part_count, size_t *next, float *records);
/// Turns one part's records into those of its voxels (centroid and number of points; unit normal), in the order of
/// their first points, which are marked in `parts` and counted by blocks. Gives the number of voxels.
size_t ck_voxel_sums(
    float *records, float *normals, size_t count, const ck_voxel_grid *grid, ck_voxel_scratch *scratch,
    uint16_t *parts, int block_bits, size_t *first_counts);
/// Writes the voxels whose first points are marked among `first ..< end` to columns from `place` on.
void ck_voxel_gather(
    const uint16_t *parts, size_t first, size_t end, const float *records, const float *normals, size_t *next,
    size_t place, const ck_voxel_columns *out);
/// The versions for any processor: for the test that both give the same bits.
void ck_voxel_parts_baseline(
    const float *x, const float *y, const float *z, size_t count, const ck_voxel_grid *grid, int part_bits,
    uint16_t *parts, size_t *counts);
size_t ck_voxel_sums_baseline(
    float *records, float *normals, size_t count, const ck_voxel_grid *grid, ck_voxel_scratch *scratch,
    uint16_t *parts, int block_bits, size_t *first_counts);

/// A vertex as a camera sees it: its place in 1/65536 pixel, and whether that is within ±8192 pixels and far enough
/// before the camera for the rest to mean anything.
typedef struct {
    int32_t x, y;
    float inverse_depth;
    int32_t is_inside;
} ck_screen_vertex;

/// The images of vertices: `transform` is the camera-from-mesh matrix's three rows of four, `camera` is fx, fy, cx, cy,
/// with whole numbers in the middles of pixels.
void ck_screen_vertices(
    const float *x, const float *y, const float *z, size_t count, const double transform[12], const double camera[4],
    double near, ck_screen_vertex *out);
void ck_screen_vertices_baseline(
    const float *x, const float *y, const float *z, size_t count, const double transform[12], const double camera[4],
    double near, ck_screen_vertex *out);

/// What is nearest in each pixel so far: its inverse depth, 0 where there is nothing, and its triangle.
typedef struct {
    float *inverse_depths;
    uint32_t *triangles;
    int32_t width, height;
} ck_depth_buffer;

enum { ck_front_faces = 0, ck_all_faces = 1 };

/// Draws triangles, `stride` apart in `corners`, and numbers them from `first` on; of equally near ones the lowest number
/// stays. Those with a corner that is not inside are left over for the caller, whose indices are written and counted;
/// those that name no vertex are passed over.
size_t ck_draw_triangles(
    const ck_screen_vertex *vertices, size_t vertex_count, const uint32_t *corners, size_t stride, size_t count,
    int faces, uint32_t first, const ck_depth_buffer *out, uint32_t *left_over);

#ifdef __cplusplus
}
#endif

#endif
