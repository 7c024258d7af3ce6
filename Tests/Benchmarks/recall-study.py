"""How often a pose is found, by overlap, noise and outliers: ours and the peers on the same pairs.

usage: recall-study.py SHARED OUT_DIR RUNNER... [--points 6000] [--seed 1] [--wholes FILE...] [--share 1.0]
       [--apart]

Parts and scans of SHARED/data are cut in two across a random direction, so that each piece has 25 to 100 % of itself in
common with the other; the pieces hold different points, get normal noise of 0 to 2 % of the whole's diagonal and
uniform outliers that make up 0 to 80 % of their points, and are moved to random places. One pair for each of the
wholes and each of the 64 combinations. RUNNER is a pickpose, or one of open3d-ransac, open3d-fgr and kiss-matcher
(SHARED/peers/regscore.py, which scores them: solved is called converged and within 2° and 1 % of the size).
OUT_DIR keeps the pairs and each runner's answers. --wholes takes other meshes and scans instead, and --share only some of
their pairs; with --apart the pieces have nothing in common, a twelfth of the whole lying between them. Without a RUNNER
the pairs are made, for fit-plausibility.py. Prints the share solved, and how many of all are converged and wrong.
"""

import argparse
import json
import pathlib
import subprocess
import sys

import numpy as np
import open3d as o3d
from scipy.spatial.transform import Rotation

ap = argparse.ArgumentParser()
ap.add_argument("shared", type=pathlib.Path)
ap.add_argument("out", type=pathlib.Path)
ap.add_argument("runners", nargs="*")
ap.add_argument("--points", type=int, default=6000)
ap.add_argument("--seed", type=int, default=1)
ap.add_argument("--wholes", type=pathlib.Path, nargs="+")
ap.add_argument("--share", type=float, default=1.0)
ap.add_argument("--apart", action="store_true")
A = ap.parse_args()

OVERLAPS = (-0.2,) if A.apart else (1.0, 0.75, 0.5, 0.25)
NOISES = (0.0, 0.005, 0.01, 0.02)
OUTLIERS = (0.0, 0.2, 0.5, 0.8)


def wholes():
    """Point clouds with more points than two pieces take, by name."""
    named = "parts/fandisk.obj parts/rocker-arm.obj parts/teapot.obj uwa/chef.pcd indoor/cloud_bin_0.ply osd/learn20.pcd"
    for path in A.wholes or [A.shared / "data" / name for name in named.split()]:
        if path.suffix == ".obj":
            mesh = o3d.io.read_triangle_mesh(str(path))
            o3d.utility.random.seed(A.seed)
            yield path.stem, np.asarray(mesh.sample_points_uniformly(60_000).points)
        else:
            p = np.asarray(o3d.io.read_point_cloud(str(path)).points)
            yield path.stem, p[np.isfinite(p).all(1)]


def diagonal(p):
    return float(np.linalg.norm(np.percentile(p, 98, 0) - np.percentile(p, 2, 0)))


def pieces(p, overlap, rng):
    """Two pieces of which this share of each is the other's, without a common point."""
    direction = rng.normal(size=3)
    rank = np.argsort(np.argsort(p @ direction)) / len(p)
    size = 1 / (2 - overlap)
    first = rng.random(len(p)) < 0.5
    for here in (first & (rank <= size), ~first & (rank >= 1 - size)):
        yield rng.permutation(np.flatnonzero(here))[: A.points]


def write_ply(path, p):
    names = "".join(f"property float {k}\n" for k in "xyz")
    header = f"ply\nformat binary_little_endian 1.0\nelement vertex {len(p)}\n{names}end_header\n"
    path.write_bytes(header.encode() + np.ascontiguousarray(p, "<f4").tobytes())


def make():
    A.out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(A.seed)
    cases = []
    for name, whole in wholes():
        size = diagonal(whole)
        for overlap in OVERLAPS:
            for noise in NOISES:
                for outliers in OUTLIERS:
                    if A.share < 1 and rng.random() >= A.share:
                        continue
                    files, poses = [], []
                    case = f"{name}-{overlap:.0%}-{noise:.1%}-{outliers:.0%}".replace("%", "")
                    for which, members in zip(("source", "target"), pieces(whole, overlap, rng)):
                        q = whole[members] + rng.normal(size=(len(members), 3)) * noise * size
                        low, high = q.min(0), q.max(0)
                        stray = rng.random((round(len(q) * outliers / (1 - outliers)), 3))
                        q = np.vstack([q, low + (high - low) * (1.2 * stray - 0.1)])
                        T = np.eye(4)
                        T[:3, :3] = Rotation.random(random_state=rng).as_matrix()
                        T[:3, 3] = rng.normal(size=3) * size
                        files.append(f"{case}_{which}.ply")
                        poses.append(T)
                        write_ply(A.out / files[-1], rng.permutation(q @ T[:3, :3].T + T[:3, 3]))
                    truth = poses[1] @ np.linalg.inv(poses[0])
                    cases.append(
                        dict(
                            name=case, kind=name, source=files[0], target=files[1], expect="none" if A.apart else "pose",
                            T_target_source=truth.tolist(), overlap=overlap, noise=noise, outliers=outliers,
                            overlap_distance=0.01 * size, rot_tol_deg=2, trans_tol=0.01 * size,
                        )
                    )  # fmt: skip
    (A.out / "cases.json").write_text(json.dumps(cases))


if not (A.out / "cases.json").exists():
    make()
cases = json.loads((A.out / "cases.json").read_text())
answers = {}
for runner in A.runners:
    file = A.out / (pathlib.Path(runner).name + ".json")
    score = [sys.executable, str(A.shared / "peers" / "regscore.py"), str(A.out), runner, "--quiet", "--out", str(file)]
    subprocess.run(score, check=True, stdout=subprocess.DEVNULL)
    answers[pathlib.Path(runner).name] = json.loads(file.read_text())

titles = [f"{a:.0%}" for a in OUTLIERS]
for runner, rows in answers.items():
    wrong = sum(r["status"] == "converged" and not r["pose_ok"] for r in rows)
    seconds = np.median([r["seconds"] for r in rows])
    solved = np.mean([r["solved"] for r in rows])
    print(f"\n{runner}: {solved:.0%} solved, {wrong} of {len(rows)} converged and wrong, {seconds:.2f} s by median")
    print("| overlap | noise | " + " | ".join(f"{t} outliers" for t in titles) + " |")
    print("| --- | --- |" + " --- |" * len(titles))
    for overlap in OVERLAPS:
        for noise in NOISES:
            cell = [
                np.mean([r["solved"] for r, c in zip(rows, cases)
                         if (c["overlap"], c["noise"], c["outliers"]) == (overlap, noise, o)])
                for o in OUTLIERS
            ]  # fmt: skip
            print(f"| {overlap:.0%} | {noise:.1%} | " + " | ".join(f"{x:.0%}" for x in cell) + " |")
