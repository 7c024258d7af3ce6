#ifndef KDTREE_H
#define KDTREE_H

#include "CKernels.h"
#include "vectors.h"

// How a k-d tree is searched, for the kernels that do. Helpers take vectors by pointer: by value their calling
// convention would depend on the target.

typedef double double4 __attribute__((ext_vector_type(4), aligned(8)));
typedef int int8_unaligned __attribute__((ext_vector_type(8), aligned(4)));

// More than the rounding of a handful of Float32 operations (2^-24 each) takes off a squared distance.
#define ROUNDED_UP 1.000001f

enum { LEAF = 16, FAN_OUT = 8, GROUP_FLOATS = 48, MOST_LEVELS = 11, NONE = INT32_MAX };

INLINE unsigned lanes_at_most(const float8 *values, float bound) {
    bool8 within = __builtin_convertvector(*values <= (float8)bound, bool8);
    unsigned char bits;
    __builtin_memcpy(&bits, &within, 1);
    return bits;
}

// How far outside low…high a coordinate lies, 0 inside.
INLINE void gap(float8 *out, const float *low, const float *high, float value) {
    float8 below = *(const float8 *)low - (float8)value, above = (float8)value - *(const float8 *)high;
    float8 outside = above > below ? above : below;
    *out = outside > (float8)0 ? outside : (float8)0;
}

// (x² + y²) + z², in this order.
INLINE void squared_length(float8 *out, const float8 *x, const float8 *y, const float8 *z) {
    *out = (*x * *x + *y * *y) + *z * *z;
}

INLINE uint64_t key_of(float squared_distance, uint32_t index) {
    uint32_t bits;
    __builtin_memcpy(&bits, &squared_distance, 4);
    return (uint64_t)bits << 32 | index;
}

INLINE float distance_of(uint64_t key) {
    uint32_t bits = (uint32_t)(key >> 32);
    float value;
    __builtin_memcpy(&value, &bits, 4);
    return value;
}

// Sorted insertion without a branch: each place takes max(its left neighbour, min(itself, the new one)), and the
// greatest falls out. As doubles keys compare as they do as integers: the sign bit is clear, and the bits of a finite
// Float32 in the upper half are no double's NaN.
INLINE void insert(uint64_t *keys, int quads, uint64_t key) {
    double value;
    __builtin_memcpy(&value, &key, 8);
    double4 new = (double4)value, right = ((const double4 *)keys)[quads - 1];
    for (int i = quads - 1; i > 0; i--) {
        double4 left = ((const double4 *)keys)[i - 1];
        double4 before = __builtin_shufflevector(left, right, 3, 4, 5, 6);
        double4 least = right < new ? right : new;
        ((double4 *)keys)[i] = before > least ? before : least;
        right = left;
    }
    double4 before = __builtin_shufflevector((double4)0, right, 3, 4, 5, 6);
    double4 least = right < new ? right : new;
    ((double4 *)keys)[0] = before > least ? before : least;
}

// A group whose children are being looked into, the nearest first.
typedef struct {
    float8 distances;
    // The last child's place in the order, see `next_child`.
    int last;
    uint32_t number;
} open_group;

INLINE void open(open_group *opened, const ck_kdtree *tree, int level, uint32_t number, float qx, float qy, float qz) {
    const float *group = tree->boxes + (size_t)GROUP_FLOATS * (tree->level_starts[level] + number);
    float8 x, y, z;
    gap(&x, group, group + 24, qx);
    gap(&y, group + 8, group + 32, qy);
    gap(&z, group + 16, group + 40, qz);
    squared_length(&opened->distances, &x, &y, &z);
    opened->last = -1;
    opened->number = number;
}

// The least of eight, by halves: without a branch, which would be taken as often as not.
INLINE int least(const int8 *values) {
    int8 a = *values, b = __builtin_shufflevector(a, a, 4, 5, 6, 7, 0, 1, 2, 3);
    a = a < b ? a : b, b = __builtin_shufflevector(a, a, 2, 3, 0, 1, 6, 7, 4, 5);
    a = a < b ? a : b, b = __builtin_shufflevector(a, a, 1, 0, 3, 2, 5, 4, 7, 6);
    a = a < b ? a : b;
    return a[0];
}

// The nearest child within the bound that wasn't next before, or NONE. Its order is that of the distances' bits with
// the lane in the last three of them: no two are equal, and those behind the last one are still to come.
INLINE int next_child(open_group *opened, float bound) {
    const int8 lanes = {0, 1, 2, 3, 4, 5, 6, 7};
    int8 order = ((int8)opened->distances & (int8)~7) | lanes;
    int8 waits = (order > (int8)opened->last) & (int8)(opened->distances <= (float8)bound);
    order = waits ? order : (int8)NONE;
    return opened->last = least(&order);
}

INLINE void leaf_distances(float8 *out, const ck_kdtree *tree, uint32_t slot, float qx, float qy, float qz) {
    float8 x = *(const float8 *)(tree->x + slot) - (float8)qx;
    float8 y = *(const float8 *)(tree->y + slot) - (float8)qy;
    float8 z = *(const float8 *)(tree->z + slot) - (float8)qz;
    squared_length(out, &x, &y, &z);
}

// The nearest of a leaf, if it comes before `best`.
INLINE uint64_t nearest_of_leaf(
    const ck_kdtree *tree, uint32_t slot, float qx, float qy, float qz, float bound, uint64_t best) {
    float8 first, second;
    leaf_distances(&first, tree, slot, qx, qy, qz);
    leaf_distances(&second, tree, slot + 8, qx, qy, qz);
    // As integers the bits of distances are in order, and those of NaN, where a slot is free, behind all others.
    const int8 magnitude = (int8)INT32_MAX;
    int8 one = (int8)first & magnitude, other = (int8)second & magnitude, both = one < other ? one : other;
    int bits = least(&both);
    float distance;
    __builtin_memcpy(&distance, &bits, 4);
    if (!(distance <= bound)) return best;
    unsigned equal = lanes_at_most(&first, distance) | lanes_at_most(&second, distance) << 8;
    do {
        uint64_t key = key_of(distance, (uint32_t)tree->index[slot + (uint32_t)__builtin_ctz(equal)]);
        best = key < best ? key : best;
        equal &= equal - 1;
    } while (__builtin_expect(equal != 0, 0));
    return best;
}

INLINE void insert_leaf(
    const ck_kdtree *tree, uint32_t slot, float qx, float qy, float qz, float bound, uint64_t *keys, int quads) {
    float8 first, second;
    leaf_distances(&first, tree, slot, qx, qy, qz);
    leaf_distances(&second, tree, slot + 8, qx, qy, qz);
    float distances[LEAF];
    *(float8 *)distances = first;
    *(float8 *)(distances + 8) = second;
    unsigned within = lanes_at_most(&first, bound) | lanes_at_most(&second, bound) << 8;
    for (; within != 0; within &= within - 1) {
        int lane = __builtin_ctz(within);
        insert(keys, quads, key_of(distances[lane], (uint32_t)tree->index[slot + (uint32_t)lane]));
    }
}

// Depth first, the nearest box first. `quads` of keys are kept; 0 for a single one.
INLINE void search(const ck_kdtree *tree, float qx, float qy, float qz, uint64_t *keys, int quads) {
    uint64_t *worst = quads == 0 ? keys : keys + 4 * quads - 1;
    float bound = distance_of(*worst);
    open_group groups[MOST_LEVELS];
    int level = tree->levels - 1;
    open(groups + level, tree, level, 0, qx, qy, qz);
    while (1) {
        const int next = next_child(groups + level, bound);
        if (next == NONE) {
            if (++level == tree->levels) return;
            continue;
        }
        const uint32_t child = groups[level].number * FAN_OUT + (next & (FAN_OUT - 1));
        if (level > 0) {
            level--;
            open(groups + level, tree, level, child, qx, qy, qz);
        } else {
            if (quads == 0) {
                *keys = nearest_of_leaf(tree, child * LEAF, qx, qy, qz, bound, *keys);
            } else {
                insert_leaf(tree, child * LEAF, qx, qy, qz, bound, keys, quads);
            }
            bound = distance_of(*worst);
        }
    }
}

// The `k` nearest within `bound`, see ck_kdtree_nearest.
INLINE int nearest(const ck_kdtree *tree, float qx, float qy, float qz, float bound, int k, uint64_t *keys) {
    int quads = k == 1 ? 0 : (k + 3) / 4;
    int length = k == 1 ? 1 : 4 * quads;
    uint64_t behind = key_of(bound, UINT32_MAX);
    for (int i = 0; i < length; i++) keys[i] = i < length - k ? 0 : behind;
    if (k == 1) {
        search(tree, qx, qy, qz, keys, 0);
    } else {
        search(tree, qx, qy, qz, keys, quads);
    }
    int found = 0;
    while (found < k && keys[length - k + found] != behind) found++;
    return found;
}

#endif
