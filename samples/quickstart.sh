#!/usr/bin/env bash
# From a fresh Debian or Ubuntu with Swift to grasp frames: installs what is missing, builds, and runs the main job on
# a sample scan.
set -euo pipefail
cd "$(dirname "$0")/.."

samples/install-requirements.sh

# Swift's own libraries go into the program, so that it runs where no Swift is installed.
swift build -c release --static-swift-stdlib --product pickpose
[ "${PICKPOSE_PCL:-1}" = 0 ] || swift build -c release --product pickpose-pcl --scratch-path .build
pickpose="$(swift build -c release --static-swift-stdlib --show-bin-path)/pickpose"

out=.build/quickstart
mkdir -p "$out"
echo
echo "$ pickpose pick samples/table.pcd --config samples/cell.yaml"
"$pickpose" pick samples/table.pcd --config samples/cell.yaml
"$pickpose" pick samples/table.pcd --config samples/cell.yaml --format json --output "$out/picks.json"
echo
echo "The same as JSON, with every frame as a 4×4 matrix: $out/picks.json"
echo "The command itself: $pickpose"
echo "To call it as pickpose: export PATH=\"$(dirname "$pickpose"):\$PATH\""
