#include "guarded.h"

#include <pcl/PolygonMesh.h>
#include <pcl/conversions.h>

#include <strings.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace pcl::io {
// Declared here because its header would need VTK's headers, which no pkg-config file tells the way to.
int loadPolygonFile(const std::string &file_name, pcl::PolygonMesh &mesh);
}  // namespace pcl::io

namespace {

// VTK reads zeros, or what lay in memory, where a binary STL is cut off.
void check_size_of_binary_stl(const std::string &path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file.good()) throw std::runtime_error("no such file, or not readable");
    const auto size = uint64_t(file.tellg());
    const auto dot = path.rfind('.');
    if (dot == std::string::npos || strcasecmp(path.c_str() + dot, ".stl") != 0) return;
    unsigned char head[84] = {};
    file.seekg(0);
    file.read(reinterpret_cast<char *>(head), sizeof head);
    if (std::string(reinterpret_cast<char *>(head), 5) == "solid") return;
    const uint64_t count = head[80] | head[81] << 8 | head[82] << 16 | uint64_t(head[83]) << 24;
    if (size < 84 || size < 84 + 50 * count) {
        throw std::runtime_error(
            "the file ends at byte " + std::to_string(size) + ", but its " + std::to_string(count) +
            " triangles need " + std::to_string(84 + 50 * count));
    }
}

}  // namespace

int pcl_read_mesh(const char *path, pcl_mesh *mesh, pcl_failure *failure) {
    return guarded(failure, [&] {
        *mesh = {};
        check_size_of_binary_stl(path);
        pcl::PolygonMesh polygons;
        if (pcl::io::loadPolygonFile(path, polygons) <= 0) throw std::runtime_error("there is no mesh in it");
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
