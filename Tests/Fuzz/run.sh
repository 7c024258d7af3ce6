#!/bin/bash
# Fuzzes each reader (clouds, meshes, cells, poses) for SECONDS (60) in turn, from the seeds in Corpus, under the address
# sanitizer; a crash ends with the input that made it.
# FUZZ_RUNS caps the executions, FUZZ_STATE names a folder that keeps the grown corpus between calls.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-60}
state=${FUZZ_STATE:-$(mktemp -d)}
# Two --sanitize options would lose the coverage. The kernels in C and C++ are told apart.
swift build -c release --sanitize=fuzzer -Xswiftc -sanitize=fuzzer,address \
    -Xcc -fsanitize=address -Xcxx -fsanitize=address --scratch-path .build-fuzz
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0
for reader in PCD PLY STL OBJ Cell Pose; do
    name=$(tr A-Z a-z <<<"$reader")
    mkdir -p "$state/$name"
    log="$state/$name.log"
    .build-fuzz/release/Fuzz$reader -max_total_time="$seconds" -runs="${FUZZ_RUNS:--1}" -max_len=2048 \
        -timeout=10 -rss_limit_mb=2048 -artifact_prefix="$state/$name-" -print_final_stats=1 \
        "$state/$name" "Corpus/$name" 2>"$log" || { tail -40 "$log"; exit 1; }
    # Without coverage the fuzzer finds nothing and says nothing about it.
    grep -q "inline 8-bit counters" "$log" || { echo "$reader: built without coverage"; exit 1; }
    echo "$reader: $(grep -o 'number_of_executed_units: .*' "$log" | tr -s ' ')"
done
