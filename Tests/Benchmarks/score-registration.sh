#!/bin/bash
# Scores `pickpose align`, and the peers beside it, on pairs with truth: makes the cases from the scans that stand
# beside the project (../shared, or $PICKPOSE_SHARED) and prints one table for each runner.
#
#   PICKPOSE_PEERS_PYTHON=PYTHON Tests/Benchmarks/score-registration.sh [--scale 0.3] [--meshes DIR] [RUNNER …]
#
# PYTHON needs numpy, scipy, open3d and trimesh; RUNNER is pickpose (if none is said), open3d-ransac, open3d-fgr or
# kiss-matcher. --meshes names a folder of .obj files (pybullet_data's, say) for more objects; --scale shrinks the set.
# The cases are kept in the temporary folder. On a shared machine LOCK_FILE names a file that is held with flock(1).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
lock=${LOCK_FILE:+flock $LOCK_FILE}
shared=${PICKPOSE_SHARED:-$root/../shared}
python=${PICKPOSE_PEERS_PYTHON:-python3}
scale=1
meshes=()
runners=()
while [ $# -gt 0 ]; do
    case $1 in
    --scale) scale=$2; shift 2 ;;
    --meshes) meshes=(--meshes "$2"); shift 2 ;;
    *) runners+=("$1"); shift ;;
    esac
done

if [ ! -r "$shared/peers/regscore.py" ]; then
    echo "the shared scans are not on this machine (set PICKPOSE_SHARED); nothing is scored" >&2
    exit 0
fi
cases=${TMPDIR:-/tmp}/pickpose-registration-cases-$scale
if [ ! -r "$cases/cases.json" ]; then
    $lock "$python" "$here/registration-cases.py" "$shared/data" "$cases" --scale "$scale" "${meshes[@]}" >&2
fi
$lock swift build -c release --package-path "$root" --product pickpose >&2
for runner in "${runners[@]:-pickpose}"; do
    [ "$runner" = pickpose ] && runner=$root/.build/release/pickpose
    $lock "$python" "$shared/peers/regscore.py" "$cases" "$runner" --quiet
done
