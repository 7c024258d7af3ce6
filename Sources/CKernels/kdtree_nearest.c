#include "kdtree.h"

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
