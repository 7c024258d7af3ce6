#!/bin/bash
# Fits the weights by which `pickpose segment` joins patches (Sources/Segmentation/Objects/JoinWeights+Fitted.swift) to
# the labelled scans that stand beside the project (../shared, or $PICKPOSE_SHARED) and to random scenes with
# truth (Tests/SyntheticScans), and prints how they do, also on scans they were not fitted to.
#
#   Tests/Benchmarks/train-segmentation.sh [--verbose] [--write]
#
# --write replaces the weights in the library; the same scans give the same weights.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
lock=${LOCK_FILE:+flock $LOCK_FILE}
arguments=()
for argument in "$@"; do
    arguments+=("$argument")
    if [ "$argument" = --write ]; then arguments+=("$root/Sources/Segmentation/Objects/JoinWeights+Fitted.swift"); fi
done
# In a folder of its own, for it lays open the library's insides.
built=$here/.build-training
$lock swift build -c release -Xswiftc -enable-testing --package-path "$here" --scratch-path "$built" \
    --product train-segmentation >&2
exec $lock "$built/release/train-segmentation" "${PICKPOSE_SHARED:-$root/../shared}/data" "${arguments[@]}"
