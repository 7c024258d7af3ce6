#include "room_cloud.h"

#include <pcl/console/print.h>

#include <map>

// What PCL prints must not pass for an answer.
static const bool isQuiet = (pcl::console::setVerbosityLevel(pcl::console::L_ALWAYS), true);

pcl::PointCloud<pcl::PointXYZ>::Ptr cloudOf(const std::string& path, int width) {
  static std::map<std::string, pcl::PointCloud<pcl::PointXYZ>::Ptr> known;
  auto& cloud = known[path];
  if (!cloud) {
    auto& rows = floats(path);
    cloud.reset(new pcl::PointCloud<pcl::PointXYZ>);
    cloud->resize(rows.size() / width);
    for (size_t i = 0; i < cloud->size(); i++) {
      (*cloud)[i] = pcl::PointXYZ(rows[width * i], rows[width * i + 1], rows[width * i + 2]);
    }
  }
  return cloud;
}
