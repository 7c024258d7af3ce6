#!/bin/bash
# Scores `pickpose segment`, our own engine beside PCL's, on the labelled Kinect scans that stand beside the project
# (../shared, or $PICKPOSE_SHARED), and prints one Markdown table.
#
#   Tests/Benchmarks/score-segmentation.sh [ROUNDS]
#
# ROUNDS runs a scan and engine are timed, 3 if not said. On a shared machine LOCK_FILE names a file that is held with
# flock(1) during each build and during the measurement.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
lock=${LOCK_FILE:+flock $LOCK_FILE}
data=${PICKPOSE_SHARED:-$root/../shared}/data

if [ ! -r "$data/osd/learn0.pcd" ]; then
    echo "the shared scans are not on this machine (set PICKPOSE_SHARED); nothing is scored" >&2
    exit 0
fi
$lock swift build -c release --package-path "$here" --product segmentation-score >&2
$lock swift build -c release --package-path "$root" --product pickpose >&2
if [ "${PICKPOSE_PCL:-1}" != 0 ] && pkg-config --exists pcl_io; then
    $lock swift build -c release --package-path "$root" --product pickpose-pcl >&2
fi
exec $lock "$here/.build/release/segmentation-score" "$root/.build/release/pickpose" "$data" "$@"
