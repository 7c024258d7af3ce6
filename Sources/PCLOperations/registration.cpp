#include "guarded.h"

#include <pcl/features/normal_3d.h>
#include <pcl/registration/gicp.h>
#include <pcl/registration/icp.h>
#include <pcl/search/kdtree.h>

using Point = pcl::PointNormal;
using Cloud = pcl::PointCloud<Point>;

static void addNormals(const Cloud::Ptr &cloud) {
    pcl::NormalEstimation<Point, Point> estimation;
    estimation.setInputCloud(cloud);
    estimation.setSearchMethod(pcl::search::KdTree<Point>::Ptr(new pcl::search::KdTree<Point>));
    estimation.setKSearch(10);
    estimation.compute(*cloud);
}

static void run(
    pcl::Registration<Point, Point> &registration, const Cloud::Ptr &source, const Cloud::Ptr &target,
    const pcl_alignment_options &options, pcl_alignment *alignment) {
    using Rows = Eigen::Matrix<double, 4, 4, Eigen::RowMajor>;
    registration.setMaxCorrespondenceDistance(options.correspondence_distance);
    registration.setMaximumIterations(options.iterations);
    registration.setTransformationEpsilon(options.translation_epsilon);
    registration.setInputSource(source);
    registration.setInputTarget(target);
    Cloud moved;
    registration.align(moved, Eigen::Map<const Rows>(options.initial_target_from_source).cast<float>());
    Eigen::Map<Rows>(alignment->target_from_source) = registration.getFinalTransformation().cast<double>();
    alignment->converged = registration.hasConverged();
    alignment->fitness = registration.getFitnessScore();
}

int pcl_align(
    pcl_points source, pcl_points target, pcl_alignment_options options, pcl_alignment *alignment,
    pcl_failure *failure) {
    return guarded(failure, [&] {
        auto from = finitePoints<Point>(source), to = finitePoints<Point>(target);
        // GICP takes covariances from 20 neighbours, and walks off the end of a smaller cloud.
        if (from->size() < 20 || to->size() < 20) throw std::invalid_argument("either cloud needs 20 valid points");
        if (options.method == PCL_POINT_TO_PLANE) {
            addNormals(from);
            addNormals(to);
            pcl::IterativeClosestPointWithNormals<Point, Point> registration;
            run(registration, from, to, options, alignment);
        } else if (options.method == PCL_GENERALIZED) {
            pcl::GeneralizedIterativeClosestPoint<Point, Point> registration;
            run(registration, from, to, options, alignment);
        } else {
            pcl::IterativeClosestPoint<Point, Point> registration;
            run(registration, from, to, options, alignment);
        }
    });
}
