#!/usr/bin/env bash
# Builds the documentation of all libraries as one site; a link to nothing, or anything else DocC warns of, ends it.
#
# usage: samples/docs.sh [FOLDER] (default: .build-docs/site; see it with: python3 -m http.server --directory FOLDER)
set -euo pipefail
cd "$(dirname "$0")/.."

site="${1:-.build-docs/site}"
# The plugin is a dependency only here; PCL's helper is no library. In a folder of its own, so that the other builds'
# dependencies stay as they are.
export PICKPOSE_DOCS=1 PICKPOSE_PCL=0
targets=()
for catalog in Sources/*/*.docc; do targets+=(--target "$(basename "${catalog%/*}")"); done

mkdir -p "$site"
swift package --scratch-path .build-docs --allow-writing-to-directory "$site" generate-documentation \
    "${targets[@]}" --enable-experimental-combined-documentation --warnings-as-errors \
    --transform-for-static-hosting --output-path "$site"
echo "The site: $site/documentation/index.html"
