#include "guarded.h"

#include <pcl/PolygonMesh.h>
#include <pcl/conversions.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace pcl::io {
// Declared here because its header would need VTK's headers, which no pkg-config file tells the way to.
int loadPolygonFileVTK(const std::string &file_name, pcl::PolygonMesh &mesh);
}  // namespace pcl::io

int pcl_read_mesh(const char *path, pcl_mesh *mesh, pcl_failure *failure) {
    return guarded(failure, [&] {
        *mesh = {};
        if (!std::ifstream(path).good()) throw std::runtime_error("no such file, or not readable");
        pcl::PolygonMesh polygons;
        if (pcl::io::loadPolygonFileVTK(path, polygons) <= 0) throw std::runtime_error("there is no mesh in it");
        pcl::PointCloud<pcl::PointXYZ> points;
        pcl::fromPCLPointCloud2(polygons.cloud, points);
        mesh->vertex_count = points.size();
        mesh->vertices = static_cast<float *>(malloc(points.size() * 3 * sizeof(float) + 1));
        for (const auto &polygon : polygons.polygons) {
            if (polygon.vertices.size() >= 3) mesh->triangle_count += polygon.vertices.size() - 2;
        }
        mesh->triangles = static_cast<uint32_t *>(malloc(mesh->triangle_count * 3 * sizeof(uint32_t) + 1));
        if (!mesh->vertices || !mesh->triangles) throw std::bad_alloc();
        float *vertex = mesh->vertices;
        for (const auto &point : points) {
            *vertex++ = point.x;
            *vertex++ = point.y;
            *vertex++ = point.z;
        }
        // A polygon becomes a fan about its first corner.
        uint32_t *index = mesh->triangles;
        for (const auto &polygon : polygons.polygons) {
            for (size_t i = 2; i < polygon.vertices.size(); i++) {
                for (size_t corner : {size_t(0), i - 1, i}) {
                    const auto vertex = polygon.vertices[corner];
                    if (size_t(vertex) >= points.size()) {
                        throw std::runtime_error("a face names a vertex that is not there");
                    }
                    *index++ = uint32_t(vertex);
                }
            }
        }
    });
}

void pcl_free_mesh(pcl_mesh *mesh) {
    free(mesh->vertices);
    free(mesh->triangles);
    *mesh = {};
}
