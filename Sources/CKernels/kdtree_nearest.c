#include "kdtree.h"

WITH_AVX2(
    int, ck_kdtree_nearest, nearest,
    (const ck_kdtree *tree, float qx, float qy, float qz, float bound, int k, uint64_t *keys),
    (tree, qx, qy, qz, bound, k, keys))
