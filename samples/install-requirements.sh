#!/usr/bin/env bash
# Installs what pickpose builds on where it is missing: PCL (Debian's libpcl-dev), for the second opinion and the
# VTK meshes. Without PCL, set PICKPOSE_PCL=0 and everything else builds and runs.
set -euo pipefail

command -v swift > /dev/null || {
    echo "pickpose needs Swift 6.2 or newer on the PATH: https://www.swift.org/install/linux/" >&2
    exit 69
}
[ "${PICKPOSE_PCL:-1}" = 0 ] && exit 0

# pkg-config itself may be missing, so the headers are asked for, not it.
if pkg-config --exists pcl_io 2> /dev/null; then exit 0; fi

command -v apt-get > /dev/null || {
    echo "PCL is missing and there is no apt-get to fetch it: install libpcl-dev, or set PICKPOSE_PCL=0." >&2
    exit 69
}
as_root=""
if [ "$(id -u)" != 0 ]; then as_root=sudo; fi
echo "Installing libpcl-dev (about 255 MB to fetch; PICKPOSE_PCL=0 builds without it) …" >&2
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    libpcl-dev pkg-config > /dev/null
