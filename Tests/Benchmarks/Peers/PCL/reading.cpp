#include "room_cloud.h"

#include <pcl/io/pcd_io.h>
#include <pcl/io/ply_io.h>

#include <stdexcept>

static Task readPCD("read-pcd", [](const Arguments& a) {
  pcl::PointCloud<pcl::PointNormal> cloud;
  double seconds = timed([&] { pcl::io::loadPCDFile(a.at(0), cloud); });
  return Timed{seconds, text("%zu points", cloud.size())};
});

// The raw record without its conversion to points: the least PCL can do.
static Task readBlob("read-pcd-blob", [](const Arguments& a) {
  pcl::PCLPointCloud2 blob;
  double seconds = timed([&] { pcl::io::loadPCDFile(a.at(0), blob); });
  return Timed{seconds, text("%u points", blob.width * blob.height)};
});

static Task readPLY("read-ply", [](const Arguments& a) {
  pcl::PointCloud<pcl::PointNormal> cloud;
  double seconds = timed([&] { pcl::io::loadPLYFile(a.at(0), cloud); });
  return Timed{seconds, text("%zu points", cloud.size())};
});

static const pcl::PointCloud<pcl::PointNormal>& source(const std::string& path) {
  static std::string held;
  static pcl::PointCloud<pcl::PointNormal> cloud;
  if (held != path) {
    if (pcl::io::loadPCDFile(path, cloud) != 0) throw std::runtime_error("cannot read " + path);
    held = path;
  }
  return cloud;
}

static Task writePCD("write-pcd", [](const Arguments& a) {
  auto& cloud = source(a.at(0));
  const std::string kind = a.at(2);
  double seconds = timed([&] {
    if (kind == "binary") pcl::io::savePCDFileBinary(a.at(1), cloud);
    else if (kind == "binary_compressed") pcl::io::savePCDFileBinaryCompressed(a.at(1), cloud);
    else pcl::io::savePCDFileASCII(a.at(1), cloud);
  });
  return Timed{seconds, ""};
});

static Task writePLY("write-ply", [](const Arguments& a) {
  auto& cloud = source(a.at(0));
  bool binary = a.at(2) == "binary";
  return Timed{timed([&] { pcl::io::savePLYFile(a.at(1), cloud, binary); }), ""};
});
