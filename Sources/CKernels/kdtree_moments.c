#include "kdtree.h"

#include <string.h>
#ifdef __x86_64__
#include <immintrin.h>
#endif

// Moments of the neighbourhoods of a tree's own points, a leaf at a time.
//
// The sixteen points of a leaf have most of their neighbours' leaves in common: these are listed once, and each
// point's search is a look at the list's boxes and at some leaves, without a tree to walk through. How far to look comes from
// the leaf's points that are done: the k neighbours of one lie within their distance plus the step from it. Mostly they
// lie well within, so a part of the step is tried first. What comes within is packed into a buffer, and those are taken
// that have fewer than k before them. Where a list doesn't serve, the general search does; every way gives the same set.

enum { MOST_LISTED = 64, MOST_PACKED = 112, MOST_WANTED = 64 };

typedef struct {
    int count;
    // Least x, y, z and greatest x, y, z of each, eight of nothing behind the last.
    float boxes[6][MOST_LISTED + 8];
    uint32_t leaves[MOST_LISTED + 8];
} leaf_list;

typedef struct {
    // Squared distances, offsets from the query, indices in the cloud.
    float distances[16 * MOST_LISTED + 16];
    float x[16 * MOST_LISTED + 16], y[16 * MOST_LISTED + 16], z[16 * MOST_LISTED + 16];
    float index[16 * MOST_LISTED + 16];
} packed_points;

// Writes the lanes whose bits are set side by side, and anything behind them up to eight.
typedef void pack_function(float *out, const float8 *values, unsigned lanes);

INLINE void pack_any(float *out, const float8 *values, unsigned lanes) {
    for (int lane = 0; lane < 8; lane++) {
        *out = (*values)[lane];
        out += lanes >> lane & 1;
    }
}

#ifdef __x86_64__
// The set bits' places, a byte each, of every eight bits.
#define BIT(bits, place) ((uint64_t)(bits) >> (place) & 1)
#define COUNT(bits)                                                                                                 \
    (BIT(bits, 0) + BIT(bits, 1) + BIT(bits, 2) + BIT(bits, 3) + BIT(bits, 4) + BIT(bits, 5) + BIT(bits, 6))
#define PLACE(bits, place) (BIT(bits, place) * (place) << 8 * COUNT((bits) & ((1 << (place)) - 1)))
#define PLACES(bits)                                                                                                \
    (PLACE(bits, 1) | PLACE(bits, 2) | PLACE(bits, 3) | PLACE(bits, 4) | PLACE(bits, 5) | PLACE(bits, 6) |          \
     PLACE(bits, 7))
#define FOUR(bits) PLACES(bits), PLACES((bits) + 1), PLACES((bits) + 2), PLACES((bits) + 3)
#define SIXTEEN(bits) FOUR(bits), FOUR((bits) + 4), FOUR((bits) + 8), FOUR((bits) + 12)
#define SIXTY_FOUR(bits) SIXTEEN(bits), SIXTEEN((bits) + 16), SIXTEEN((bits) + 32), SIXTEEN((bits) + 48)
static const uint64_t places[256] = {SIXTY_FOUR(0), SIXTY_FOUR(64), SIXTY_FOUR(128), SIXTY_FOUR(192)};

__attribute__((target("avx2"))) INLINE void pack_avx2(float *out, const float8 *values, unsigned lanes) {
    __m256i order = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((long long)places[lanes]));
    *(float8 *)out = (float8)_mm256_permutevar8x32_ps((__m256)*values, order);
}
#endif

// How far apart two boxes lie along an axis, 0 where they meet.
INLINE void gap_between(float8 *out, const float *low, const float *high, float own_low, float own_high) {
    float8 below = *(const float8 *)low - (float8)own_high, above = (float8)own_low - *(const float8 *)high;
    float8 outside = above > below ? above : below;
    *out = outside > (float8)0 ? outside : (float8)0;
}

INLINE unsigned children_near(const ck_kdtree *tree, int level, uint32_t number, const float box[6], float bound) {
    const float *group = tree->boxes + (size_t)GROUP_FLOATS * (tree->level_starts[level] + number);
    float8 x, y, z, distances;
    gap_between(&x, group, group + 24, box[0], box[3]);
    gap_between(&y, group + 8, group + 32, box[1], box[4]);
    gap_between(&z, group + 16, group + 40, box[2], box[5]);
    squared_length(&distances, &x, &y, &z);
    return lanes_at_most(&distances, bound);
}

// Lists the leaves within a squared distance of a box; 0 if there are too many.
INLINE int list_leaves(leaf_list *list, const ck_kdtree *tree, const float box[6], float bound, pack_function *pack) {
    uint32_t numbers[MOST_LEVELS];
    unsigned children[MOST_LEVELS];
    int level = tree->levels - 1;
    numbers[level] = 0;
    children[level] = children_near(tree, level, 0, box, bound);
    list->count = 0;
    while (1) {
        if (level == 0) {
            if (list->count > MOST_LISTED - 8) return 0;
            const float *group = tree->boxes + (size_t)GROUP_FLOATS * numbers[0];
            for (int side = 0; side < 6; side++) {
                pack(list->boxes[side] + list->count, (const float8 *)(group + 8 * side), children[0]);
            }
            for (unsigned rest = children[0]; rest != 0; rest &= rest - 1) {
                list->leaves[list->count++] = numbers[0] * FAN_OUT + (uint32_t)__builtin_ctz(rest);
            }
            children[0] = 0;
        }
        while (children[level] == 0) {
            if (++level < tree->levels) continue;
            for (int side = 0; side < 6; side++) {
                const float8 nowhere = (float8)(side < 3 ? __builtin_inff() : -__builtin_inff());
                *(float8 *)(list->boxes[side] + list->count) = nowhere;
            }
            return 1;
        }
        const uint32_t child = numbers[level] * FAN_OUT + (uint32_t)__builtin_ctz(children[level]);
        children[level] &= children[level] - 1;
        level--;
        numbers[level] = child;
        children[level] = children_near(tree, level, child, box, bound);
    }
}

// Packs the listed leaves' points within a squared distance; how many.
INLINE int pack_points(
    packed_points *out, const leaf_list *list, const ck_kdtree *tree, float qx, float qy, float qz, float bound,
    pack_function *pack) {
    int count = 0;
    for (int first = 0; first < list->count; first += 8) {
        float8 x, y, z, distances;
        gap(&x, list->boxes[0] + first, list->boxes[3] + first, qx);
        gap(&y, list->boxes[1] + first, list->boxes[4] + first, qy);
        gap(&z, list->boxes[2] + first, list->boxes[5] + first, qz);
        squared_length(&distances, &x, &y, &z);
        for (unsigned near = lanes_at_most(&distances, bound); near != 0; near &= near - 1) {
            const uint32_t begin = list->leaves[first + __builtin_ctz(near)] * LEAF;
            for (uint32_t slot = begin; slot < begin + LEAF; slot += 8) {
                x = *(const float8 *)(tree->x + slot) - (float8)qx;
                y = *(const float8 *)(tree->y + slot) - (float8)qy;
                z = *(const float8 *)(tree->z + slot) - (float8)qz;
                squared_length(&distances, &x, &y, &z);
                const unsigned within = lanes_at_most(&distances, bound);
                pack(out->distances + count, &distances, within);
                pack(out->x + count, &x, within);
                pack(out->y + count, &y, within);
                pack(out->z + count, &z, within);
                pack(out->index + count, (const float8 *)(tree->index + slot), within);
                count += __builtin_popcount(within);
            }
        }
    }
    return count;
}

// Of points at the same distance as the last one, more than there is room for: those of the lowest indices stay.
static __attribute__((noinline)) void settle_ties(
    const packed_points *points, int count, int32_t *taken, int surplus, int32_t last) {
    for (; surplus > 0; surplus--) {
        int highest = -1;
        uint32_t highest_index = 0;
        for (int i = 0; i < count; i++) {
            int32_t distance;
            uint32_t index;
            memcpy(&distance, points->distances + i, 4);
            memcpy(&index, points->index + i, 4);
            if (taken[i] == 0 || distance != last || (highest >= 0 && index < highest_index)) continue;
            highest = i, highest_index = index;
        }
        taken[highest] = 0;
    }
}

// Sums over the `k` nearest of the packed points, all if there are no more; the last one's squared distance.
INLINE float nearest_moments(packed_points *points, int count, int k, double sums[10]) {
    // Two vectors at a time; what isn't there is never taken.
    _Alignas(32) int32_t taken[MOST_PACKED + 16];
    *(float8 *)(points->distances + count) = *(float8 *)(points->distances + count + 8) = (float8)__builtin_inff();
    int8 counts = (int8)0, last = (int8)0;
    for (int i = 0; i < count; i += 16) {
        const int8 one = *(const int8_unaligned *)(points->distances + i);
        const int8 other = *(const int8_unaligned *)(points->distances + i + 8);
        int8 before_one = (int8)0, before_other = (int8)0;
        for (int j = 0; j < count; j++) {
            int32_t bits;
            memcpy(&bits, points->distances + j, 4);
            before_one -= (int8)bits < one;
            before_other -= (int8)bits < other;
        }
        const int8 is_there = (int8)0x7F800000;
        const int8 takes_one = (before_one < (int8)k) & (one < is_there);
        const int8 takes_other = (before_other < (int8)k) & (other < is_there);
        counts -= takes_one + takes_other;
        last = (one & takes_one) > last ? (one & takes_one) : last;
        last = (other & takes_other) > last ? (other & takes_other) : last;
        *(int8 *)(taken + i) = takes_one;
        *(int8 *)(taken + i + 8) = takes_other;
    }
    int total = 0;
    int32_t last_bits = 0;
    for (int lane = 0; lane < 8; lane++) {
        total += counts[lane];
        last_bits = last[lane] > last_bits ? last[lane] : last_bits;
    }
    if (__builtin_expect(total > k, 0)) {
        settle_ties(points, count, taken, total - k, last_bits);
        total = k;
    }
    v4d sum[9];
    for (int i = 0; i < 9; i++) sum[i] = splat(0);
    for (int i = 0; i < count; i += 8) {
        const int8 takes = *(const int8 *)(taken + i);
        const float8 fx = (float8)(*(const int8_unaligned *)(points->x + i) & takes);
        const float8 fy = (float8)(*(const int8_unaligned *)(points->y + i) & takes);
        const float8 fz = (float8)(*(const int8_unaligned *)(points->z + i) & takes);
        for (int half = 0; half < 2; half++) {
            const v4d x = __builtin_convertvector(half ? fx.hi : fx.lo, v4d);
            const v4d y = __builtin_convertvector(half ? fy.hi : fy.lo, v4d);
            const v4d z = __builtin_convertvector(half ? fz.hi : fz.lo, v4d);
            sum[0] += x, sum[1] += y, sum[2] += z;
            sum[3] += x * x, sum[4] += y * y, sum[5] += z * z;
            sum[6] += x * y, sum[7] += y * z, sum[8] += z * x;
        }
    }
    sums[0] = total;
    for (int i = 0; i < 9; i++) sums[i + 1] = (sum[i][0] + sum[i][1]) + (sum[i][2] + sum[i][3]);
    float distance;
    memcpy(&distance, &last_bits, 4);
    return distance;
}

// The same from the general search's finds.
INLINE float searched_moments(
    const ck_kdtree *tree, const float *x, const float *y, const float *z, uint32_t slot, int k, float bound,
    uint64_t *keys, double sums[10]) {
    const float qx = tree->x[slot], qy = tree->y[slot], qz = tree->z[slot];
    const int found = nearest(tree, qx, qy, qz, bound, k, keys);
    const uint64_t *finds = keys + (k == 1 ? 0 : (k + 3) / 4 * 4 - k);
    memset(sums, 0, 10 * sizeof *sums);
    sums[0] = found;
    for (int i = 0; i < found; i++) {
        const uint32_t index = (uint32_t)finds[i];
        const double dx = x[index] - qx, dy = y[index] - qy, dz = z[index] - qz;
        sums[1] += dx, sums[2] += dy, sums[3] += dz;
        sums[4] += dx * dx, sums[5] += dy * dy, sums[6] += dz * dz;
        sums[7] += dx * dy, sums[8] += dy * dz, sums[9] += dz * dx;
    }
    return found < k ? bound : distance_of(finds[k - 1]);
}

// Distances of a leaf's points from a place.
INLINE void steps_from(float8 steps[2], const ck_kdtree *tree, uint32_t first, float x, float y, float z) {
    for (int half = 0; half < 2; half++) {
        leaf_distances(steps + half, tree, first + 8 * (uint32_t)half, x, y, z);
        steps[half] = __builtin_elementwise_sqrt(steps[half]);
    }
}

// A reach in metres as a squared bound that rounding doesn't make too narrow, and no wider than `bound`.
INLINE float squared(float reach, float bound) {
    const float wide = reach * reach * ROUNDED_UP;
    return wide < bound ? wide : bound;
}

INLINE void leaf_moments(
    const ck_kdtree *tree, const float *x, const float *y, const float *z, uint32_t leaf, uint32_t points, int k,
    float bound, float first_step, uint64_t *keys, double *sums, pack_function *pack) {
    const uint32_t first = leaf * LEAF;
    const float *group = tree->boxes + (size_t)GROUP_FLOATS * (leaf / FAN_OUT) + leaf % FAN_OUT;
    const float box[6] = {group[0], group[8], group[16], group[24], group[32], group[40]};
    // The point in the middle has the shortest steps to the others.
    float8 steps[2];
    steps_from(steps, tree, first, (box[0] + box[3]) / 2, (box[1] + box[4]) / 2, (box[2] + box[5]) / 2);
    uint32_t middle = 0;
    for (uint32_t i = 1; i < points; i++) {
        if (steps[i / 8][i % 8] < steps[middle / 8][middle % 8]) middle = i;
    }
    float last = searched_moments(tree, x, y, z, first + middle, k, bound, keys, sums + 10 * middle);
    float reach = __builtin_sqrtf(last);
    steps_from(steps, tree, first, tree->x[first + middle], tree->y[first + middle], tree->z[first + middle]);
    float longest = 0;
    for (uint32_t i = 0; i < points; i++) {
        longest = steps[i / 8][i % 8] > longest ? steps[i / 8][i % 8] : longest;
    }
    float8 safe[2] = {(float8)reach + steps[0], (float8)reach + steps[1]};
    float8 likely[2] = {(float8)reach + (float8)first_step * steps[0], (float8)reach + (float8)first_step * steps[1]};

    leaf_list list;
    packed_points near;
    // Within the listed distance of the leaf's box lies everything within it of each of its points.
    const float listed = squared(reach + first_step * longest, bound);
    const int is_listed = k <= MOST_WANTED && listed < 0x1p96f && list_leaves(&list, tree, box, listed, pack);
    for (uint32_t i = 0; i < points; i++) {
        if (i == middle) continue;
        const uint32_t slot = first + i;
        const float px = tree->x[slot], py = tree->y[slot], pz = tree->z[slot];
        const float all = squared(safe[i / 8][i % 8], bound);
        int is_done = 0;
        if (is_listed) {
            const float most = all < listed ? all : listed;
            const float some = squared(likely[i / 8][i % 8], most);
            int count = pack_points(&near, &list, tree, px, py, pz, some, pack);
            if (count < k && some < most) count = pack_points(&near, &list, tree, px, py, pz, most, pack);
            // Fewer than k are all that there are only where nothing but the caller's bound held the search back.
            is_done = count <= MOST_PACKED && (count >= k || most == bound);
            if (is_done) {
                last = nearest_moments(&near, count, k, sums + 10 * i);
                if (count < k) last = bound;
            }
        }
        if (!is_done) last = searched_moments(tree, x, y, z, slot, k, bound, keys, sums + 10 * i);
        reach = __builtin_sqrtf(last);
        steps_from(steps, tree, first, px, py, pz);
        for (int half = 0; half < 2; half++) {
            const float8 farthest = (float8)reach + steps[half];
            const float8 likelier = (float8)reach + (float8)first_step * steps[half];
            safe[half] = farthest < safe[half] ? farthest : safe[half];
            likely[half] = likelier < likely[half] ? likelier : likely[half];
        }
    }
}

void ck_kdtree_moments_baseline(
    const ck_kdtree *tree, const float *x, const float *y, const float *z, uint32_t leaf, uint32_t points, int k,
    float bound, float first_step, uint64_t *keys, double *sums) {
    leaf_moments(tree, x, y, z, leaf, points, k, bound, first_step, keys, sums, pack_any);
}

#ifdef __x86_64__
__attribute__((target("avx2"))) static void moments_avx2(
    const ck_kdtree *tree, const float *x, const float *y, const float *z, uint32_t leaf, uint32_t points, int k,
    float bound, float first_step, uint64_t *keys, double *sums) {
    leaf_moments(tree, x, y, z, leaf, points, k, bound, first_step, keys, sums, pack_avx2);
}
#endif

void ck_kdtree_moments(
    const ck_kdtree *tree, const float *x, const float *y, const float *z, uint32_t leaf, uint32_t points, int k,
    float bound, float first_step, uint64_t *keys, double *sums) {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2")) {
        moments_avx2(tree, x, y, z, leaf, points, k, bound, first_step, keys, sums);
        return;
    }
#endif
    leaf_moments(tree, x, y, z, leaf, points, k, bound, first_step, keys, sums, pack_any);
}
