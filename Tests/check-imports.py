#!/usr/bin/env python3
"""Whether every module that a target imports is among its declared dependencies (Package.swift).

A module that comes along with another is found all the same, and so it builds; but after a change of a declaration in it
the importing target isn't built again, and fails to link. The compiler's --explicit-target-dependency-import-check
lets such imports pass.
"""
import json
import pathlib
import re
import subprocess
import sys

IMPORT = re.compile(
    r"^[ \t]*(?:@\w+(?:\(\w+\))?[ \t]+)*(?:(?:public|package|internal|fileprivate|private)[ \t]+)?"
    r"import[ \t]+(?:(?:struct|class|enum|protocol|func|var|let|typealias)[ \t]+)?(\w+)",
    re.MULTILINE)


def declared(target):
    """The modules that a target's dependencies name: {"byName": ["A", null]}, {"product": ["B", "package", …]}."""
    return {next(iter(dependency.values()))[0] for dependency in target["dependencies"]}


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    package = json.loads(subprocess.check_output(["swift", "package", "dump-package"], cwd=root))
    targets = package["targets"]
    # The system's modules are nobody's dependencies.
    known = {target["name"] for target in targets}.union(*map(declared, targets))
    faults = []
    for target in targets:
        folder = "Tests" if target["type"] == "test" else "Sources"
        importers = {}
        for file in sorted((root / (target.get("path") or f"{folder}/{target['name']}")).rglob("*.swift")):
            for module in IMPORT.findall(file.read_text()):
                importers.setdefault(module, file.relative_to(root))
        undeclared = importers.keys() & known - declared(target) - {target["name"]}
        faults += [f"{importers[module]}: add {module} to the dependencies of {target['name']} in Package.swift"
                   for module in sorted(undeclared)]
    print("\n".join(faults) or f"{len(targets)} targets declare what they import")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
