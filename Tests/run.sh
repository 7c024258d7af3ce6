#!/usr/bin/env bash
# Sets up what is missing, builds, and runs every test. Arguments go to `swift test`, such as --filter KDTree.
# Real scans beside the project (../shared, or $PICKPOSE_SHARED) are used where they are; PICKPOSE_TESTS=long takes
# the long loops.
set -euo pipefail
cd "$(dirname "$0")/.."

samples/install-requirements.sh
swift build --build-tests
exec swift test --skip-build "$@"
