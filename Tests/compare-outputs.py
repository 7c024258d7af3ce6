#!/usr/bin/env python3
"""Runs the same commands with two builds of pickpose on every scan of a folder, and compares all that comes out.

usage: Tests/compare-outputs.py BEFORE AFTER SCANS [--quick] [--jobs N]
       Tests/compare-outputs.py run PROGRAM SCANS OUT [--quick] [--jobs N]
       Tests/compare-outputs.py diff OUT_BEFORE OUT_AFTER

For changes that must not change any answer: stdout, stderr, exit code and every file written are to be the same bytes.
BEFORE, AFTER and PROGRAM are the programs' files, with pickpose-pcl beside them. SCANS is searched in depth; the
samples, the fuzzer's seeds and damaged copies of small scans are run too, and what needs no scan: poses, cells, help,
wrong usage. `run` keeps the outputs in the folder OUT, so that one side need not be run again, and `diff` compares two
such folders; a --quick one, with every fifth scan and pair, may be compared with a whole one. OUT has a file for each
command, with the text of stdout and stderr; of large files written and of what is no text only the SHA-256. No path of
the machine or of the program stands in it. Folders compare only if the same version of this script made them.

Prints what differs with the first differing line, and a summary. The exit code is 1 where anything differs. On two
cores 200 scans, most of them of 640 × 480 points, take five to six minutes a program, and less than one with --quick.
"""

import argparse
import collections
import csv
import hashlib
import itertools
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLOUDS = {".pcd", ".ply", ".obj", ".stl", ".vtk"}
# What can't be read (yet) is refused in words that are an answer, too.
REFUSED = {".gz", ".png"}
PROGRAMS = ["urscript", "krl", "rapid", "fanuc", "inform", "ros2", "csv"]
TIME_LIMIT = 300
# A larger file that was written is kept as its SHA-256.
KEPT_SIZE = 1 << 16
DONE = "complete.txt"


@dataclass
class Job:
    record: str  # where under OUT its outputs go
    arguments: list
    quick: bool
    threads: int | None = 1  # None: nothing is added to the arguments
    stdin: bytes | None = None


# The commands. Each runs in a folder of its own beside `scans`, `samples` and `corpus`, and may write there.


def jobs(inputs):
    """All commands in a fixed order, those that take longest first, so that no core waits for the last one."""
    scans = sorted(p for p in (inputs / "scans").rglob("*") if p.is_file())
    clouds = [p for p in scans if p.suffix.lower() in CLOUDS]
    own = sorted((inputs / "samples").glob("*.pcd"))
    seeds = sorted(itertools.chain((inputs / "corpus" / "pcd").iterdir(), (inputs / "corpus" / "ply").iterdir()))
    readable = [p for p in scans if p.suffix.lower() in CLOUDS | REFUSED] + seeds
    yield from joint_alignments(inputs, clouds)
    yield from alignments(inputs, clouds)
    for index, path in enumerate(readable):
        yield from one_scan(inputs, path, index)
    for path in own:
        yield from one_scan(inputs, path, 0)
    yield from damaged_scans(inputs, [p for p in clouds + seeds if p.stat().st_size < 100_000])
    yield from cells(inputs, [p for p in scans if p.suffix.lower() in (".yaml", ".yml")])
    yield from poses(inputs)
    yield from streams(inputs)
    yield from usage()


def one_scan(inputs, path, index):
    """Everything that takes one scan; the index chooses what is done for some scans only."""
    name, scan = str(path.relative_to(inputs)), f"../{path.relative_to(inputs)}"
    threads = 2 if index % 10 == 1 else 1
    pick = ["pick", scan, "--config", "../samples/cell.yaml"]
    # Most scans weren't taken by the sample's camera, and have more of what isn't sound.
    anything = ["--confidence", "unlikely"]
    commands = {
        "info": ["info", scan],
        "info-json": ["info", scan, "--format", "json"],
        "pose": ["pose", scan],
        "pose-json": ["pose", scan, "--format", "json"],
        "segment": ["segment", scan],
        "segment-json": ["segment", scan, "--format", "json", "--output", "labels.pcd"],
        "pick": [*pick, "--verbose"],
        "pick-json": [*pick, "--format", "json"],
        "convert-ascii": ["convert", scan, "ascii.pcd", "--encoding", "ascii"],
        "convert-binary": ["convert", scan, "binary.pcd", "--format", "json"],
        "convert-compressed": ["convert", scan, "--output", "small.pcd", "--encoding", "binary_compressed"],
        "convert-ply-ascii": ["convert", scan, "ascii.ply", "--encoding", "ascii", "--format", "ndjson"],
        "convert-ply": ["convert", scan, "binary.ply"],
        "transform-cloud": ["transform", "--cloud", scan, "--output", "moved.ply", "--pose", "kuka:{X 100,Y -20,Z 5,A 10,B 20,C 30}"],
    }  # fmt: skip
    for number, language in enumerate(PROGRAMS):
        commands[f"pick-{language}"] = [*pick, "--format", language, *(anything if number % 2 else [])]
    # A choice of options on some scans, another one on each.
    seldom = [
        ("segment-plain", ["segment", scan, "--no-color", "--up", "0,-1,-0.5", "--output", "labels.ply"]),
        ("pick-krl-file", [*pick, "--format", "krl", *anything, "--output", "feed.src"]),
        ("pick-fixed-camera", ["pick", scan, "--config", "../samples/cells/fixed-camera.yaml", "--as", "ur", "--format", "ndjson"]),
        ("pick-eye-in-hand", ["pick", scan, "--config", "../samples/cells/eye-in-hand.yaml", "--set",
                              "flange=ur:p[0.5,0,0.6,0,3.141592653589793,0]", "--format", "json", "--output", "plan.json"]),
        ("pick-template", [*pick, "--template", "../samples/pick-list.mustache", *anything]),
        ("pick-top", [*pick, "--top", "1", "--maximum-range", "1.2", "--format", "json"]),
        ("pose-mm", ["pose", scan, "--unit", "mm", "--format", "json", "--output", "pose.json"]),
        ("pose-reference", ["pose", scan, "--reference", "quaternion_xyzw:0 0 0 0 0 0 1", "--verbose"]),
        ("convert-mm", ["convert", scan, "mm.pcd", "--output-unit", "mm"]),
        ("convert-big-endian", ["convert", scan, "big.ply", "--encoding", "binary_big_endian"]),
        ("segment-few", ["segment", scan, "--minimum-points", "50", "--maximum-range", "1.5", "--format", "json"]),
        ("info-mm", ["info", scan, "../samples/box.pcd", "--unit", "mm"]),
    ]  # fmt: skip
    commands.update(seldom[(2 * index + k) % len(seldom)] for k in range(2))
    for number, (kind, arguments) in enumerate(commands.items()):
        # Every program begins with the same search for grasps, which takes longest.
        is_turn = not kind.startswith("pick-") or kind == "pick-json" or number % 4 == index // 5 % 4
        quick = index % 5 == 0 and (is_turn or name.startswith("samples/"))
        yield Job(f"{name}/{kind}", arguments, quick, threads)


def alignments(inputs, clouds):
    """Neighbours in a folder, or the pairs that its pairs.csv lists; each in two of the ways, in turn."""
    ways = [
        ("text", []),
        ("no-global", ["--no-global", "--format", "json"]),
        ("gicp", ["--method", "gicp", "--format", "json"]),
        ("evaluate", ["--evaluate", "--format", "json"]),
        ("lock", ["--lock", "rx,ry,tz", "--format", "json"]),
        ("point-to-plane", ["--method", "point-to-plane", "--format", "json"]),
        ("point-to-point", ["--method", "point-to-point", "--format", "json"]),
        ("result", ["--format", "ndjson", "--output", "result.json"]),
        ("voxel", ["--voxel", "0.02", "--verbose"]),
        ("pcl", ["--engine", "pcl", "--format", "json"]),
        ("ply", ["--output", "moved.ply", "--quiet"]),
    ]
    # These search round a start, which is near the truth where that is known.
    started = {"no-global", "evaluate", "lock", "pcl"}
    for index, (source, target) in enumerate(pairs(clouds)):
        name = f"{source.relative_to(inputs)}..{target.name}"
        files = [f"../{p.relative_to(inputs)}" for p in (source, target)]
        truth = known_pose(source, target)
        chosen = [("json", ["--format", "json", "--output", "moved.pcd"])]
        chosen += [ways[(2 * index + k) % len(ways)] for k in range(2)]
        for kind, options in chosen:
            start = ["--init", truth] if truth and kind in started else []
            threads = 2 if index % 8 == 0 else 1
            yield Job(f"{name}/align-{kind}", ["align", *files, *options, *start], index % 5 == 0, threads)


def pairs(clouds):
    for folder in sorted({p.parent for p in clouds}):
        files = [p for p in clouds if p.parent == folder]
        if (folder / "pairs.csv").exists():
            yield from spread([pair for pair, _ in listed_pairs(folder, files)], 5)
        else:
            yield from spread(list(itertools.pairwise(files)), 3)


def listed_pairs(folder, files):
    """The pairs that the folder's pairs.csv names, each with the share of the source that lies on the target."""
    named = {p.stem: p for p in files}
    rows = csv.DictReader((folder / "pairs.csv").read_text().splitlines())
    return [((named[row["source"]], named[row["target"]]), float(row["overlap_src"])) for row in rows]


def spread(items, count):
    """So many of the items, from all over the list."""
    step = max(1, -(-len(items) // count))
    return items[::step]


def known_pose(source, target):
    """T_target_source where a file beside the scans says it, as a pose's text."""
    names = "__".join(p.stem.removeprefix("scan_") for p in (source, target))
    files = [source.parent / "pairs_icp" / f"{names}.txt"]
    if source.stem == "source":
        files.append(source.parent / "T_target_source.txt")
    for file in files:
        if file.exists():
            return "matrix:" + " ".join(file.read_text().split())
    return None


def joint_alignments(inputs, clouds):
    """Of the folders with a pairs.csv four scans, those of the pairs with most in common."""
    folders = sorted({p.parent for p in clouds if (p.parent / "pairs.csv").exists()})
    for index, folder in enumerate(folders):
        listed = listed_pairs(folder, [p for p in clouds if p.parent == folder])
        nearest = [pair for pair, _ in sorted(listed, key=lambda entry: -entry[1])]
        few = list(dict.fromkeys(itertools.chain(*nearest)))[:4]
        files = [f"../{p.relative_to(inputs)}" for p in few]
        options = ["--format", "json"] if index % 2 else ["--output", "merged.ply", "--verbose"]
        quick = index == len(folders) // 2
        threads = 2 if index == 0 else 1
        yield Job(f"{folder.relative_to(inputs)}/align-many", ["align", *files, *options], quick, threads)


def damaged_scans(inputs, small):
    """Copies cut off, and with a wrong byte, here and there: a refusal says where the damage is."""
    for index, path in enumerate(small):
        data = path.read_bytes()
        if not data:
            continue
        name = path.relative_to(inputs)
        folder = inputs / "damaged" / name
        folder.mkdir(parents=True)
        for eighth in range(1, 8):
            at = len(data) * eighth // 8
            (folder / f"cut{eighth}{path.suffix}").write_bytes(data[:at])
            (folder / f"byte{eighth}{path.suffix}").write_bytes(data[:at] + b"?" + data[at + 1 :])
        (folder / f"last{path.suffix}").write_bytes(data[:-1])
        (folder / f"header{path.suffix}").write_bytes(re.sub(rb"\d+", b"9", data[:300]) + data[300:])
        copies = [f"../{p.relative_to(inputs)}" for p in sorted(folder.iterdir())]
        yield Job(f"damaged/{name}/info", ["info", *copies, "--format", "json"], index % 5 == 0)


def cells(inputs, others):
    """Cells, and whatever else is YAML."""
    known = [inputs / "samples/cell.yaml", *sorted((inputs / "samples/cells").glob("*.yaml"))]
    for path in known + sorted((inputs / "corpus/cell").iterdir()) + others:
        name = path.relative_to(inputs)
        check = ["cell", "check", f"../{name}"]
        yield Job(f"{name}/check", check, True)
        yield Job(f"{name}/check-json", [*check, "--format", "json", "--verbose"], True)
        if path in known:
            hand = ["--set", "flange=kuka:{X 500,Y 0,Z 600,A 0,B 0,C 180}"]
            yield Job(f"{name}/check-set", [*check, *hand, "--output", "check.txt"], True)
            for convention in "matrix kuka fanuc abb ur euler:zyz:extrinsic:rad nonsense".split():
                yield Job(f"{name}/check-as-{convention}", [*check, "--as", convention, "--format", "json"], True)


def pose_texts(inputs):
    """Poses in every convention, some in gimbal lock, some that are none."""
    texts = {p.name: p.read_text().replace("\n", " ") for p in sorted((inputs / "corpus/pose").iterdir())}
    texts["lock-kuka"] = "kuka:{X 1,Y 2,Z 3,A 10,B 90,C 20}"
    texts["lock-staubli"] = "staubli:{1,2,3,10,-90,20}"
    texts["lock-doosan"] = "doosan:posx(1,2,3,10,0,20)"
    texts["half-turn"] = "ur:p[0,0,0,2.221441469079183,2.221441469079183,0]"
    texts["case"] = "FANUC: 1, 2, 3, 4, 5, 6"
    texts["off-unit"] = "quaternion_xyzw:0 0 0 0 0 0 1.2"
    texts["off-unit-a-little"] = "quaternion_wxyz:0 0 0 1.0005 0 0 0"
    texts["mirrored"] = "matrix:1 0 0 0  0 1 0 0  0 0 -1 0"
    texts["short"] = "ur:p[1,2,3]"
    texts["long"] = "yaskawa:1,2,3,4,5,6,7"
    texts["unknown"] = "fanoc:1,2,3,4,5,6"
    texts["not-a-number"] = "kuka:{X nan,Y 1e999,Z 0,A 0,B 0,C 0}"
    texts["no-name"] = "1 2 3"
    return texts


def poses(inputs):
    cell = ["--config", "../samples/cell.yaml", "--from", "camera", "--to", "base"]
    second = "kuka:{X 100,Y 0,Z 0,A 0,B 15,C 0}"
    for name, text in pose_texts(inputs).items():
        pose = ["transform", "--pose", text]
        commands = {
            "all": [*pose, "--as", "all"],
            "json": [*pose, "--as", "all", "--as", "euler:xyx:intrinsic:deg", "--format", "json"],
            "invert": [*pose, "--invert", "--as", "kuka", "--as", "abb", "--output", "inverse.txt"],
            "chain": [*pose, *cell, "--pose", second, "--as", "fanuc", "--format", "ndjson", "--verbose"],
            "difference": [*pose, "--difference", second],
            "interpolate": [*pose, "--interpolate", second, "--at", "0.25", "--format", "json"],
            "point": [*pose, "--point", "0.1,0.2,0.3", "--point", "-1,0,0", "--unit", "mm"],
        }
        for kind, arguments in commands.items():
            yield Job(f"transform/{name}/{kind}", arguments, True)
    yield Job("transform/chain", ["transform", *cell, "--as", "all"], True)
    yield Job("transform/chain-json", ["transform", *cell, "--invert", "--format", "json"], True)


def streams(inputs):
    """What comes on stdin: poses, a scan, nothing."""
    cell = ["--config", "../samples/cell.yaml", "--from", "camera", "--to", "base"]
    lines = "\n".join(pose_texts(inputs).values()).encode()
    draw = random.Random(1)
    many = []
    for _ in range(2000):
        numbers = [draw.uniform(-2, 2) for _ in range(3)] + [draw.uniform(-180, 180) for _ in range(3)]
        many.append("euler:zyx:intrinsic:deg:" + " ".join(repr(x) for x in numbers))
    many = "\n".join(many).encode() + b"\n"
    everything = ["--as", "all"]
    commands = {
        "poses": (["transform", *everything], lines),
        "poses-text": (["transform", "-", "--format", "text", "--as", "kuka"], lines),
        "poses-chain": (["transform", *cell, "-"], lines),
        "poses-invert": (["transform", *cell, "--invert", "--output", "answers.ndjson"], many),
        "poses-many": (["transform", *everything], many),
        "poses-none": (["transform"], b"\n\n"),
        "poses-overlong": (["transform"], b"ur:p[" + b"1," * 40_000 + b"]\nnamed:identity"),
    }
    table, box = ((inputs / "samples" / name).read_bytes() for name in ("table.pcd", "box.pcd"))
    commands |= {
        "info": (["info", "-", "--format", "json"], table),
        "convert": (["convert", "-", "-", "--to", "ply", "--encoding", "ascii"], table),
        "convert-binary": (["convert", "-", "-", "--to", "pcd", "--encoding", "binary_compressed"], box),
        "pose": (["pose", "-"], box),
        "segment": (["segment", "-", "--output", "labels.pcd"], table),
        "pick": (["pick", "-", "--config", "../samples/cell.yaml", "--format", "json"], table),
        "align": (["align", "-", "../samples/box.pcd", "--format", "json"], box),
        "nothing": (["info", "-"], b""),
        "nonsense": (["pose", "-"], b"\x00\xff" * 100),
    }
    for kind, (arguments, data) in commands.items():
        yield Job(f"stdin/{kind}", arguments, True, stdin=data)


def usage():
    """Help, and what is refused before any work is done."""
    box, cell = "../samples/box.pcd", "../samples/cell.yaml"
    commands = ["--version", "--help", "help", "cell --help", "cell check --help", "cell schema"]
    commands += [f"{name} --help" for name in "info convert pose segment align pick transform".split()]
    commands += ["", "nonsense", "info", "pose", "segment", "align", "pick", "convert", "cell", "cell check"]
    commands += [
        f"info {box} missing.pcd {box} --format json --no-timings",
        f"info {box} --format yaml",
        f"info {box} --format krl",
        f"info {box} --unit inch",
        f"info {box} --threads 0",
        f"info {box} --threads 3 --seed 7",
        f"info {box} --quiet --verbose",
        f"info {box} --output {box}",
        "info ../samples",
        "pose missing.pcd",
        f"pose {box} {box}",
        f"pose {box} --output missing/pose.json",
        f"pose {box} --reference kuka:nonsense",
        f"segment {box} --output labels.xyz",
        f"segment {box} --output {box}",
        f"segment {box} --up 0,0",
        f"segment {box} --engine other",
        f"align {box}",
        f"align {box} {box} --lock rq",
        f"align {box} {box} --evaluate --lock rx",
        f"align {box} {box} --voxel 0",
        f"align {box} {box} --voxel 100",
        f"align {box} {box} {box} --init named:identity",
        f"align {box} {box} {box} --output merged.txt",
        "align - -",
        f"pick {box}",
        f"pick {box} --config missing.yaml",
        f"pick {box} --config {box}",
        f"pick {box} --config {cell} --top 0",
        f"pick {box} --config {cell} --object 99",
        f"pick {box} --config {cell} --confidence sure",
        f"pick {box} --config {cell} --format krl --as kuka",
        f"pick {box} --config {cell} --format krl --output feed.txt",
        f"pick {box} --config {cell} --template {box}",
        f"pick {box} --config ../samples/cells/eye-in-hand.yaml",
        f"convert {box} box.txt",
        f"convert {box} box.ply --encoding binary_compressed",
        f"convert {box} missing/box.ply",
        f"convert {box} box.ply --output other.ply",
        "transform --pose named:identity --as nonsense",
        "transform --from camera --to base",
        f"transform --from nowhere --to base --config {cell} --pose named:identity",
        f"transform --cloud {box}",
        "transform --point 1,2,3",
        f"cell check {cell} --set camera",
        f"cell check {cell} --set flange=ur:p[1]",
        "cell check missing.yaml",
    ]  # fmt: skip
    for command in commands:
        yield Job("usage/" + (command.replace("../", "").replace("/", "_") or "nothing"), command.split(), True, None)


# Running them.


def run(program, scans, out, quick, workers):
    program, scans = pathlib.Path(program).resolve(), pathlib.Path(scans).resolve()
    if not os.access(program, os.X_OK):
        sys.exit(f"{program}: no program")
    if not scans.is_dir():
        sys.exit(f"{scans}: no folder of scans")
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        sys.exit(f"{out}: holds something already; remove it, or name another folder")
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="compare-outputs-") as work:
        inputs = pathlib.Path(work)
        # Messages name files by how they were given: links make them the same wherever the scans lie.
        links = {"scans": scans, "samples": ROOT / "samples", "corpus": ROOT / "Tests/Fuzz/Corpus"}
        for name, folder in links.items():
            # Not the folder itself, into which a search in depth would not go.
            mirror(folder, inputs / name)
        chosen = [job for job in jobs(inputs) if job.quick or not quick]
        doubled = [name for name, count in collections.Counter(job.record for job in chosen).items() if count > 1]
        if doubled:
            sys.exit(f"two commands are named {doubled[0]}")
        with ThreadPoolExecutor(workers) as pool:
            for number, _ in enumerate(pool.map(lambda job: perform(job, program, inputs, out), chosen), 1):
                if sys.stderr.isatty():
                    print(f"\r{number} of {len(chosen)} commands", end="", file=sys.stderr)
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr)
    summary = f"{len(chosen)} commands{' (quick)' if quick else ''}"
    print(f"{program.name}: {summary} in {time.monotonic() - start:.0f} s")
    (out / DONE).write_text(summary + "\n")


def mirror(folder, place):
    """The folder's tree, with links in the place of its files."""
    for path in folder.rglob("*"):
        link = place / path.relative_to(folder)
        if path.is_file():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)


def perform(job, program, inputs, out):
    folder = pathlib.Path(tempfile.mkdtemp(dir=inputs))
    arguments = list(job.arguments)
    if job.threads:
        arguments += ["--no-timings", "--threads", str(job.threads)]
    # A trap's backtrace holds addresses, which differ from run to run.
    environment = os.environ | {"LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"}
    try:
        answer = subprocess.run(
            ["pickpose", *arguments], executable=program, cwd=folder, env=environment, capture_output=True,
            timeout=TIME_LIMIT, **({"stdin": subprocess.DEVNULL} if job.stdin is None else {"input": job.stdin})
        )  # fmt: skip
        code, stdout, stderr = str(answer.returncode), answer.stdout, answer.stderr
    except subprocess.TimeoutExpired:
        code, stdout, stderr = f"none: stopped after {TIME_LIMIT} s", b"", b""
    sections = [("exit code", code.encode() + b"\n"), ("stdout", kept(stdout)), ("stderr", kept(stderr))]
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        data = path.read_bytes()
        sections.append((f"file {path.relative_to(folder)}", kept(data) if len(data) <= KEPT_SIZE else digest(data)))
    shutil.rmtree(folder)
    record = out / f"{job.record}.txt"
    record.parent.mkdir(parents=True, exist_ok=True)
    command = " ".join(["pickpose", *(repr(a) if re.search(r"[^\w./,:=-]", a) else a for a in arguments)])
    record.write_bytes(b"".join([command.encode() + b"\n", *(b"== " + t.encode() + b"\n" + d for t, d in sections)]))


def kept(data):
    """As it is where it is text."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return digest(data)
    return data + b"\n(no line break at the end)\n" if data and not data.endswith(b"\n") else data


def digest(data):
    return f"{len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}\n".encode()


# Comparing.


def diff(before, after):
    """Prints what differs, and whether nothing does."""
    sides = [before, after]
    for side in sides:
        if not (side / DONE).exists():
            sys.exit(f"{side}: not the outputs of a whole run")
    names = [{str(p.relative_to(side)) for p in side.rglob("*.txt") if p.is_file()} - {DONE} for side in sides]
    quick = ["(quick)" in (side / DONE).read_text() for side in sides]
    if quick[0] != quick[1]:
        # It is a part of the whole one.
        part = names[quick.index(True)]
        names = [side & part for side in names]
    compared, different = 0, collections.Counter()
    for name in sorted(names[0] | names[1]):
        title = name.removesuffix(".txt")
        kind = title.split("/")[-1] if not title.startswith("usage/") else "usage"
        missing = [side for side, has in zip(("BEFORE", "AFTER"), names) if name not in has]
        if missing:
            compared += 1
            different[kind] += 1
            print(f"{title}: not run on the side {missing[0]}")
            continue
        records = [(side / name).read_bytes() for side in sides]
        parts = [sections(record) for record in records]
        titles = dict.fromkeys([*parts[0], *parts[1]])
        compared += len(titles) - 1
        if records[0] == records[1]:
            continue
        found = [part for part in titles if parts[0].get(part) != parts[1].get(part)]
        different[kind] += len(found)
        print(f"{title}: {', '.join(found)}\n  {shown(parts[0]['command'][0], 0)}")
        number, lines = first_difference(*(side.get(found[0]) for side in parts))
        print(f"  {found[0]}, line {number}:\n  - {lines[0]}\n  + {lines[1]}")
    total = different.total()
    if total:
        print("by command: " + ", ".join(f"{kind} {count}" for kind, count in different.most_common()))
    print(f"{compared} outputs compared, {total} differ")
    return total == 0


def sections(record):
    """The record's lines by the section's title; the command's own as `command`."""
    result, title = {"command": []}, "command"
    for line in record.decode().split("\n"):
        if re.match(r"== (exit code|stdout|stderr|file .*)$", line):
            title = line[3:]
            result[title] = []
        else:
            result[title].append(line)
    return result


def first_difference(*texts):
    """The number of the first line that differs, and both lines as far as they matter."""
    if None in texts:
        return 1, ["(none)" if text is None else shown(text[0], 0) for text in texts]
    for number, lines in enumerate(itertools.zip_longest(*texts), 1):
        if lines[0] != lines[1]:
            given = [line or "" for line in lines]
            column = len(os.path.commonprefix(given))
            return number, ["(nothing)" if line is None else shown(line, column) for line in lines]
    return 0, ["", ""]


def shown(line, column):
    """The line round this column, without what a terminal would obey."""
    start = max(0, column - 60)
    text = "".join(c if c.isprintable() else repr(c)[1:-1] for c in line[start : start + 180])
    return ("…" if start else "") + text + ("…" if len(line) > start + 180 else "")


def main():
    parser = argparse.ArgumentParser(usage="\n".join(__doc__.split("\n")[2:5]).removeprefix("usage: "))
    parser.add_argument("words", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="every fifth scan and pair")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), help="commands at a time")
    a = parser.parse_args()
    match a.words:
        case ["run", program, scans, out]:
            run(program, scans, pathlib.Path(out), a.quick, a.jobs)
        case ["diff", before, after]:
            sys.exit(0 if diff(pathlib.Path(before), pathlib.Path(after)) else 1)
        case [before, after, scans]:
            with tempfile.TemporaryDirectory(prefix="compare-outputs-") as folder:
                outs = [pathlib.Path(folder) / side for side in ("before", "after")]
                for program, out in zip((before, after), outs):
                    run(program, scans, out, a.quick, a.jobs)
                sys.exit(0 if diff(*outs) else 1)
        case _:
            parser.error("give BEFORE AFTER SCANS, or run PROGRAM SCANS OUT, or diff OUT_BEFORE OUT_AFTER")


main()
