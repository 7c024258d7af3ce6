#ifndef VECTORS_H
#define VECTORS_H

#include <stddef.h>

// Vectors of the compiler's own: two SSE2 registers on any x86-64, one AVX register where a kernel is compiled for it. Products are never fused with sums, so that every machine gives the same bits.
#pragma STDC FP_CONTRACT OFF

/// Eight Float32 lanes, their integers and their booleans.
typedef float float8 __attribute__((ext_vector_type(8), aligned(4)));
typedef int int8 __attribute__((ext_vector_type(8)));
typedef _Bool bool8 __attribute__((ext_vector_type(8)));
/// Four Float64 lanes.
typedef double v4d __attribute__((vector_size(32)));
typedef long long v4i __attribute__((vector_size(32)));
typedef float v4f __attribute__((vector_size(16), aligned(4)));

// Always inlined, so that no such vector is ever passed by an ABI that could differ between the two versions.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))

INLINE v4d splat(double value) { return (v4d){value, value, value, value}; }
INLINE v4d load4(const float *p) { return __builtin_convertvector(*(const v4f *)p, v4d); }
INLINE double add4(v4d v) { return (v[0] + v[1]) + (v[2] + v[3]); }
INLINE v4d keep(v4d v, v4i mask) { return (v4d)((v4i)v & mask); }
INLINE v4d choose(v4i mask, v4d a, v4d b) { return (v4d)(((v4i)a & mask) | ((v4i)b & ~mask)); }
INLINE size_t count4(v4i mask) { return (size_t)-(mask[0] + mask[1] + mask[2] + mask[3]); }

/// Defines `name` as `body`, compiled twice: for a `feature` where the processor has it, and for the baseline.
#if defined(__x86_64__)
#define WITH(feature, result, name, body, parameters, arguments)                                     \
    __attribute__((target(feature))) static result name##_wide parameters { return body arguments; } \
    static result name##_plain parameters { return body arguments; }                                 \
    result name parameters {                                                                         \
        return __builtin_cpu_supports(feature) ? name##_wide arguments : name##_plain arguments;     \
    }                                                                                                \
    result name##_baseline parameters { return name##_plain arguments; }
#else
#define WITH(feature, result, name, body, parameters, arguments) \
    result name parameters { return body arguments; }            \
    result name##_baseline parameters { return body arguments; }
#endif
#define WITH_AVX2(result, name, body, parameters, arguments) WITH("avx2", result, name, body, parameters, arguments)

#endif
