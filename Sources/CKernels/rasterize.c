#include "CKernels.h"
#include "vectors.h"

// Triangles into a depth image: the vertices four at a time, the triangles one by one, for most cover a pixel or none.
//
// A vertex's place in the image is rounded to 1/65536 pixel once, and from there on all decisions are made with whole
// numbers: two triangles that share an edge compute the same sums of opposite signs, so that each pixel's middle lies in exactly
// one of them. Places lie within ±2^13 pixels, so that differences take 31 bits, products 60 and their sums 62.

enum { FRACTION = 16 };
static const double one = 1 << FRACTION;
/// Pixels about the image's middle that a place may lie from it.
static const double reach = 1 << 13;

INLINE void screen_vertices(
    const float *x, const float *y, const float *z, size_t count, const double transform[12], const double camera[4],
    double near, ck_screen_vertex *out) {
    const double *t = transform;
    for (size_t i = 0; i < count; i += 4) {
        v4d px, py, pz;
        const size_t lanes = count - i < 4 ? count - i : 4;
        if (lanes == 4) {
            px = load4(x + i), py = load4(y + i), pz = load4(z + i);
        } else {
            px = py = pz = splat(0);
            for (size_t k = 0; k < lanes; k++) px[k] = x[i + k], py[k] = y[i + k], pz[k] = z[i + k];
        }
        const v4d cx = t[0] * px + t[1] * py + t[2] * pz + t[3];
        const v4d cy = t[4] * px + t[5] * py + t[6] * pz + t[7];
        const v4d cz = t[8] * px + t[9] * py + t[10] * pz + t[11];
        const v4d inverse = 1 / cz;
        const v4d u = camera[0] * cx * inverse + camera[2], v = camera[1] * cy * inverse + camera[3];
        // NaN fails each comparison, and what is infinite gives NaN or lies beyond reach.
        const v4i before = cz >= near;
        const v4i inside = before & (u >= -reach) & (u <= reach) & (v >= -reach) & (v <= reach);
        const v4d fu = (v4d)((v4i)(u * one) & inside), fv = (v4d)((v4i)(v * one) & inside);
        // 1.5 · 2^52 leaves no room for a fraction: the sum's low bits are the nearest whole number.
        const v4i xs = (v4i)(fu + 0x1.8p52), ys = (v4i)(fv + 0x1.8p52);
        for (size_t k = 0; k < lanes; k++) {
            out[i + k].x = (int32_t)xs[k], out[i + k].y = (int32_t)ys[k];
            out[i + k].inverse_depth = (float)inverse[k];
            out[i + k].is_inside = inside[k] != 0;
        }
    }
}

WITH_AVX2(
    void, ck_screen_vertices, screen_vertices,
    (const float *x, const float *y, const float *z, size_t count, const double transform[12], const double camera[4],
     double near, ck_screen_vertex *out),
    (x, y, z, count, transform, camera, near, out))

typedef struct {
    int64_t across, down, at;
} edge;

// Twice the area to the right of the way from one vertex to another, at a place, and its steps to the next pixels. A
// place on the line belongs to the triangle of which it is a left or a top edge: 1 less keeps it from the other's.
INLINE edge edge_between(const ck_screen_vertex *from, const ck_screen_vertex *to, int64_t x, int64_t y) {
    const int64_t dx = (int64_t)to->x - from->x, dy = (int64_t)to->y - from->y;
    const int is_left_or_top = dy < 0 || (dy == 0 && dx > 0);
    return (edge){-dy << FRACTION, dx << FRACTION, dx * (y - from->y) - dy * (x - from->x) - !is_left_or_top};
}

INLINE int32_t least(int32_t a, int32_t b, int32_t c) {
    const int32_t m = a < b ? a : b;
    return m < c ? m : c;
}

INLINE int32_t greatest(int32_t a, int32_t b, int32_t c) {
    const int32_t m = a > b ? a : b;
    return m > c ? m : c;
}

INLINE float leastf(float a, float b, float c) {
    const float m = a < b ? a : b;
    return m < c ? m : c;
}

INLINE float greatestf(float a, float b, float c) {
    const float m = a > b ? a : b;
    return m > c ? m : c;
}

static inline void draw(
    const ck_screen_vertex *a, const ck_screen_vertex *b, const ck_screen_vertex *c, int faces, uint32_t number,
    const ck_depth_buffer *out) {
    int64_t area = (int64_t)(b->x - a->x) * (c->y - a->y) - (int64_t)(c->x - a->x) * (b->y - a->y);
    // A front face's corners go counterclockwise as one sees them, which is to the left where rows go down.
    if (area >= 0) {
        if (area == 0 || faces == ck_front_faces) return;
    } else {
        const ck_screen_vertex *other = b;
        b = c, c = other, area = -area;
    }
    const int32_t half_up = (1 << FRACTION) - 1;
    int32_t left = (least(a->x, b->x, c->x) + half_up) >> FRACTION, right = greatest(a->x, b->x, c->x) >> FRACTION;
    int32_t top = (least(a->y, b->y, c->y) + half_up) >> FRACTION, bottom = greatest(a->y, b->y, c->y) >> FRACTION;
    if (left < 0) left = 0;
    if (top < 0) top = 0;
    if (right >= out->width) right = out->width - 1;
    if (bottom >= out->height) bottom = out->height - 1;
    if (left > right || top > bottom) return;

    const int64_t x = (int64_t)left << FRACTION, y = (int64_t)top << FRACTION;
    edge ab = edge_between(a, b, x, y), bc = edge_between(b, c, x, y), ca = edge_between(c, a, x, y);
    // Inverse depth is linear in the image; its plane through the three corners.
    const double da = a->inverse_depth, db = b->inverse_depth - da, dc = c->inverse_depth - da;
    const double scale = 1 / (double)area;
    const double across = (db * (c->y - a->y) - dc * (b->y - a->y)) * scale;
    const double down = (dc * (b->x - a->x) - db * (c->x - a->x)) * scale;
    const double step = across * one;
    // Of a sliver the plane may be as steep as one likes, but none of its points lies beyond its corners.
    const float low = leastf(a->inverse_depth, b->inverse_depth, c->inverse_depth);
    const float high = greatestf(a->inverse_depth, b->inverse_depth, c->inverse_depth);
    for (int32_t row = top; row <= bottom; row++) {
        int64_t eab = ab.at, ebc = bc.at, eca = ca.at;
        const double start = da + across * (double)(x - a->x) + down * (double)(((int64_t)row << FRACTION) - a->y);
        const size_t place = (size_t)row * (size_t)out->width + (size_t)left;
        for (int32_t k = 0; k <= right - left; k++) {
            if ((eab | ebc | eca) >= 0) {
                float d = (float)(start + step * k);
                d = d < low ? low : d > high ? high : d;
                float *nearest = out->inverse_depths + place + k;
                uint32_t *triangle = out->triangles + place + k;
                if (d > *nearest || (d == *nearest && number < *triangle)) *nearest = d, *triangle = number;
            }
            eab += ab.across, ebc += bc.across, eca += ca.across;
        }
        ab.at += ab.down, bc.at += bc.down, ca.at += ca.down;
    }
}

size_t ck_draw_triangles(
    const ck_screen_vertex *vertices, size_t vertex_count, const uint32_t *corners, size_t stride, size_t count, int faces, uint32_t first,
    const ck_depth_buffer *out, uint32_t *left_over) {
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t *corner = corners + stride * i;
        if (corner[0] >= vertex_count || corner[1] >= vertex_count || corner[2] >= vertex_count) continue;
        const ck_screen_vertex *a = vertices + corner[0], *b = vertices + corner[1], *c = vertices + corner[2];
        if (a->is_inside & b->is_inside & c->is_inside) {
            draw(a, b, c, faces, first + (uint32_t)i, out);
        } else {
            left_over[left++] = (uint32_t)i;
        }
    }
    return left;
}
