"""Hand-eye calibration: ours and OpenCV's methods on the same pairs, and how often the truth lies in the ellipsoid.

usage: calibration-study.py PICKPOSE [PAIRS.yaml...] [--sets 300] [--repeats 40] [--seed 1]

Of each file of real pairs (matrix: texts) a fifth is left out at random, again and again; the rest calibrates, and each
pair left out says how far off it sees the board: rms over the best nine tenths, in degrees and millimetres.
Made sets have 12 to 25 pairs, camera on the hand and fixed in turns, and a printed board's errors (tilt 0.25°, turn
0.06°, distance 0.15 % and direction 0.03 % of the distance); half of them have two gross pairs. Their errors are
medians against the truth. Covered is the share whose truth lies in the 95 % ellipsoid of the covariance; named the share
in which exactly the gross pairs are left out.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

import cv2
import numpy as np
import yaml
from scipy.linalg import logm
from scipy.spatial.transform import Rotation

ap = argparse.ArgumentParser()
ap.add_argument("pickpose")
ap.add_argument("files", nargs="*", type=pathlib.Path)
ap.add_argument("--sets", type=int, default=300)
ap.add_argument("--repeats", type=int, default=40)
ap.add_argument("--seed", type=int, default=1)
A = ap.parse_args()

CHI2_6_95 = 12.592
inverse = np.linalg.inv


def pose(turn, place):
    result = np.eye(4)
    result[:3, :3] = Rotation.from_rotvec(turn).as_matrix()
    result[:3, 3] = place
    return result


def angle(rotation):
    return np.degrees(Rotation.from_matrix(rotation).magnitude())


def ours(mount, flanges, boards):
    def text(matrix):
        return "matrix:" + " ".join(repr(float(x)) for x in matrix.ravel())

    with tempfile.NamedTemporaryFile("w", suffix=".ndjson") as file:
        for flange, board in zip(flanges, boards):
            file.write(json.dumps({"flange": text(flange), "board": text(board)}) + "\n")
        file.flush()
        run = subprocess.run(
            [A.pickpose, "calibrate", "hand-eye", file.name, "--mount", mount, "--format", "json", "--quiet"],
            capture_output=True, text=True)
    return json.loads(run.stdout)


def carriers(mount, flanges):
    return flanges if mount == "hand" else [inverse(flange) for flange in flanges]


def hand_eye(method):
    def solve(mount, flanges, boards):
        gripper = carriers(mount, flanges)
        rotation, place = cv2.calibrateHandEye(
            [g[:3, :3] for g in gripper], [g[:3, 3] for g in gripper], [b[:3, :3] for b in boards],
            [b[:3, 3] for b in boards], method=method)
        result = np.eye(4)
        result[:3, :3], result[:3, 3] = rotation, place.ravel()
        return result

    return solve


def robot_world(method):
    def solve(mount, flanges, boards):
        gripper = [inverse(g) for g in carriers(mount, flanges)]
        _, _, rotation, place = cv2.calibrateRobotWorldHandEye(
            [b[:3, :3] for b in boards], [b[:3, 3] for b in boards], [g[:3, :3] for g in gripper],
            [g[:3, 3] for g in gripper], method=method)
        result = np.eye(4)
        result[:3, :3], result[:3, 3] = rotation, place.ravel()
        return inverse(result)

    return solve


PEERS = {
    "Tsai": hand_eye(cv2.CALIB_HAND_EYE_TSAI), "Park": hand_eye(cv2.CALIB_HAND_EYE_PARK),
    "Horaud": hand_eye(cv2.CALIB_HAND_EYE_HORAUD), "Andreff": hand_eye(cv2.CALIB_HAND_EYE_ANDREFF),
    "Daniilidis": hand_eye(cv2.CALIB_HAND_EYE_DANIILIDIS),
    "Shah": robot_world(cv2.CALIB_ROBOT_WORLD_HAND_EYE_SHAH), "Li": robot_world(cv2.CALIB_ROBOT_WORLD_HAND_EYE_LI),
}


def table(title, rows):
    print(f"\n{title}\n\n| | rotation | translation |\n| --- | ---: | ---: |", flush=True)
    for name, (rotation, translation) in rows.items():
        print(f"| {name} | {rotation:.4f}° | {translation:.3f} mm |")


def left_out(mount, camera, train, test):
    """How far off each left-out pair sees the board from where the others saw it in the mean."""
    def board(flange, seen):
        return (flange if mount == "hand" else inverse(flange)) @ camera @ seen

    places = [board(*pair) for pair in train]
    mean = np.eye(4)
    mean[:3, :3] = Rotation.from_matrix([p[:3, :3] for p in places]).mean().as_matrix()
    mean[:3, 3] = np.mean([p[:3, 3] for p in places], axis=0)
    for pair in test:
        seen = board(*pair)
        yield angle(seen[:3, :3] @ mean[:3, :3].T), 1000 * np.linalg.norm(seen[:3, 3] - mean[:3, 3])


def real(path):
    data = yaml.safe_load(path.read_text())

    def matrix(text):
        return np.array(text.split(":", 1)[1].split(), float).reshape(-1, 4)[[0, 1, 2]]

    def whole(text):
        return np.vstack([matrix(text), [0, 0, 0, 1]])

    pairs = [(whole(p["flange"]), whole(p["board"])) for p in data["pairs"]]
    mount, random = data["mount"], np.random.default_rng(A.seed)
    errors = {name: [] for name in ["pickpose", *PEERS]}
    for _ in range(A.repeats):
        order = random.permutation(len(pairs))
        split = len(pairs) - len(pairs) // 5
        train, test = [pairs[i] for i in order[:split]], [pairs[i] for i in order[split:]]
        flanges, boards = zip(*train)
        found = {"pickpose": np.array(ours(mount, flanges, boards)["transform"]["matrix"])}
        found |= {name: solve(mount, flanges, boards) for name, solve in PEERS.items()}
        for name, camera in found.items():
            errors[name] += left_out(mount, camera, train, test)
    kept = int(np.ceil(0.9 * len(errors["pickpose"])))
    table(f"{path.name}: {len(pairs)} pairs, {A.repeats} times a fifth left out",
          {name: np.sqrt(np.mean(np.sort(np.array(e), axis=0)[:kept] ** 2, axis=0)) for name, e in errors.items()})


def made(random, mount, count, gross):
    """Pairs with the truth: camera in flange or base, and the pairs that are no pairs."""
    def vector(size):
        return random.uniform(-1, 1, 3) * size

    down = pose([np.pi, 0, 0], [0, 0, 0])
    if mount == "hand":
        camera, board = pose(vector(0.3), vector(0.1)), pose(vector(0.2), [0.5, 0, 0])
    else:
        camera = pose([0, 0, 0], [0.6, -0.2, 1.1]) @ down @ pose(vector(0.2), [0, 0, 0])
        board = pose(vector(0.2), [0.03, 0.02, 0.1])
    flanges, boards = [], []
    for _ in range(count):
        place = np.array([0.5, 0, 0.6 if mount == "hand" else 0.3]) + vector(0.15)
        flange = pose([0, 0, 0], place) @ (down if mount == "hand" else np.eye(4)) @ pose(vector(0.6), [0, 0, 0])
        seen = inverse(flange @ camera) @ board if mount == "hand" else inverse(camera) @ flange @ board
        distance, ray = np.linalg.norm(seen[:3, 3]), seen[:3, 3] / np.linalg.norm(seen[:3, 3])
        turn = np.radians(random.normal(size=3) * [0.25, 0.25, 0.06])
        off = random.normal(size=3) * 3e-4 * distance + ray * random.normal() * 1.5e-3 * distance
        noisy = seen.copy()
        noisy[:3, :3] = Rotation.from_rotvec(turn).as_matrix() @ seen[:3, :3]
        noisy[:3, 3] += off
        flanges.append(flange)
        boards.append(noisy)
    bad = set(random.choice(count, gross, replace=False).tolist())
    for index in bad:
        boards[index] = boards[index] @ pose(vector(0.3), vector(0.1))
    return flanges, boards, camera, bad


def simulated(gross):
    random = np.random.default_rng(A.seed + gross)
    errors = {name: [] for name in ["pickpose", *PEERS]}
    inside, named, refused = 0, 0, 0
    for index in range(A.sets):
        mount = "hand" if index % 2 else "base"
        flanges, boards, camera, bad = made(random, mount, 12 + index % 14, gross)
        result = ours(mount, flanges, boards)
        if result["status"] != "ok":
            refused += 1
            continue
        found = {"pickpose": np.array(result["transform"]["matrix"])}
        found |= {name: solve(mount, flanges, boards) for name, solve in PEERS.items()}
        for name, matrix in found.items():
            errors[name].append(
                (angle(matrix[:3, :3].T @ camera[:3, :3]), 1000 * np.linalg.norm(matrix[:3, 3] - camera[:3, 3])))
        twist = np.real(logm(camera @ inverse(found["pickpose"])))
        step = np.r_[twist[2, 1], twist[0, 2], twist[1, 0], twist[:3, 3]]
        inside += step @ np.linalg.solve(np.array(result["covariance"]), step) < CHI2_6_95
        named += {p["index"] for p in result["residuals"]["pairs"] if not p["used"]} == bad
    table(f"{A.sets} made sets, {gross} gross pairs each: covered {inside / A.sets:.1%}, named {named / A.sets:.1%}, "
          f"refused {refused}", {name: np.median(e, axis=0) for name, e in errors.items()})


for file in A.files:
    real(file)
for gross in (0, 2):
    simulated(gross)
