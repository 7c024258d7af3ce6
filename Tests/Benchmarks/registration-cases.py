"""Makes registration cases with truth: pairs of real and simulated clouds, in random frames of their own.

usage: registration-cases.py SHARED_DATA OUT_DIR [--meshes DIR] [--parts DIR] [--rounds] [--seed 1]
       [--scale 1.0]

SHARED_DATA holds the real scans (indoor, kitti, uwa, osd, parts); --meshes adds a folder of .obj files, such as
pybullet_data's. --parts makes pairs of objects and models only, of sixty of the .obj files under a folder, such as
pybullet_data/random_urdfs, drawn by the seed. --rounds makes pairs of views all around simulated rooms only, of which
most have nothing in common but walls that look alike. --scale 0.3 makes about a third of the 323 cases. OUT_DIR gets the
clouds (binary PCD with VIEWPOINT for scans, binary PLY for models and maps) and cases.json: for each case its name, kind,
source, target, T_target_source (4x4 rows), overlap both ways within overlap_distance, noise, rot_tol_deg, trans_tol, and
what to expect: "pose", "none" (nothing in common) or "ambiguous" (symmetric).

Kinds: objects (two views of one thing), model (a full surface, and a scan of it alone, on a table, in clutter), indoor
(simulated rooms, map fragments, halves of table scans), outdoor (a lidar pair, sectors of it, simulated streets).
Where real scans come without truth, it is the best of several runs of Open3D's RANSAC, refined by its ICP.
"""

import argparse
import functools
import json
import pathlib
import sys

import numpy as np
import open3d as o3d
import trimesh
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation

ap = argparse.ArgumentParser()
ap.add_argument("data")
ap.add_argument("out")
ap.add_argument("--meshes")
ap.add_argument("--parts")
ap.add_argument("--rounds", action="store_true")
ap.add_argument("--seed", type=int, default=1)
ap.add_argument("--scale", type=float, default=1.0)
A = ap.parse_args()
D = pathlib.Path(A.data)
O = pathlib.Path(A.out)
O.mkdir(exist_ok=True, parents=True)
rng = np.random.default_rng(A.seed)
cases = []
o3d.utility.set_verbosity_level(o3d.utility.VerbosityLevel.Error)
many = lambda n: max(1, round(n * A.scale))


def pose(t=1.0):
    T = np.eye(4)
    T[:3, :3] = Rotation.random(random_state=rng).as_matrix()
    T[:3, 3] = rng.normal(size=3) * t
    return T


def moved(T, p):
    return p @ T[:3, :3].T + T[:3, 3]


def write_pcd(path, p, view):
    h = f"# .PCD v0.7\nVERSION 0.7\nFIELDS x y z\nSIZE 4 4 4\nTYPE F F F\nCOUNT 1 1 1\nWIDTH {len(p)}\nHEIGHT 1\nVIEWPOINT {view[0]:.9g} {view[1]:.9g} {view[2]:.9g} 1 0 0 0\nPOINTS {len(p)}\nDATA binary\n"
    path.write_bytes(h.encode() + np.ascontiguousarray(p, "<f4").tobytes())


def write_ply(path, p, n=None):
    names = "x y z".split() + ("nx ny nz".split() if n is not None else [])
    a = p if n is None else np.hstack([p, n])
    path.write_bytes(
        (
            "ply\nformat binary_little_endian 1.0\nelement vertex %d\n" % len(p)
            + "".join(f"property float {k}\n" for k in names)
            + "end_header\n"
        ).encode()
        + np.ascontiguousarray(a, "<f4").tobytes()
    )


def spacing(p):
    q = p[rng.choice(len(p), min(2000, len(p)), False)]
    return float(np.median(cKDTree(p).query(q, 2)[0][:, 1]))


def diagonal(p):
    return float(np.linalg.norm(np.percentile(p, 98, 0) - np.percentile(p, 2, 0)))


class Cloud:
    """Points in a common world, with the sensor's place (a scan) or normals (a model), or neither."""

    def __init__(self, p, view=None, normals=None):
        self.p, self.view, self.n = np.asarray(p, float), view, normals


def overlap(a, b, d):
    return float((cKDTree(b).query(a, distance_upper_bound=d)[0] < d).mean())


def add(kind, name, s, t, expect="pose", noise=0.0, keep_pose=False, dist=None, least=0.25, tol=(2, 0.01), quiet=False):
    if min(len(s.p), len(t.p)) < 200:
        return False
    d = dist or 2 * max(spacing(s.p), spacing(t.p)) + 2 * noise
    o = overlap(s.p, t.p, d)
    back = overlap(t.p, s.p, d)
    if expect == "pose" and max(o, back) < least:
        return False
    size = min(diagonal(s.p), diagonal(t.p))
    Ts, Tt = (np.eye(4), np.eye(4)) if keep_pose else (pose(size), pose(size))
    files = []
    for c, T, which in ((s, Ts, "source"), (t, Tt, "target")):
        p = moved(T, c.p)
        i = rng.permutation(len(p)) if c.view is None else np.arange(len(p))
        p = p[i]
        f = f"{name}_{which}." + ("pcd" if c.view is not None else "ply")
        files.append(f)
        if c.view is not None:
            write_pcd(O / f, p, moved(T, np.asarray(c.view, float)[None])[0])
        else:
            write_ply(O / f, p, None if c.n is None else (c.n @ T[:3, :3].T)[i])
    cases.append(
        dict(
            name=name,
            kind=kind,
            source=files[0],
            target=files[1],
            T_target_source=(Tt @ np.linalg.inv(Ts)).tolist(),
            overlap=round(o, 3),
            overlap_back=round(back, 3),
            noise=noise,
            overlap_distance=d,
            rot_tol_deg=tol[0],
            trans_tol=tol[1] * size,
            expect=expect,
        )
    )
    return True


def scene(*meshes):
    m = trimesh.util.concatenate([trimesh.Trimesh(x.vertices, x.faces, process=False) for x in meshes])
    r = o3d.t.geometry.RaycastingScene()
    r.add_triangles(
        o3d.core.Tensor(np.asarray(m.vertices, np.float32)), o3d.core.Tensor(np.asarray(m.faces, np.uint32))
    )
    return r


def cast(r, origin, dirs, noise, drop=0.02, far=np.inf, kinect=False):
    dirs = dirs / np.linalg.norm(dirs, axis=1, keepdims=True)
    rays = np.hstack([np.broadcast_to(origin, dirs.shape), dirs]).astype(np.float32)
    h = r.cast_rays(o3d.core.Tensor(rays))
    t, n = h["t_hit"].numpy().astype(float), h["primitive_normals"].numpy()
    cos = np.abs((n * dirs).sum(1))
    ok = np.isfinite(t) & (t < far) & (cos > 0.08) & (rng.random(len(t)) > drop)
    t = t[ok]
    s = noise * (np.ones_like(t) if not kinect else (0.3 + 0.7 * (t / 2) ** 2))
    return origin + dirs[ok] * (t + rng.normal(size=len(t)) * s)[:, None]


def camera(r, eye, at, noise, w=320, h=240, f=262, **k):
    z = at - eye
    z = z / np.linalg.norm(z)
    up = np.array([0, 0, 1.0]) if abs(z[2]) < 0.98 else np.array([0, 1.0, 0])
    x = np.cross(z, up)
    x /= np.linalg.norm(x)
    y = np.cross(z, x)
    u, v = np.meshgrid((np.arange(w) - w / 2 + 0.5) / f, (np.arange(h) - h / 2 + 0.5) / f)
    return Cloud(cast(r, eye, u.reshape(-1, 1) * x + v.reshape(-1, 1) * y + z, noise, **k), eye)


def direction():
    v = rng.normal(size=3)
    return v / np.linalg.norm(v)


def turn(v, deg):
    a = np.cross(v, direction())
    a /= np.linalg.norm(a)
    return Rotation.from_rotvec(a * np.radians(deg)).apply(v)


def load_mesh(path, size):
    m = trimesh.load(path, force="mesh", process=False)
    m = trimesh.Trimesh(m.vertices - m.bounds.mean(0), m.faces, process=False)
    m.apply_scale(size / np.linalg.norm(np.ptp(m.bounds, axis=0)))
    return m


def sampled(m, n, noise=0, normals=True):
    p, f = trimesh.sample.sample_surface(m, n, seed=int(rng.integers(1 << 31)))
    return Cloud(p + rng.normal(size=p.shape) * noise, None, m.face_normals[f] if normals else None)


parts = [D / "parts" / f for f in ("fandisk.obj", "rocker-arm.obj", "teapot.obj")]
if A.meshes:
    M = pathlib.Path(A.meshes)
    parts += [
        M / f
        for f in "bunny.obj duck.obj lego/lego.obj laikago/chassis.obj kuka_iiwa/meshes/link_3.obj kuka_iiwa/meshes/link_6.obj kuka_iiwa/meshes/link_2.obj a1/meshes/trunk.obj a1/meshes/hip.obj franka_panda/meshes/visual/hand.obj franka_panda/meshes/visual/link5.obj teddy2_VHACD_CHs.obj mini_cheetah/meshes/mini_body.obj racecar/meshes/hokuyo.obj laikago/upper_leg_left.obj".split()
    ]
parts = [p for p in parts if p.exists()]
if A.parts:
    drawn = sorted(pathlib.Path(A.parts).glob("**/*.obj"))
    parts = [drawn[i] for i in np.random.default_rng(A.seed).permutation(len(drawn))[:60]]
clutter = sorted((M / "random_urdfs").glob("*/*.obj"))[:400] if A.meshes else parts


def objects():
    n = 0
    for k in range(many(50) * 6):
        if n >= many(50):
            break
        path = parts[k % len(parts)]
        size = rng.uniform(0.08, 0.3)
        m = load_mesh(path, size)
        r = scene(m)
        noise = rng.choice([0, 0.001, 0.003, 0.006]) * size
        v = direction()
        w = turn(v, rng.uniform(25, 100))
        dist = size * rng.uniform(2, 3)
        a, b = (camera(r, x * dist, np.zeros(3), noise, w=200, h=200, f=200 * dist / size / 1.1) for x in (v, w))
        n += add("objects", f"object{n:02d}-{path.stem}", a, b, noise=float(noise))


def models():
    n = 0
    for k in range(many(60) * 6):
        if n >= many(60):
            break
        path = parts[k % len(parts)]
        size = rng.uniform(0.08, 0.3)
        m = load_mesh(path, size)
        model = sampled(m, int(rng.integers(5000, 20000)), normals=bool(k % 4))
        noise = rng.choice([0, 0.001, 0.003, 0.006]) * size
        table = k % 3
        eye = np.array([rng.normal(), rng.normal(), 1.2])
        eye *= rng.uniform(0.5, 1) / np.linalg.norm(eye)
        things = [m.copy()]
        things[0].apply_transform(
            np.block([[Rotation.random(random_state=rng).as_matrix(), np.zeros((3, 1))], [np.zeros((1, 3)), np.eye(1)]])
        )
        X = np.linalg.lstsq(np.c_[m.vertices, np.ones(len(m.vertices))], things[0].vertices, rcond=None)[0].T
        T = np.vstack([X, [0, 0, 0, 1]])
        if table:
            things.append(trimesh.creation.box((1.2, 1.2, 0.02)))
            things[-1].apply_translation((0, 0, things[0].bounds[0][2] - 0.01))
            for _ in range(int(rng.integers(0, 8)) if table == 2 else 0):
                c = load_mesh(clutter[rng.integers(len(clutter))], rng.uniform(0.05, 0.25))
                a = rng.uniform(0, 7)
                c.apply_translation(
                    (
                        np.cos(a) * size * rng.uniform(0.8, 1.6),
                        np.sin(a) * size * rng.uniform(0.8, 1.6),
                        things[0].bounds[0][2] - c.bounds[0][2],
                    )
                )
                things.append(c)
        view = camera(
            scene(*things),
            eye,
            np.zeros(3),
            noise,
            w=240,
            h=240,
            f=240 * np.linalg.norm(eye) / size / (1.3 if not table else 2.5),
        )
        model.p = moved(T, model.p)
        model.n = None if model.n is None else model.n @ T[:3, :3].T
        d = 2 * max(spacing(model.p), spacing(view.p)) + 2 * noise
        if overlap(model.p, view.p, d) < 0.2:
            continue
        n += add("model", f"model{n:02d}-{path.stem}", model, view, noise=float(noise), least=0.2)


def room():
    w, d, h = rng.uniform(4, 8), rng.uniform(4, 8), rng.uniform(2.4, 3.2)
    r = trimesh.creation.box((w, d, h))
    r.apply_translation((0, 0, h / 2))
    things = [r]
    for _ in range(int(rng.integers(6, 16))):
        s = rng.uniform([0.3, 0.3, 0.3], [1.8, 0.9, 2.0])
        kind = rng.integers(3)
        m = (
            trimesh.creation.box(s)
            if kind == 0
            else (
                trimesh.creation.cylinder(s[1] / 3, s[2])
                if kind == 1
                else load_mesh(clutter[rng.integers(len(clutter))], rng.uniform(0.4, 1.2))
            )
        )
        m.apply_transform(
            trimesh.transformations.rotation_matrix(rng.choice([0, np.pi / 2, rng.uniform(0, 3)]), (0, 0, 1))
        )
        z = rng.choice([0, 0, 0, 0.7, 1.2])
        m.apply_translation((*(rng.uniform(-0.45, 0.45, 2) * (w, d)), z - m.bounds[0][2]))
        things.append(m)
    return scene(*things), (w, d, h)


def room_view(r, size, yaw=None, eye=None):
    eye = np.array([*(rng.uniform(-0.25, 0.25, 2) * size[:2]), rng.uniform(1.2, 1.8)]) if eye is None else eye
    yaw = rng.uniform(0, 2 * np.pi) if yaw is None else yaw
    return (
        camera(r, eye, eye + np.array([np.cos(yaw), np.sin(yaw), rng.uniform(-0.4, -0.1)]), 0.006, kinect=True, far=6),
        yaw,
        eye,
    )


def rounds():
    for k in range(many(12)):
        r, s = room()
        eye = np.array([*(rng.uniform(-0.15, 0.15, 2) * s[:2]), rng.uniform(1.2, 1.8)])
        near = lambda i: (2 * np.pi * i / 6 + rng.normal() * 0.1, eye + rng.normal(size=3) * (0.3, 0.3, 0.1))
        views = [room_view(r, s, *near(i))[0] for i in range(6)]
        for i in range(6):
            for j in range(i):
                a, b = views[i], views[j]
                name = f"round{k:02d}-{i}{j}"
                if not add("indoor", name, a, b, noise=0.006):
                    d = 2 * max(spacing(a.p), spacing(b.p)) + 0.012
                    if max(overlap(a.p, b.p, d), overlap(b.p, a.p, d)) < 0.02:
                        add("negative", f"none-{name}", a, b, expect="none", noise=0.006)


def indoor():
    n = 0
    for _ in range(many(30) * 6):
        if n >= many(30):
            break
        r, s = room()
        a, yaw, eye = room_view(r, s)
        b, _, _ = room_view(
            r, s, yaw + rng.uniform(0.1, 1.1) * rng.choice([-1, 1]), eye + rng.normal(size=3) * (0.5, 0.5, 0.15)
        )
        n += add("indoor", f"room{n:02d}", a, b, noise=0.006, tol=(2, 0.01))
    p, q = (np.asarray(o3d.io.read_point_cloud(str(D / f"indoor/cloud_bin_{i}.ply")).points) for i in (0, 4))
    p = moved(best_pose(p, q, 0.05), p)
    add("indoor", "fragments", Cloud(p), Cloud(q), noise=0.005, least=0.2)
    k = 0
    for _ in range(200):
        if k >= many(16):
            break
        c = q[rng.integers(len(q))]
        rad = rng.uniform(1.0, 1.8)
        a = p[np.linalg.norm(p - c - rng.normal(size=3) * 0.5, axis=1) < rad]
        b = q[np.linalg.norm(q - c, axis=1) < rad]
        if min(len(a), len(b)) < 20000:
            continue
        a, b = a[rng.random(len(a)) < 0.5], b[rng.random(len(b)) < 0.5]
        # The maps drift: what fits as a whole is degrees off within a metre or two.
        a = moved(refined_pose(a, b, np.eye(4), 0.04), a)
        k += add("indoor", f"fragment{k:02d}", Cloud(a), Cloud(b), noise=0.005)
    k = 0
    for i in rng.permutation(45)[: many(20)]:
        p, v = osd(i)
        u = np.arange(len(p)) % 640 / 640
        ok = np.isfinite(p[:, 2])
        f = rng.uniform(0.55, 0.8)
        odd = rng.random(len(p)) < 0.5
        a, b = (p[ok & odd & (u < f)], p[ok & ~odd & (u > 1 - f)])
        a, b = (x + rng.normal(size=x.shape) * 0.001 for x in (a, b))
        k += add("indoor", f"table{k:02d}", Cloud(a, v), Cloud(b, v), noise=0.001)


def best_pose(p, q, v, normals=None):
    """T_q_p by Open3D: the best of five runs of RANSAC over FPFH, refined by ICP."""
    R = o3d.pipelines.registration
    clouds = [o3d.geometry.PointCloud(o3d.utility.Vector3dVector(x)) for x in (p, q)]
    if normals is not None:
        clouds[0].normals = o3d.utility.Vector3dVector(normals)
    thin = [x.voxel_down_sample(v) for x in clouds]
    for x in thin:
        if not x.has_normals():
            x.estimate_normals(o3d.geometry.KDTreeSearchParamHybrid(2 * v, 30))
            x.orient_normals_towards_camera_location()
    features = [R.compute_fpfh_feature(x, o3d.geometry.KDTreeSearchParamHybrid(5 * v, 100)) for x in thin]
    checks = [R.CorrespondenceCheckerBasedOnEdgeLength(0.9), R.CorrespondenceCheckerBasedOnDistance(1.5 * v)]
    estimation, criteria = R.TransformationEstimationPointToPoint(False), R.RANSACConvergenceCriteria(1000000, 0.999)
    best = None
    for seed in range(5):
        o3d.utility.random.seed(seed)
        r = R.registration_ransac_based_on_feature_matching(
            *thin, *features, True, 1.5 * v, estimation, 3, checks, criteria
        )
        if best is None or r.fitness > best.fitness:
            best = r
    return refined_pose(p, q, best.transformation, v)


def refined_pose(p, q, T, v):
    """T refined by Open3D's point-to-plane ICP, from voxels of v to v / 2."""
    R = o3d.pipelines.registration
    clouds = [o3d.geometry.PointCloud(o3d.utility.Vector3dVector(x)) for x in (p, q)]
    for w in (v, v / 2):
        thin = [x.voxel_down_sample(w) for x in clouds]
        for x in thin:
            x.estimate_normals()
        T = R.registration_icp(*thin, 2 * w, T, R.TransformationEstimationPointToPlane()).transformation
    return np.array(T)


def osd(i):
    c = o3d.t.io.read_point_cloud(str(D / f"osd/learn{i}.pcd"), remove_nan_points=False)
    return c.point.positions.numpy().astype(float), np.zeros(3)


def street():
    g = np.linspace(-90, 90, 181)
    X, Y = np.meshgrid(g, g)
    Z = sum(
        rng.uniform(0.05, 0.4) * np.sin(X * rng.uniform(0.02, 0.1) + Y * rng.uniform(0.02, 0.1) + rng.uniform(0, 6))
        for _ in range(4)
    )
    i = np.arange(180 * 181).reshape(180, 181)[:, :180].ravel()
    f = np.vstack([np.c_[i, i + 1, i + 181], np.c_[i + 1, i + 182, i + 181]])
    things = [trimesh.Trimesh(np.c_[X.ravel(), Y.ravel(), Z.ravel()], f, process=False)]
    for side in (-1, 1):
        x = -85.0
        while x < 85:
            w = rng.uniform(8, 20)
            m = trimesh.creation.box((w, rng.uniform(8, 14), rng.uniform(5, 14)))
            m.apply_transform(trimesh.transformations.rotation_matrix(rng.normal() * 0.05, (0, 0, 1)))
            m.apply_translation((x + w / 2, side * rng.uniform(13, 20), rng.uniform(2, 5)))
            things.append(m)
            x += w + rng.choice([0, rng.uniform(1, 9)])
    for _ in range(int(rng.integers(20, 50))):
        x, y = rng.uniform(-80, 80), rng.choice([-1, 1]) * rng.uniform(3.5, 9)
        k = rng.integers(3)
        if k == 0:
            m = trimesh.util.concatenate([trimesh.creation.box((4.2, 1.8, 0.8)), trimesh.creation.box((2.2, 1.6, 1.5))])
            m.apply_translation((x, y, 0.8))
        elif k == 1:
            m = trimesh.creation.cylinder(rng.uniform(0.1, 0.3), 6)
            m.apply_translation((x, y, 3))
        else:
            m = trimesh.util.concatenate(
                [
                    trimesh.creation.cylinder(0.2, 5),
                    trimesh.creation.icosphere(2, rng.uniform(1, 2.5)).apply_translation((0, 0, 3)),
                ]
            )
            m.apply_translation((x, y, 2))
        things.append(m)
    return scene(*things)


def lidar(r, eye, yaw, rings=64):
    e, a = np.meshgrid(np.radians(np.linspace(-24.8, 2, rings)), np.arange(0, 2 * np.pi, 2 * np.pi / 1200) + yaw)
    d = np.c_[(np.cos(e) * np.cos(a)).ravel(), (np.cos(e) * np.sin(a)).ravel(), np.sin(e).ravel()]
    return Cloud(cast(r, eye, d, 0.02, far=80), eye)


def outdoor():
    p, q = (np.asarray(o3d.io.read_point_cloud(str(D / f"kitti/{x}.ply")).points) for x in ("source", "target"))
    T = np.loadtxt(D / "kitti/T_target_source.txt")
    u, _, v = np.linalg.svd(T[:3, :3])
    T[:3, :3] = u @ v
    p = moved(T, p)
    eye = T[:3, 3]
    add("outdoor", "kitti", Cloud(p, eye), Cloud(q, np.zeros(3)), noise=0.02)
    k = 0
    for _ in range(100):
        if k >= many(12):
            break
        az = rng.uniform(0, 2 * np.pi)
        half, off = rng.uniform(0.8, 2), rng.uniform(0.3, 1.2)
        ang = lambda x, c: np.abs((np.arctan2(x[:, 1], x[:, 0]) - c + np.pi) % (2 * np.pi) - np.pi)
        k += add(
            "outdoor",
            f"kitti-sector{k:02d}",
            Cloud(p[ang(p, az) < half], eye),
            Cloud(q[ang(q, az + off) < half], np.zeros(3)),
            noise=0.02,
            least=0.3,
        )
    k = 0
    for _ in range(many(24) * 4):
        if k >= many(24):
            break
        r = street()
        a = np.array([rng.uniform(-30, 30), rng.normal(), 2.3])
        b = a + np.array([rng.choice([-1, 1]) * rng.uniform(1, 15), rng.normal(), rng.normal() * 0.1])
        k += add(
            "outdoor", f"street{k:02d}", lidar(r, a, rng.uniform(0, 6)), lidar(r, b, rng.uniform(0, 6)), noise=0.02
        )


def negatives():
    for k in range(many(14)):
        i, j = rng.choice(len(parts), 2, False)
        size = rng.uniform(0.1, 0.25)
        r = [scene(load_mesh(parts[x], size)) for x in (i, j)]
        c = [camera(x, direction() * size * 2.5, np.zeros(3), 0.002 * size, w=200, h=200, f=440) for x in r]
        add("negative", f"none-objects{k:02d}-{parts[i].stem}-{parts[j].stem}", *c, expect="none")
    for k in range(many(10)):
        i, j = rng.choice(len(parts), 2, False)
        size = rng.uniform(0.1, 0.25)
        add(
            "negative",
            f"none-model{k:02d}-{parts[i].stem}-{parts[j].stem}",
            sampled(load_mesh(parts[i], size), 10000),
            camera(
                scene(load_mesh(parts[j], size)),
                direction() * size * 2.5,
                np.zeros(3),
                0.002 * size,
                w=200,
                h=200,
                f=440,
            ),
            expect="none",
        )
    for k in range(many(12)):
        (r, s), (q, t) = room(), room()
        add("negative", f"none-rooms{k:02d}", room_view(r, s)[0], room_view(q, t)[0], expect="none")
    for k in range(many(8)):
        r, s = room()
        a, yaw, eye = room_view(r, s)
        b, _, _ = room_view(r, s, yaw + np.pi, eye)
        add("negative", f"none-backs{k:02d}", a, b, expect="none")
    for k in range(many(6)):
        add(
            "negative",
            f"none-streets{k:02d}",
            lidar(street(), np.array([0, 0, 2.3]), 0),
            lidar(street(), np.array([0, 0, 2.3]), 1),
            expect="none",
        )
    for k in range(many(8)):
        i, j = rng.choice(45, 2, False)
        a, b = osd(i)[0], osd(j)[0]
        a, b = (x[np.isfinite(x[:, 2])] for x in (a, b))
        h = np.arange(len(a)) % 2 == 0
        add("negative", f"none-tables{k:02d}", Cloud(a[::2], np.zeros(3)), Cloud(b[::2], np.zeros(3)), expect="none")
    chef, rs = uwa()
    keep = cKDTree(chef.p).query(rs.p)[0] > 0.012
    add("negative", "none-chef-gone", chef, Cloud(rs.p[keep], rs.view), expect="none")
    for k, path in enumerate(parts[: many(6)]):
        m = load_mesh(path, 0.2)
        add("negative", f"none-{path.stem}-in-rs1", sampled(m, 8000), Cloud(rs.p, rs.view), expect="none")
    p = np.asarray(o3d.io.read_point_cloud(str(D / "indoor/cloud_bin_0.ply")).points)
    for k in range(many(6)):
        r, s = room()
        add("negative", f"none-fragment-room{k:02d}", Cloud(p[::3]), room_view(r, s)[0], expect="none")


@functools.cache
def uwa():
    c = o3d.io.read_point_cloud(str(D / "uwa/chef.pcd"))
    rs = np.asarray(o3d.io.read_point_cloud(str(D / "uwa/rs1.pcd")).points)
    rs = rs[np.isfinite(rs).all(1)]
    p, n = np.asarray(c.points), np.asarray(c.normals)
    T = best_pose(p, rs, diagonal(p) / 60, n)
    return Cloud(moved(T, p), None, n @ T[:3, :3].T), Cloud(rs, np.zeros(3))


def clutterscenes():
    chef, rs = uwa()
    thinned = Cloud(rs.p[rng.random(len(rs.p)) < 0.2], rs.view)
    add("model", "chef-rs1", chef, rs, noise=0.001, least=0.2)
    add("model", "chef-rs1-thinned", chef, thinned, noise=0.001, least=0.2)
    tri = o3d.geometry.PointCloud(o3d.utility.Vector3dVector(chef.p))
    tri.normals = o3d.utility.Vector3dVector(chef.n)
    m = o3d.geometry.TriangleMesh.create_from_point_cloud_poisson(tri, 8)[0]
    m = trimesh.Trimesh(np.asarray(m.vertices) - chef.p.mean(0), np.asarray(m.triangles), process=False)
    c0 = Cloud(chef.p - chef.p.mean(0), None, chef.n)
    k = 0
    for _ in range(many(12) * 4):
        if k >= many(12):
            break
        things = [m]
        for _ in range(4):
            x = load_mesh(parts[rng.integers(len(parts))], rng.uniform(0.15, 0.3))
            x.apply_translation(direction() * rng.uniform(0.15, 0.3))
            things.append(x)
        noise = rng.choice([0.0005, 0.001, 0.002])
        view = camera(scene(*things), direction() * 1.0, np.zeros(3), noise, w=400, h=400, f=600)
        d = 0.006
        if overlap(c0.p, view.p, d) < 0.15:
            continue
        k += add("model", f"chef{k:02d}", c0, view, noise=float(noise), least=0.15, dist=d)


def symmetric():
    box = lambda *s: trimesh.creation.box(s)
    cyl = lambda r, h: trimesh.creation.cylinder(r, h, sections=96)
    revolve = trimesh.creation.revolve(
        np.array([[0, -0.1], [0.04, -0.1], [0.05, -0.05], [0.03, 0.0], [0.02, 0.06], [0.025, 0.1], [0, 0.1]]),
        sections=96,
    )
    shapes = dict(
        can=cyl(0.033, 0.12),
        box=box(0.2, 0.12, 0.08),
        cube=box(0.1, 0.1, 0.1),
        sphere=trimesh.creation.icosphere(4, 0.05),
        plate=cyl(0.1, 0.015),
        bottle=revolve,
        rod=cyl(0.01, 0.3),
        slab=box(0.3, 0.2, 0.02),
        hexagon=trimesh.creation.cylinder(0.05, 0.06, sections=6),
        ring=trimesh.creation.annulus(0.03, 0.05, 0.03, sections=96),
    )
    for name, m in shapes.items():
        noise = 0.0005
        c = [sampled(m, 12000, noise) for _ in "ab"]
        add("ambiguous", f"sym-{name}-full", *c, expect="ambiguous", noise=noise)
        eye = direction() * 0.5
        view = camera(scene(m), eye, np.zeros(3), noise, w=240, h=240, f=480)
        add("ambiguous", f"sym-{name}-scan", sampled(m, 10000), view, expect="ambiguous", noise=noise)
    wall = box(6, 0.1, 3)
    r = scene(wall)
    c = [camera(r, np.array([x, 2.5, 0]), np.array([x, 0, 0]), 0.005, kinect=True) for x in (0, 0.3)]
    add("ambiguous", "sym-wall", *c, expect="ambiguous", noise=0.005)
    corridor = box(60, 2, 2.5)
    r = scene(corridor)
    c = [camera(r, np.array([x, 0, 0]), np.array([x + 3, 0.2, -0.3]), 0.005, kinect=True, far=6) for x in (0, 0.8)]
    add("ambiguous", "sym-corridor", *c, expect="ambiguous", noise=0.005)
    floor = box(6, 6, 0.1)
    ball = trimesh.creation.icosphere(4, 0.2)
    ball.apply_translation((0, 0, 0.25))
    r = scene(floor, ball)
    c = [camera(r, e, np.zeros(3), 0.004, kinect=True) for e in (np.array([2, 0, 1.5]), np.array([1.9, 0.5, 1.5]))]
    add("ambiguous", "sym-ball-on-floor", *c, expect="ambiguous", noise=0.004)
    k = o3d.io.read_point_cloud(str(D / "objects/krylon.pcd"))
    p = np.asarray(k.points)
    add("ambiguous", "sym-krylon", Cloud(p[::2]), Cloud(p[1::2]), expect="ambiguous", noise=0.001)


kinds = (objects, models, indoor, outdoor, clutterscenes, negatives, symmetric)
for make in (rounds,) if A.rounds else kinds[:2] if A.parts else kinds:
    before = len(cases)
    make()
    print(make.__name__, len(cases) - before, file=sys.stderr, flush=True)
(O / "cases.json").write_text(json.dumps(cases, indent=1))
print(len(cases), "cases", file=sys.stderr)
