#include "CKernels.h"
#include "vectors.h"

// Planes through four neighbourhoods at a time, by the steps of LinearAlgebra's SymmetricMatrix3.eigen(), which says
// why they are these: the eigenvalue apart from the other two from the cubic, its vector from the matrix, and the other
// two in the plane across it. What that function treats with care is left to it.

typedef struct {
    v4d x, y, z;
} v4d3;

INLINE v4d sqrt4(v4d v) { return __builtin_elementwise_sqrt(v); }
INLINE v4d abs4(v4d v) { return __builtin_elementwise_abs(v); }
INLINE v4d greater4(v4d a, v4d b) { return choose(a > b, a, b); }
INLINE v4d dot4(const v4d3 *a, const v4d3 *b) { return a->x * b->x + a->y * b->y + a->z * b->z; }
INLINE void cross4(v4d3 *out, const v4d3 *a, const v4d3 *b) {
    *out = (v4d3){a->y * b->z - a->z * b->y, a->z * b->x - a->x * b->z, a->x * b->y - a->y * b->x};
}
INLINE void scale4(v4d3 *v, v4d by) { v->x *= by, v->y *= by, v->z *= by; }
INLINE void choose4(v4d3 *out, v4i mask, const v4d3 *a, const v4d3 *b) {
    *out = (v4d3){choose(mask, a->x, b->x), choose(mask, a->y, b->y), choose(mask, a->z, b->z)};
}

typedef struct {
    v4d xx, xy, xz, yy, yz, zz;
} v4d_symmetric;

INLINE void apply4(v4d3 *out, const v4d_symmetric *a, const v4d3 *v) {
    *out = (v4d3){
        a->xx * v->x + a->xy * v->y + a->xz * v->z, a->xy * v->x + a->yy * v->y + a->yz * v->z,
        a->xz * v->x + a->yz * v->y + a->zz * v->z};
}

// The covariances, by columns of sums ten numbers apart.
INLINE void covariances4(v4d_symmetric *out, const double *sums) {
    v4d s[10];
    for (int i = 0; i < 10; i++) s[i] = (v4d){sums[i], sums[10 + i], sums[20 + i], sums[30 + i]};
    const v4d share = splat(1) / s[0], x = s[1] * share, y = s[2] * share, z = s[3] * share;
    *out = (v4d_symmetric){
        .xx = s[4] * share - x * x, .xy = s[7] * share - x * y, .xz = s[9] * share - z * x,
        .yy = s[5] * share - y * y, .yz = s[8] * share - y * z, .zz = s[6] * share - z * z};
}

// The unit vector that `b` less `shift` maps to zero: the longest of the rows' cross products.
INLINE void null_vector4(v4d3 *out, const v4d_symmetric *b, v4d shift) {
    const v4d3 rows[3] = {
        {b->xx - shift, b->xy, b->xz}, {b->xy, b->yy - shift, b->yz}, {b->xz, b->yz, b->zz - shift}};
    v4d3 best, other;
    cross4(&best, &rows[0], &rows[1]);
    v4d length = dot4(&best, &best);
    for (int i = 1; i < 3; i++) {
        cross4(&other, &rows[i], &rows[(i + 1) % 3]);
        const v4d others = dot4(&other, &other);
        const v4i longer = others > length;
        choose4(&best, longer, &other, &best);
        length = choose(longer, others, length);
    }
    scale4(&best, splat(1) / sqrt4(length));
    *out = best;
}

// The normal, and the eigenvalues descending; NaN for all of what wants care.
INLINE void plane4(const double *sums, const ck_plane_limits *limits, double *planes) {
    v4d_symmetric a;
    covariances4(&a, sums);
    const v4d mean = (a.xx + a.yy + a.zz) * splat(1.0 / 3);
    const v4d dx = a.xx - mean, dy = a.yy - mean, dz = a.zz - mean;
    const v4d off = a.xy * a.xy + a.xz * a.xz + a.yz * a.yz;
    const v4d spread = sqrt4((dx * dx + dy * dy + dz * dz + splat(2) * off) * splat(1.0 / 6));
    const v4d scale = splat(1) / spread;
    const v4d_symmetric b = {dx * scale, a.xy * scale, a.xz * scale, dy * scale, a.yz * scale, dz * scale};
    const v4d determinant = b.xx * (b.yy * b.zz - b.yz * b.yz) + b.xy * (b.xz * b.yz - b.xy * b.zz)
        + b.xz * (b.xy * b.yz - b.xz * b.yy);
    const v4d half = abs4(determinant) * splat(0.5), h = choose(half > splat(1), splat(1), half);
    v4d root = splat(1.73213266) + h * (splat(0.3306607) + h * (splat(-0.08138239) + h * splat(0.01863937)));
    for (int i = 0; i < 2; i++) {
        const v4d square = root * root;
        root -= (root * (square - splat(3)) - splat(2) * h) / (splat(3) * square - splat(3));
    }
    const v4i is_least = determinant < splat(0);
    v4d3 apart, u, w, image, first, second;
    null_vector4(&apart, &b, choose(is_least, -root, root));

    // Two unit vectors across it.
    const v4i along_x = abs4(apart.x) > abs4(apart.z);
    const v4d3 across = {
        choose(along_x, -apart.y, splat(0)), choose(along_x, apart.x, -apart.z), choose(along_x, splat(0), apart.y)};
    u = across;
    scale4(&u, splat(1) / sqrt4(dot4(&u, &u)));
    cross4(&w, &apart, &u);
    apply4(&image, &a, &apart);
    const v4d value = dot4(&apart, &image);
    const v4d left = greater4(abs4(dot4(&u, &image)), abs4(dot4(&w, &image)));

    // The rotation within their plane.
    v4d3 image_u, image_w;
    apply4(&image_u, &a, &u);
    apply4(&image_w, &a, &w);
    const v4d uu = dot4(&u, &image_u), uw = dot4(&u, &image_w), ww = dot4(&w, &image_w);
    const v4d half_difference = (uu - ww) * splat(0.5);
    const v4d radius = sqrt4(half_difference * half_difference + uw * uw);
    const v4i ascends = half_difference < splat(0), is_round = radius == splat(0);
    v4d cosine = choose(ascends, uw, half_difference + radius), sine = choose(ascends, radius - half_difference, uw);
    cosine = choose(is_round, splat(1), cosine);
    const v4d inverse = splat(1) / sqrt4(cosine * cosine + sine * sine);
    cosine *= inverse, sine *= inverse;
    second = (v4d3){w.x * cosine - u.x * sine, w.y * cosine - u.y * sine, w.z * cosine - u.z * sine};
    choose4(&first, is_least, &apart, &second);
    const v4d middle = (uu + ww) * splat(0.5);
    const v4d more = middle + radius, less = middle - radius;
    const v4d values[3] = {
        choose(is_least, more, value), choose(is_least, less, more), choose(is_least, value, less)};

    // Anything that isn't a number fails a comparison; a vector that was scaled to unit length has it, or none at all.
    const v4d size = greater4(greater4(abs4(a.xx), abs4(a.yy)), abs4(a.zz));
    const v4i is_sound = (left <= splat(limits->left_over) * size) & (values[0] >= values[1]) & (values[1] >= values[2])
        & (size >= splat(limits->least)) & (size <= splat(limits->greatest)) & (dot4(&first, &first) > splat(0.5));
    for (int lane = 0; lane < 4; lane++) {
        double *plane = planes + 6 * lane;
        plane[0] = first.x[lane], plane[1] = first.y[lane], plane[2] = first.z[lane];
        for (int i = 0; i < 3; i++) plane[3 + i] = values[i][lane];
        if (!is_sound[lane]) plane[5] = __builtin_nan("");
    }
}

INLINE void planes(const double *sums, size_t count, const ck_plane_limits *limits, double *out) {
    for (size_t i = 0; i < count; i += 4) plane4(sums + 10 * i, limits, out + 6 * i);
}

WITH_AVX2(
    void, ck_planes, planes, (const double *sums, size_t count, const ck_plane_limits *limits, double *out),
    (sums, count, limits, out))
