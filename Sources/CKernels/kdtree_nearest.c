#include "CKernels.h"

// One source for two machines: GCC's vector types compile to whatever the enclosing function's target has. Helpers are
// inlined into it and take vectors by pointer, because by value their calling convention would depend on the target.
// No FMA: distances must not depend on the machine.
typedef float float8 __attribute__((ext_vector_type(8), aligned(4)));
typedef double double4 __attribute__((ext_vector_type(4), aligned(8)));
typedef int int8 __attribute__((ext_vector_type(8)));
typedef _Bool bool8 __attribute__((ext_vector_type(8)));
#define INLINE static inline __attribute__((always_inline))

enum { LEAF = 16, FAN_OUT = 8, GROUP_FLOATS = 48, MOST_LEVELS = 11 };

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

typedef struct {
    float bound;
    // Of a leaf, else of a group; `height` is 0 for a leaf, else one above the group's level.
    uint32_t number;
    uint32_t height;
} waiting_box;

// Depth first, the nearest box first. `quads` of keys are kept; 0 for a single one.
INLINE void search(
    const ck_kdtree *tree, float qx, float qy, float qz, uint64_t *keys, int quads) {
    uint64_t *worst = quads == 0 ? keys : keys + 4 * quads - 1;
    float bound = distance_of(*worst);
    waiting_box stack[MOST_LEVELS * FAN_OUT];
    int waiting = 1;
    stack[0] = (waiting_box){0, 0, (uint32_t)tree->levels};
    while (waiting > 0) {
        waiting_box box = stack[--waiting];
        if (box.bound > bound) continue;
        float8 x, y, z, distances;
        if (box.height == 0) {
            for (uint32_t slot = box.number * LEAF; slot < (box.number + 1) * LEAF; slot += 8) {
                x = *(const float8 *)(tree->x + slot) - (float8)qx;
                y = *(const float8 *)(tree->y + slot) - (float8)qy;
                z = *(const float8 *)(tree->z + slot) - (float8)qz;
                squared_length(&distances, &x, &y, &z);
                unsigned within = lanes_at_most(&distances, bound);
                if (within == 0) continue;
                float spread[8];
                *(float8 *)spread = distances;
                for (; within != 0; within &= within - 1) {
                    int lane = __builtin_ctz(within);
                    uint64_t key = key_of(spread[lane], (uint32_t)tree->index[slot + lane]);
                    if (quads == 0) {
                        *keys = key < *keys ? key : *keys;
                    } else {
                        insert(keys, quads, key);
                    }
                }
                bound = distance_of(*worst);
            }
            continue;
        }
        const float *group = tree->boxes + (size_t)GROUP_FLOATS * (tree->level_starts[box.height - 1] + box.number);
        gap(&x, group, group + 24, qx);
        gap(&y, group + 8, group + 32, qy);
        gap(&z, group + 16, group + 40, qz);
        squared_length(&distances, &x, &y, &z);
        unsigned within = lanes_at_most(&distances, bound);
        float spread[8];
        *(float8 *)spread = distances;
        int first = waiting;
        for (; within != 0; within &= within - 1) {
            int lane = __builtin_ctz(within), place = waiting++;
            float distance = spread[lane];
            for (; place > first && stack[place - 1].bound < distance; place--) stack[place] = stack[place - 1];
            stack[place] = (waiting_box){distance, box.number * FAN_OUT + lane, box.height - 1};
        }
    }
}

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

int ck_kdtree_nearest_baseline(
    const ck_kdtree *tree, float qx, float qy, float qz, float bound, int k, uint64_t *keys) {
    return nearest(tree, qx, qy, qz, bound, k, keys);
}

#ifdef __x86_64__
__attribute__((target("avx2")))
static int nearest_avx2(const ck_kdtree *tree, float qx, float qy, float qz, float bound, int k, uint64_t *keys) {
    return nearest(tree, qx, qy, qz, bound, k, keys);
}
#endif

int ck_kdtree_nearest(const ck_kdtree *tree, float qx, float qy, float qz, float bound, int k, uint64_t *keys) {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2")) return nearest_avx2(tree, qx, qy, qz, bound, k, keys);
#endif
    return nearest(tree, qx, qy, qz, bound, k, keys);
}
