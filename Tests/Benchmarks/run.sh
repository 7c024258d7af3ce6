#!/bin/bash
# Measures pickpose and its peers in one run, and prints one table.
#
#   Tests/Benchmarks/run.sh [AREA …] [--quick] [--record] [--list]
#
# PCL and Eigen join in where they are installed (libpcl-dev), small_gicp, Open3D and plyfile where
# PICKPOSE_PEERS_PYTHON names a Python that has them. On a shared machine LOCK_FILE names a file that is held with
# flock(1) during each build and each contest.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
lock=${LOCK_FILE:+flock $LOCK_FILE}

$lock swift build -c release --package-path "$here" --product benchmarks
for argument in "$@"; do
    if [ "$argument" = --list ]; then exec "$here/.build/release/benchmarks" --list; fi
done
# The commands that a user starts: start-up and whole commands are measured on these.
$lock swift build -c release --package-path "$root" --product pickpose
if [ "${PICKPOSE_PCL:-1}" != 0 ] && pkg-config --exists pcl_io; then
    $lock swift build -c release --package-path "$root" --product pickpose-pcl
fi
areas=$(printf '%s\n' "$@" | grep -v '^--' || true)
if [ -z "$areas" ] || grep -qx startup <<< "$areas"; then
    $lock swift build -c release --package-path "$root" --scratch-path "$here/.build/static" --static-swift-stdlib \
        --product pickpose
fi

mkdir -p "$here/.build/peers"
cc -O2 -o "$here/.build/peers/empty" "$here/Peers/empty.c"
if pkg-config --exists pcl_io eigen3 && command -v make > /dev/null; then
    # One file at a time under the lock: PCL's templates take their while to compile.
    for object in $(make -s -C "$here/Peers/PCL" list); do
        $lock make -s -C "$here/Peers/PCL" "$object"
    done
    $lock make -s -C "$here/Peers/PCL"
else
    echo "PCL's peers are left out: no libpcl-dev, libeigen3-dev or make on this machine" >&2
fi
# small_gicp's C++ from its source distribution, which pip fetches: the wheel is built for any machine.
gicp=$here/.build/peers/small-gicp
if [ ! -d "$gicp/source" ] && python3 -m pip --version > /dev/null 2>&1; then
    mkdir -p "$gicp/download"
    if python3 -m pip download --quiet --no-deps --no-binary small_gicp --dest "$gicp/download" small_gicp==1.0.1; then
        tar xzf "$gicp/download/small_gicp-1.0.1.tar.gz" -C "$gicp/download"
        mv "$gicp/download/small_gicp-1.0.1" "$gicp/source"
    fi
fi
if [ -d "$gicp/source" ] && pkg-config --exists eigen3 && command -v make > /dev/null; then
    $lock make -s -C "$here/Peers/SmallGICP"
else
    echo "small_gicp's C++ is left out: no pip, libeigen3-dev or make on this machine, or no way to PyPI" >&2
fi
exec "$here/.build/release/benchmarks" "$@"
