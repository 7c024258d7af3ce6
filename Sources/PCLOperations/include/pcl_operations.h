#ifndef PCL_OPERATIONS_H
#define PCL_OPERATIONS_H

// What pickpose asks of PCL, in plain C: no exception passes this border, and every function returns 0 or fills
// `failure` and returns another number. Coordinates come as three columns in metres; a point with NaN is invalid.

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    char message[512];
} pcl_failure;

typedef struct {
    const float *x, *y, *z;
    int64_t count;
    /// The image's width if the points are an organised cloud's, row by row; else 0.
    int64_t width;
} pcl_points;

/// normal · p + offset = 0
typedef struct {
    double normal[3];
    double offset;
    int64_t inliers;
} pcl_plane;

/// RANSAC, then least squares on the inliers; the normal is towards the origin. `inlier` has one byte a point.
int pcl_find_plane(
    pcl_points points, double distance, int32_t iterations, pcl_plane *plane, uint8_t *inlier, pcl_failure *failure);

typedef struct {
    double voxel, seed;
    /// The largest angle in degrees of a concave edge that still joins.
    double concavity_tolerance;
    double plane_distance;
    /// Points lower than this above the plane belong to it.
    double lowest_height;
    int64_t smallest_segment;
} pcl_lccp_options;

/// The plane, and the convex parts of what stands on it (LCCP: Stein, Schoeler, Papon, Wörgötter, CVPR 2014).
/// Labels: 0 invalid or unassigned, 1 plane, 2… objects.
int pcl_segment_table(
    pcl_points points, pcl_lccp_options options, pcl_plane *plane, uint32_t *labels, pcl_failure *failure);

/// Normals from the k nearest neighbours, towards the viewpoint, and their curvature; NaN where there is none.
int pcl_estimate_normals(
    pcl_points points, int32_t neighbors, const double viewpoint[3], float *nx, float *ny, float *nz, float *curvature,
    pcl_failure *failure);

typedef struct {
    double mean[3];
    double covariance[9];
    /// Descending, with their axes as rows.
    double eigenvalues[3];
    double axes[9];
    int64_t valid;
} pcl_moments;

int pcl_compute_moments(pcl_points points, pcl_moments *moments, pcl_failure *failure);

enum { PCL_POINT_TO_POINT = 0, PCL_POINT_TO_PLANE = 1, PCL_GENERALIZED = 2 };

typedef struct {
    int32_t method;
    int32_t iterations;
    double correspondence_distance;
    double translation_epsilon;
    /// Row by row.
    double initial_target_from_source[16];
} pcl_alignment_options;

typedef struct {
    double target_from_source[16];
    int32_t converged;
    /// Mean squared distance of the source's points to the target.
    double fitness;
} pcl_alignment;

int pcl_align(
    pcl_points source, pcl_points target, pcl_alignment_options options, pcl_alignment *alignment,
    pcl_failure *failure);

typedef struct {
    char name[64];
    uint32_t offset, count;
    /// PCL's number: 1 int8, 2 uint8, 3 int16, 4 uint16, 5 int32, 6 uint32, 7 float32, 8 float64, 9 int64, 10 uint64.
    uint32_t type;
} pcl_field;

/// A cloud file as PCL's reader gives it: packed records of `stride` bytes. Freed by pcl_free_record.
typedef struct {
    int64_t width, height;
    uint32_t stride, field_count;
    pcl_field *fields;
    uint8_t *bytes;
    int64_t byte_count;
    /// tx ty tz qw qx qy qz
    double viewpoint[7];
} pcl_record;

int pcl_read_cloud(const char *path, pcl_record *record, pcl_failure *failure);
void pcl_free_record(pcl_record *record);

/// A mesh file's vertices, three floats each, and its faces as triangles, three indices each. Freed by pcl_free_mesh.
typedef struct {
    float *vertices;
    int64_t vertex_count;
    uint32_t *triangles;
    int64_t triangle_count;
} pcl_mesh;

/// A VTK file, whatever its name.
int pcl_read_mesh(const char *path, pcl_mesh *mesh, pcl_failure *failure);
void pcl_free_mesh(pcl_mesh *mesh);

#ifdef __cplusplus
}
#endif

#endif
