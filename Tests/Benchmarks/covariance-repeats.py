"""Is align's covariance honest? Aligns noisy samplings of one part again and again and counts how often the true pose
lies within the 95 % ellipsoid of the stated covariance.

usage: covariance-repeats.py PICKPOSE [--repeats 1000] [--noise 0.0005] [--points 4000] [--cut]

--noise in metres, on a part of 0.15 m; --cut takes the lower third off the part, so that its edge is no edge of the
other's. Prints the share within the ellipsoid (wanted: 0.90 to 0.98 or more), the mean of the normalised error squared (6 if
exact, less if cautious) and the root mean square error.
"""

import argparse
import json
import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import trimesh
from scipy.spatial.transform import Rotation

ap = argparse.ArgumentParser()
ap.add_argument("pickpose")
ap.add_argument("--repeats", type=int, default=1000)
ap.add_argument("--noise", type=float, default=0.0005)
ap.add_argument("--points", type=int, default=12000)
ap.add_argument("--cut", action="store_true")
A = ap.parse_args()


def part():
    """A bracket that nothing maps onto itself: a plate with a wall, a boss and a rib."""
    boxes = [((0.12, 0.08, 0.01), (0, 0, 0)), ((0.01, 0.08, 0.06), (-0.055, 0, 0.03)), ((0.05, 0.01, 0.03), (0, 0.02, 0.02))]
    things = [trimesh.creation.box(size) for size, _ in boxes] + [trimesh.creation.cylinder(0.015, 0.05)]
    for thing, at in zip(things, [at for _, at in boxes] + [(0.035, -0.015, 0.03)]):
        thing.apply_translation(at)
    return trimesh.util.concatenate(things)


mesh = part()


def write_ply(path, points):
    header = f"ply\nformat binary_little_endian 1.0\nelement vertex {len(points)}\n"
    header += "".join(f"property float {axis}\n" for axis in "xyz") + "end_header\n"
    with open(path, "wb") as file:
        file.write(header.encode() + points.astype("<f4").tobytes())


def repeat(seed, folder):
    rng = np.random.default_rng(seed)

    def sampling():
        points, _ = trimesh.sample.sample_surface(mesh, A.points, seed=int(rng.integers(1 << 31)))
        points = points + rng.normal(size=points.shape) * A.noise
        return points[points[:, 0] > -0.02] if A.cut else points

    truth = np.eye(4)
    truth[:3, :3] = Rotation.random(random_state=seed).as_matrix()
    truth[:3, 3] = rng.normal(size=3) * 0.3
    start = truth.copy()
    start[:3, :3] = truth[:3, :3] @ Rotation.from_rotvec(rng.normal(size=3) * 0.01).as_matrix()
    files = [os.path.join(folder, f"{which}{seed}.ply") for which in "st"]
    write_ply(files[0], sampling())
    write_ply(files[1], sampling() @ truth[:3, :3].T + truth[:3, 3])
    guess = "matrix:" + " ".join("%.17g" % x for x in start.ravel())
    options = ["--format", "json", "--quiet", "--no-global", "--threads", "1", "--init", guess]
    run = subprocess.run([A.pickpose, "align", *files, *options], capture_output=True, text=True)
    for file in files:
        os.remove(file)
    answer = json.loads(run.stdout)
    if answer["status"] != "converged":
        return None
    # The contract's tangent space: rotation, then translation, in the target's frame.
    error = truth @ np.linalg.inv(np.array(answer["transform"]["matrix"]))
    twist = np.r_[Rotation.from_matrix(error[:3, :3]).as_rotvec(), error[:3, 3]]
    squared = twist @ np.linalg.solve(np.array(answer["covariance"]), twist)
    center = truth[:3, 3]
    return squared, np.degrees(np.linalg.norm(twist[:3])), 1e3 * np.linalg.norm(error[:3, :3] @ center + error[:3, 3] - center)


with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
    results = list(pool.map(lambda seed: repeat(seed, folder), range(A.repeats)))
found = np.array([r for r in results if r is not None])
root = lambda column: np.sqrt((found[:, column] ** 2).mean())
print(f"{len(found)} of {A.repeats} converged, rms error {root(1):.4f} deg {root(2):.4f} mm")
# The 0.95 quantile of chi squared with six degrees of freedom.
print(f"{(found[:, 0] < 12.592).mean():.3f} within the 95 % ellipsoid, mean squared {found[:, 0].mean():.2f}")
