#include "CKernels.h"
#include "vectors.h"

#include <stdlib.h>
#include <string.h>

// Centroids of voxels, in four steps of which SpatialSearch/VoxelCentroids tells the story. Both versions of each give
// the same bits: a voxel's key is made of Float64 products and roundings only, and sums are taken in order.

enum { FIRST_OF_VOXEL = 0x8000, MOST_PARTS = 256 };

typedef int v4m __attribute__((vector_size(16), aligned(4)));
typedef float line_v4f __attribute__((vector_size(16)));
typedef double unaligned_v4d __attribute__((vector_size(32), aligned(8)));

// Whole numbers from 0 to 2^51, as the low bits of the sum with 2^52.
INLINE v4i whole4(v4d value) {
    const long long digits = (1LL << 52) - 1;
    return (v4i)(value + splat(0x1p52)) & (v4i){digits, digits, digits, digits};
}

INLINE v4i shifted(v4i value, int64_t bits) { return value << (v4i){bits, bits, bits, bits}; }

INLINE v4d floor4(v4d value) { return __builtin_elementwise_floor(value); }

// A weak hash will do to share out voxels among parts: it keeps them in a core's cache, no more.
INLINE uint32_t part_of(uint64_t key, int part_bits) {
    uint32_t folded = (uint32_t)(key ^ key >> 32) * 0x85EBCA6Bu;
    return part_bits ? folded >> (32 - part_bits) : 0;
}

INLINE size_t slot_of(uint64_t key, int slot_bits) { return (size_t)(key * 0x9E3779B97F4A7C15u >> (64 - slot_bits)); }

INLINE void voxel_parts(
    const float *x, const float *y, const float *z, size_t count, const ck_voxel_grid *grid, int part_bits,
    uint16_t *parts, size_t *counts) {
    const v4d inverse = splat(grid->inverse_size);
    const v4d low_x = splat(grid->lowest[0]), low_y = splat(grid->lowest[1]), low_z = splat(grid->lowest[2]);
    const uint32_t trash = 1u << part_bits;
    for (size_t i = 0; i < count; i += 4) {
        float tail[3][4];
        const float *px = x + i, *py = y + i, *pz = z + i;
        const size_t lanes = count - i < 4 ? count - i : 4;
        if (lanes < 4) {
            for (size_t k = 0; k < 4; k++) {
                size_t from = k < lanes ? i + k : i;
                tail[0][k] = x[from], tail[1][k] = y[from], tail[2][k] = z[from];
            }
            px = tail[0], py = tail[1], pz = tail[2];
        }
        const v4d vx = load4(px), vy = load4(py), vz = load4(pz);
        const v4i finite = ((vx - vx) + (vy - vy) + (vz - vz)) == splat(0);
        if (part_bits == 0) {
            for (size_t k = 0; k < lanes; k++) counts[parts[i + k] = finite[k] ? 0 : 1]++;
            continue;
        }
        const v4i key = whole4(floor4(vx * inverse) - low_x)
            | shifted(whole4(floor4(vy * inverse) - low_y), grid->y_shift)
            | shifted(whole4(floor4(vz * inverse) - low_z), grid->z_shift);
        for (size_t k = 0; k < lanes; k++) {
            uint32_t part = finite[k] ? part_of((uint64_t)key[k], part_bits) : trash;
            parts[i + k] = (uint16_t)part;
            counts[part]++;
        }
    }
}

// Records gather in a cache line for each part, which goes to memory in one piece and past the caches: they hold far
// less than what is written before it is read again.
INLINE void voxel_deal(
    const float *x, const float *y, const float *z, size_t first, size_t end, const uint16_t *parts,
    uint32_t part_count, size_t *next, float *records) {
    _Alignas(64) float lines[MOST_PARTS][16];
    size_t begin[MOST_PARTS];
    memcpy(begin, next, part_count * sizeof *next);
    for (size_t i = first; i < end; i++) {
        const uint32_t part = parts[i];
        if (part >= part_count) continue;
        const size_t place = next[part]++;
        float *line = lines[part], *record = line + 4 * (place & 3);
        const uint32_t index = (uint32_t)i;
        record[0] = x[i], record[1] = y[i], record[2] = z[i];
        memcpy(record + 3, &index, 4);
        if ((place & 3) < 3) continue;
        if (place - 3 >= begin[part]) {
            for (int k = 0; k < 4; k++) {
                __builtin_nontemporal_store(((const line_v4f *)line)[k], (line_v4f *)(records + 4 * (place - 3)) + k);
            }
        } else {
            const size_t from = begin[part];
            memcpy(records + 4 * from, line + 4 * (from & 3), 16 * (place + 1 - from));
        }
    }
    for (uint32_t part = 0; part < part_count; part++) {
        const size_t place = next[part], line = place & ~(size_t)3;
        const size_t from = line > begin[part] ? line : begin[part];
        memcpy(records + 4 * from, lines[part] + 4 * (from & 3), 16 * (place - from));
    }
    // What went past the caches is there before anyone is told.
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

// Three numbers and a zero: what the fourth float holds is an index, whose bits would be a number of the slow kind.
INLINE v4d load3(const float *record) {
    v4m bits = *(const v4m *)record & (v4m){-1, -1, -1, 0};
    return load4((const float *)&bits);
}

INLINE uint64_t key_of(v4d point, v4d inverse, v4d lowest, const ck_voxel_grid *grid) {
    v4d cell = floor4(point * inverse) - lowest;
    return (uint64_t)(long long)cell[0] | (uint64_t)(long long)cell[1] << grid->y_shift
        | (uint64_t)(long long)cell[2] << grid->z_shift;
}

// Room for a third as many voxels as slots, and for the one that stands for none.
static size_t capacity(int slot_bits) { return ((size_t)1 << slot_bits) / 3 + 2; }

static void *zeroed(size_t count, size_t size, const void *old, size_t used) {
    // Cache lines of their own for voxels.
    void *room = aligned_alloc(64, (count * size + 63) / 64 * 64);
    if (!room) abort();
    memset((char *)room + used * size, 0, (count - used) * size);
    if (used) memcpy(room, old, used * size);
    return room;
}

// Makes room for twice as many voxels and puts those there are, 1 … used, into their slots again.
static __attribute__((noinline)) void grow(ck_voxel_scratch *scratch, size_t used, int has_normals) {
    const int bits = scratch->slot_bits ? scratch->slot_bits + 1 : 10;
    ck_voxel *voxels = zeroed(capacity(bits), sizeof *voxels, scratch->voxels, used + 1 - !scratch->voxels);
    double *normals = NULL;
    if (has_normals) {
        normals = zeroed(capacity(bits), 4 * sizeof *normals, scratch->normals, used + 1 - !scratch->normals);
    }
    ck_voxel_scratch_free(scratch);
    scratch->voxels = voxels, scratch->normals = normals, scratch->slot_bits = bits;
    uint32_t *slots = scratch->slots = zeroed((size_t)1 << bits, sizeof *slots, NULL, 0);
    const size_t mask = ((size_t)1 << bits) - 1;
    for (size_t n = 1; n <= used; n++) {
        size_t slot = slot_of(voxels[n].key, bits);
        while (slots[slot]) slot = (slot + 1) & mask;
        slots[slot] = (uint32_t)n;
    }
}

void ck_voxel_scratch_free(ck_voxel_scratch *scratch) {
    free(scratch->slots);
    free(scratch->voxels);
    free(scratch->normals);
    *scratch = (ck_voxel_scratch){0};
}

INLINE size_t voxel_sums(
    float *records, float *normals, size_t count, const ck_voxel_grid *grid, ck_voxel_scratch *scratch,
    uint16_t *parts, int block_bits, size_t *first_counts) {
    const v4d inverse = splat(grid->inverse_size);
    const v4d lowest = {grid->lowest[0], grid->lowest[1], grid->lowest[2], 0};
    if (!scratch->slots) grow(scratch, 0, normals != NULL);
    uint32_t *slots = scratch->slots;
    // Voxel 0 stands for an empty slot; all beyond those in use are zero.
    ck_voxel *voxels = scratch->voxels;
    double *sums = scratch->normals;
    int bits = scratch->slot_bits;
    size_t mask = ((size_t)1 << bits) - 1, used = 0;
    memset(slots, 0, (mask + 1) * sizeof *slots);
    for (size_t i = 0; i < count; i++) {
        const float *record = records + 4 * i;
        const v4d point = load3(record);
        const uint64_t key = key_of(point, inverse, lowest, grid);
        // A voxel that is as likely new as not must not be branched on: an empty slot leads to voxel 0, which has
        // every key, and the one condition left is seldom true.
        voxels[0].key = key;
        size_t slot = slot_of(key, bits);
        uint32_t number = slots[slot];
        while (__builtin_expect(voxels[number].key != key, 0)) {
            slot = (slot + 1) & mask;
            number = slots[slot];
        }
        const uint32_t is_new = number == 0;
        used += is_new;
        number |= (uint32_t)used & -is_new;
        slots[slot] = number;
        ck_voxel *voxel = voxels + number;
        uint32_t index;
        memcpy(&index, record + 3, 4);
        // Keeps the compiler from making a branch of it after all.
        __asm__("" : "+r"(index));
        voxel->key = key;
        voxel->first |= index & -is_new;
        *(unaligned_v4d *)voxel->sum += point + (v4d){0, 0, 0, 1};
        if (normals) {
            const v4d normal = load3(normals + 4 * i);
            const v4d zero = normal - normal;
            const int is_finite = zero[0] + zero[1] + zero[2] == 0;
            *(unaligned_v4d *)(sums + 4 * (size_t)number) += is_finite ? normal : splat(0);
        }
        if (__builtin_expect(3 * used > mask, 0)) {
            grow(scratch, used, normals != NULL);
            slots = scratch->slots, voxels = scratch->voxels, sums = scratch->normals, bits = scratch->slot_bits;
            mask = ((size_t)1 << bits) - 1;
        }
    }
    // A voxel's record takes the place of a point's: there are no more of them.
    for (size_t n = 0; n < used; n++) {
        ck_voxel *voxel = voxels + n + 1;
        const double members = voxel->sum[3];
        float *record = records + 4 * n;
        record[0] = (float)(voxel->sum[0] / members);
        record[1] = (float)(voxel->sum[1] / members);
        record[2] = (float)(voxel->sum[2] / members);
        int32_t whole = (int32_t)members;
        memcpy(record + 3, &whole, 4);
        parts[voxel->first] |= FIRST_OF_VOXEL;
        first_counts[voxel->first >> block_bits]++;
        memset(voxel, 0, sizeof *voxel);
        if (normals) {
            double *sum = sums + 4 * (n + 1);
            const double length = __builtin_sqrt(sum[0] * sum[0] + sum[1] * sum[1] + sum[2] * sum[2]);
            for (int k = 0; k < 3; k++) normals[4 * n + k] = (float)(sum[k] / length);
            memset(sum, 0, 4 * sizeof *sum);
        }
    }
    return used;
}

INLINE void voxel_gather(
    const uint16_t *parts, size_t first, size_t end, const float *records, const float *normals, size_t *next,
    size_t place, const ck_voxel_columns *out) {
    for (size_t i = first; i < end; i += 4) {
        // Four points' marks at a time, and then only those that are set.
        uint64_t marks = 0;
        memcpy(&marks, parts + i, (end - i < 4 ? end - i : 4) * sizeof *parts);
        for (marks &= 0x8000800080008000u; marks; marks &= marks - 1, place++) {
            const size_t point = i + (size_t)(__builtin_ctzll(marks) >> 4);
            const size_t from = next[parts[point] & (FIRST_OF_VOXEL - 1)]++;
            const float *record = records + 4 * from;
            out->x[place] = record[0], out->y[place] = record[1], out->z[place] = record[2];
            memcpy(out->count + place, record + 3, 4);
            if (normals) {
                const float *normal = normals + 4 * from;
                out->nx[place] = normal[0], out->ny[place] = normal[1], out->nz[place] = normal[2];
            }
        }
    }
}

INLINE size_t voxel_sums_of_either(
    float *records, float *normals, size_t count, const ck_voxel_grid *grid, ck_voxel_scratch *scratch,
    uint16_t *parts, int block_bits, size_t *first_counts) {
    return normals ? voxel_sums(records, normals, count, grid, scratch, parts, block_bits, first_counts)
                   : voxel_sums(records, NULL, count, grid, scratch, parts, block_bits, first_counts);
}

WITH_AVX2(
    void, ck_voxel_parts, voxel_parts,
    (const float *x, const float *y, const float *z, size_t count, const ck_voxel_grid *grid, int part_bits,
     uint16_t *parts, size_t *counts),
    (x, y, z, count, grid, part_bits, parts, counts))

WITH_AVX2(
    void, ck_voxel_deal, voxel_deal,
    (const float *x, const float *y, const float *z, size_t first, size_t end, const uint16_t *parts,
     uint32_t part_count, size_t *next, float *records),
    (x, y, z, first, end, parts, part_count, next, records))

WITH_AVX2(
    size_t, ck_voxel_sums, voxel_sums_of_either,
    (float *records, float *normals, size_t count, const ck_voxel_grid *grid, ck_voxel_scratch *scratch,
     uint16_t *parts, int block_bits, size_t *first_counts),
    (records, normals, count, grid, scratch, parts, block_bits, first_counts))

WITH_AVX2(
    void, ck_voxel_gather, voxel_gather,
    (const uint16_t *parts, size_t first, size_t end, const float *records, const float *normals, size_t *next,
     size_t place, const ck_voxel_columns *out),
    (parts, first, end, records, normals, next, place, out))
