#!/usr/bin/env bash
# Builds pickpose without PCL (PICKPOSE_PCL=0), in a folder of its own, and runs what must work all the same.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=.build-without-pcl
export PICKPOSE_PCL=0
swift build --product pickpose --scratch-path $scratch
pickpose=$scratch/debug/pickpose
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT

if [ -e $scratch/debug/pickpose-pcl ] || ldd $pickpose | grep -q libpcl; then
    echo "PCL was built in" >&2
    exit 1
fi
$pickpose convert samples/box.pcd "$out/box.ply"
$pickpose info "$out/box.ply"
$pickpose pose "$out/box.ply"
$pickpose segment samples/table.pcd --output "$out/labels.pcd"
$pickpose pick samples/table.pcd --config samples/cell.yaml --format csv --output "$out/picks.csv"
$pickpose align samples/box.pcd samples/box.pcd --no-global
printf 'v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n' > "$out/triangle.obj"
$pickpose info "$out/triangle.obj"
$pickpose transform --pose "ur:p[0.4,-0.2,0.3,0,3.14159,0]" --as kuka

# What needs PCL says so, in one line, and that the command can't be run as typed.
printf '# vtk DataFile Version 3.0\nx\nASCII\nDATASET POLYDATA\n' > "$out/triangle.vtk"
for command in "segment samples/table.pcd --engine pcl" "align samples/box.pcd samples/box.pcd --engine pcl" \
    "info $out/triangle.vtk"; do
    status=0
    $pickpose $command > "$out/stdout" 2> "$out/stderr" || status=$?
    if [ $status -ne 64 ] || ! grep -q "libpcl-dev" "$out/stderr" || [ -s "$out/stdout" ]; then
        echo "pickpose $command: exit code $status, and says:" >&2
        cat "$out/stderr" >&2
        exit 1
    fi
done
