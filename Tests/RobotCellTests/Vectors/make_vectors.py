"""Poses as text and the 4x4 matrix each one means, made with SciPy's Rotation alone:

    python3 make_vectors.py > poses.tsv

One line each: convention, text, the first three rows of the matrix in metres."""

import itertools
import math

import numpy as np
from scipy.spatial.transform import Rotation

rng = np.random.default_rng(20)
MM = 1000.0


def line(name, text, rotation, translation):
    matrix = np.column_stack([rotation.as_matrix(), translation])
    print(name, text, " ".join(repr(float(v)) for v in matrix.ravel()), sep="\t")


def numbers(values, separator=","):
    return separator.join(repr(float(v)) for v in values)


def degrees(lock):
    """Angle triples: random ones, quarter turns, and the lock of the middle angle with its close surroundings."""
    for _ in range(6):
        yield rng.uniform(-180, 180), rng.uniform(*((0, 180) if lock == 0 else (-90, 90))), rng.uniform(-180, 180)
    for a, b, c in itertools.product((0, 90), (0, 90), (-90, 180)):
        yield a, b, c
    for at in (0, 180) if lock == 0 else (90, -90):
        inwards = 1 if at in (0, -90) else -1
        for off in (0, 1e-13, 1e-10, 1e-8, 1e-6, 1e-3):
            yield 37.5, at + inwards * off, -12.25
            yield 150.0, at + inwards * off, 88.0


def six(name, pattern, sequence, lock=90):
    for angles in degrees(lock):
        t = rng.uniform(-2000, 2000, 3).round(3)
        line(name, pattern(*map(repr, map(float, t)), *map(repr, map(float, angles))),
             Rotation.from_euler(sequence, angles, degrees=True), t / MM)


# Capital letters are SciPy's turning axes, small ones its fixed axes.
six("kuka", lambda x, y, z, a, b, c: f"{{X {x},Y {y},Z {z},A {a},B {b},C {c}}}", "ZYX")
six("fanuc", lambda *v: ",".join(v), "xyz")
six("yaskawa", lambda *v: ",".join(v), "xyz")
six("staubli", lambda *v: "{" + ",".join(v) + "}", "XYZ")
six("mitsubishi", lambda *v: "(" + ",".join(v) + ")", "xyz")
six("denso", lambda *v: "P(" + ",".join(v) + ")", "xyz")
six("doosan", lambda *v: "posx(" + ",".join(v) + ")", "ZYZ", lock=0)

for axes in map("".join, itertools.product("xyz", repeat=3)):
    if axes[0] == axes[1] or axes[1] == axes[2]:
        continue
    for kind, unit in itertools.product(("intrinsic", "extrinsic"), ("deg", "rad")):
        sequence = axes.upper() if kind == "intrinsic" else axes
        for angles in itertools.islice(degrees(0 if axes[0] == axes[2] else 90), 2, 36, 6):
            t = rng.uniform(-2, 2, 3).round(6)
            written = angles if unit == "deg" else np.radians(angles)
            rotation = Rotation.from_euler(sequence, written, degrees=unit == "deg")
            line(f"euler:{axes}:{kind}:{unit}", numbers([*t, *written], " "), rotation, t)

vectors = [rng.normal(size=3) for _ in range(12)]
vectors += [np.zeros(3), np.array([math.pi, 0, 0]), np.array([0, -math.pi, 0]), np.array([0, 0, math.pi / 2])]
vectors += [np.array([1e-9, 0, 0]), np.array([0, 1e-12, -1e-12]), np.array([2.2214, -2.2214, 0]), np.array([0, 0, 5.0])]
for r in vectors:
    t = rng.uniform(-2, 2, 3).round(6)
    line("ur", f"p[{numbers([*t, *r])}]", Rotation.from_rotvec(r), t)

for rotation in [*Rotation.random(12, rng), Rotation.identity(), Rotation.from_quat([1, 0, 0, 0])]:
    t = rng.uniform(-2, 2, 3).round(6)
    x, y, z, w = rotation.as_quat()
    line("quaternion_xyzw", numbers([*t, x, y, z, w], " "), rotation, t)
    line("quaternion_wxyz", numbers([*t, w, x, y, z], " "), rotation, t)
    line("abb", f"[[{numbers(t * MM)}],[{numbers([w, x, y, z])}]]", rotation, t)
    line("abb", f"CONST robtarget p10:=[[{numbers(t * MM)}],[{numbers([-w, -x, -y, -z])}],"
         "[0,-1,0,1],[9E9,9E9,9E9,9E9,9E9,9E9]];", rotation, t)
    position = "{x: %r, y: %r, z: %r}" % tuple(map(float, t))
    turn = "{x: %r, y: %r, z: %r, w: %r}" % tuple(map(float, (x, y, z, w)))
    line("ros_pose", f"{{header: {{stamp: {{sec: 1}}, frame_id: base}}, "
         f"pose: {{position: {position}, orientation: {turn}}}}}", rotation, t)
    line("ros_transform", f"{{header: {{frame_id: base}}, child_frame_id: camera, "
         f"transform: {{translation: {position}, rotation: {turn}}}}}", rotation, t)
    line("ros_static", f"--x {t[0]!r} --y {t[1]!r} --z {t[2]!r} --qx {x!r} --qy {y!r} --qz {z!r} --qw {w!r} "
         "--frame-id base --child-frame-id camera".replace("np.float64(", "").replace(")", ""), rotation, t)
    whole = np.eye(4)
    whole[:3, :3], whole[:3, 3] = rotation.as_matrix(), t
    line("matrix", numbers(whole.ravel(), " "), rotation, t)
    line("matrix", repr(whole.tolist()), rotation, t)
    line("matrix", "; ".join(numbers(row) for row in whole[:3]), rotation, t)
    line("json", f'{{"matrix": {whole.tolist()}}}', rotation, t)
    line("json", f'{{"translation": {t.tolist()}, "quaternion_xyzw": {[float(v) for v in (x, y, z, w)]}}}', rotation, t)

# Those that came later stand at the end, so that the random numbers above stay as they are. Each product of rotations is
# built twice: by SciPy's sequence, and by NumPy from the three elementary matrices in the order of the maker's formula.


def about(axis, angle):
    s, c = math.sin(angle), math.cos(angle)
    return {"x": np.array([[1, 0, 0], [0, c, -s], [0, s, c]]), "y": np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]),
            "z": np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])}[axis]


def product(name, pattern, sequence, formula, lock=90, rad=False, meters=False):
    """formula: the factors of R from left to right as axis and the place of its angle in the text, such as z0 y1 x2."""
    for angles in degrees(lock):
        t = rng.uniform(-2, 2, 3).round(6) if meters else rng.uniform(-2000, 2000, 3).round(3)
        written = np.radians(angles) if rad else np.array(angles, float)
        rotation = Rotation.from_euler(sequence, written, degrees=not rad)
        matrix = np.eye(3)
        for factor in formula.split():
            matrix = matrix @ about(factor[0], math.radians(angles[int(factor[1])]))
        assert np.abs(matrix - rotation.as_matrix()).max() < 1e-15 * 10, (name, angles)
        line(name, pattern(*map(repr, map(float, [*t, *written]))), rotation, t if meters else t / MM)


def plain(*v):
    return ",".join(v)


def curly(*v):
    return "{" + ",".join(v) + "}"


product("kawasaki", plain, "ZYZ", "z0 y1 z2", lock=0)
product("comau", plain, "ZYZ", "z0 y1 z2", lock=0)
product("nachi", plain, "ZYX", "z0 y1 x2")
product("techman", curly, "xyz", "z2 y1 x0")
product("jaka", plain, "xyz", "z2 y1 x0", rad=True)
product("xarm", plain, "xyz", "z2 y1 x0")
product("aubo", plain, "xyz", "z2 y1 x0", rad=True, meters=True)
product("epson", lambda *v: "XY(" + ",".join(v) + ")", "ZYX", "z0 y1 x2")
product("dobot", curly, "xyz", "z2 y1 x0")
for rotation in [*Rotation.random(12, rng), Rotation.identity(), Rotation.from_rotvec([0, 0, math.pi / 2])]:
    t = rng.uniform(-2, 2, 3).round(6)
    whole = np.eye(4)
    whole[:3, :3], whole[:3, 3] = rotation.as_matrix(), t
    line("franka", f"[{numbers(whole.T.ravel())}]", rotation, t)
    whole[:3, 3] *= MM
    line("matrix_mm", numbers(whole.ravel(), " "), rotation, t)
    line("matrix_mm", "; ".join(numbers(row) for row in whole[:3]), rotation, t)
