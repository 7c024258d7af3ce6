#include "guarded.h"

#include <pcl/io/pcd_io.h>
#include <pcl/io/ply_io.h>

#include <cstdlib>
#include <cstring>
#include <string>

int pcl_read_cloud(const char *path, pcl_record *record, pcl_failure *failure) {
    return guarded(failure, [&] {
        const std::string name(path);
        pcl::PCLPointCloud2 blob;
        Eigen::Vector4f origin = Eigen::Vector4f::Zero();
        Eigen::Quaternionf orientation = Eigen::Quaternionf::Identity();
        int version;
        const bool ply = name.size() > 4 && name.compare(name.size() - 4, 4, ".ply") == 0;
        const int status = ply ? pcl::PLYReader().read(name, blob, origin, orientation, version)
                               : pcl::PCDReader().read(name, blob, origin, orientation, version);
        if (status < 0) throw std::runtime_error("it is no PCD or PLY for PCL");

        *record = {};
        record->width = blob.width;
        record->height = blob.height;
        record->stride = blob.point_step;
        record->field_count = blob.fields.size();
        record->byte_count = blob.data.size();
        record->fields = static_cast<pcl_field *>(calloc(blob.fields.size() + 1, sizeof(pcl_field)));
        record->bytes = static_cast<uint8_t *>(malloc(blob.data.size() + 1));
        if (!record->fields || !record->bytes) throw std::bad_alloc();
        memcpy(record->bytes, blob.data.data(), blob.data.size());
        for (size_t i = 0; i < blob.fields.size(); i++) {
            const auto &field = blob.fields[i];
            snprintf(record->fields[i].name, sizeof record->fields[i].name, "%s", field.name.c_str());
            record->fields[i].offset = field.offset;
            record->fields[i].count = field.count;
            record->fields[i].type = field.datatype;
        }
        for (int i = 0; i < 3; i++) record->viewpoint[i] = origin[i];
        record->viewpoint[3] = orientation.w();
        record->viewpoint[4] = orientation.x();
        record->viewpoint[5] = orientation.y();
        record->viewpoint[6] = orientation.z();
    });
}

void pcl_free_record(pcl_record *record) {
    free(record->fields);
    free(record->bytes);
    *record = {};
}
