"""The peers that Python can call. Requests and answers as in Peers/PCL/peer.h, a line each; what a task needs is
made ready before the clock starts. The process is pinned to one processor where one thread is measured."""
import os, sys, time
import numpy as np

THREADS = int(os.environ.get("OMP_NUM_THREADS", "1"))
TASKS = {}
KNOWN = {}


def task(name):
    def register(body):
        TASKS[name] = body
        return body
    return register


def kept(key, make):
    """What `make` gives, made once."""
    if key not in KNOWN:
        KNOWN[key] = make()
    return KNOWN[key]


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def rows(path, width=6):
    return kept(("rows", path), lambda: np.fromfile(path, np.float32).reshape(-1, width))


def points64(path, width=6):
    return kept(("64", path), lambda: np.ascontiguousarray(rows(path, width)[:, :3], np.float64))


def points32(path, width=6):
    return kept(("32", path), lambda: np.ascontiguousarray(rows(path, width)[:, :3]))


def open3d():
    import open3d as o3d
    o3d.utility.set_verbosity_level(o3d.utility.VerbosityLevel.Error)
    return o3d


def open3d_cloud(path):
    o3d = open3d()
    return kept(("o3d", path), lambda: o3d.geometry.PointCloud(o3d.utility.Vector3dVector(points64(path))))


def small_gicp():
    import small_gicp
    return small_gicp


@task("read")
def read(peer, path):
    if peer == "open3d":
        o3d = open3d()
        seconds, cloud = timed(lambda: o3d.t.io.read_point_cloud(path))
        return seconds, f"{len(cloud.point.positions)} points"
    import plyfile
    binary = "binary" in path

    def work():
        data = plyfile.PlyData.read(path, mmap="r" if binary else False)["vertex"].data
        return np.array(data) if binary else data  # mapped pages count only once they are touched
    seconds, data = timed(work)
    return seconds, f"{len(data)} points"


@task("covariance")
def covariance(peer, path):
    cloud = open3d_cloud(path)
    seconds, (values, _) = timed(lambda: np.linalg.eigh(cloud.compute_mean_and_covariance()[1]))
    return seconds, "eigenvalues " + " ".join(f"{v:.7f}" for v in values[::-1])


def tree(peer, path):
    if peer == "small_gicp":
        return small_gicp().KdTree(points64(path), num_threads=THREADS)
    o3d = open3d()
    search = o3d.core.nns.NearestNeighborSearch(o3d.core.Tensor(points32(path)))
    search.knn_index()
    return search


@task("kdtree-build")
def kdtree_build(peer, path):
    points64(path), points32(path)
    return timed(lambda: tree(peer, path))[0], ""


@task("kdtree-nearest")
def kdtree_nearest(peer, path, queries, k):
    k = int(k)
    index = kept(("tree", peer, path), lambda: tree(peer, path))
    if peer == "small_gicp":
        q = points64(queries, 3)
        if k == 1:
            seconds, (_, d) = timed(lambda: index.batch_nearest_neighbor_search(q, num_threads=THREADS))
        else:
            seconds, (_, d) = timed(lambda: index.batch_knn_search(q, k, num_threads=THREADS))
        d = np.asarray(d).reshape(len(q), -1)
    else:
        q = kept(("tensor", queries), lambda: open3d().core.Tensor(points32(queries, 3)))
        seconds, (_, d) = timed(lambda: index.knn_search(q, k))
        d = d.numpy()
    return seconds, f"sum of d² {float(d[:, -1].sum(dtype=np.float64)):.6g}"


@task("voxel-grid")
def voxel_grid(peer, path, leaf):
    sg = small_gicp()
    cloud = kept(("sg", path), lambda: sg.PointCloud(points64(path)))
    seconds, out = timed(lambda: sg.voxelgrid_sampling(cloud, float(leaf), num_threads=THREADS))
    return seconds, f"{out.size()} voxels"


@task("normals")
def normals(peer, path, k):
    k = int(k)
    if peer == "small_gicp":
        sg = small_gicp()
        cloud = kept(("sg", path), lambda: sg.PointCloud(points64(path)))
        seconds, _ = timed(lambda: sg.estimate_normals(cloud, num_neighbors=k, num_threads=THREADS))
        out = np.asarray(cloud.normals())[:, :3]
    else:
        o3d = open3d()
        cloud = open3d_cloud(path)
        seconds, _ = timed(lambda: cloud.estimate_normals(o3d.geometry.KDTreeSearchParamKNN(k)))
        out = np.asarray(cloud.normals)
    dots = np.abs((out[::7] * rows(path)[::7, 3:]).sum(1))
    return seconds, f"median error {np.degrees(np.median(np.arccos(np.minimum(1, dots)))):.3f}°"


def rotations(path):
    from scipy.spatial.transform import Rotation
    return kept(("rotations", path), lambda: Rotation.from_matrix(np.fromfile(path).reshape(-1, 3, 3)))


@task("scipy-euler")
def scipy_euler(path):
    from scipy.spatial.transform import Rotation
    matrices = rotations(path).as_matrix()
    seconds, back = timed(lambda: Rotation.from_euler(
        "ZYX", Rotation.from_matrix(matrices).as_euler("ZYX")).as_matrix())
    return seconds, f"largest error {np.abs(back - matrices).max():.3g}"


@task("scipy-compose")
def scipy_compose(path):
    all = rotations(path)
    t = all.as_matrix()[:, :, 0]

    def work():
        inverse = (all[0] * all).inv()
        return -inverse.apply(all[0].apply(t) + t[0])
    seconds, moved = timed(work)
    return seconds, f"sum {moved[:, 0].sum():.9g}"


CAMERA = (600, -240, 550), (10, 20, -150)


def transformed(rows):
    """KUKA's numbers in the camera's frame to UR's in the base."""
    from scipy.spatial.transform import Rotation
    chain = Rotation.from_euler("ZYX", CAMERA[1], degrees=True)
    moved = chain.apply(rows[:, :3] / 1000) + np.array(CAMERA[0]) / 1000
    return np.hstack([moved, (chain * Rotation.from_euler("ZYX", rows[:, 3:], degrees=True)).as_rotvec()])


@task("scipy-transform")
def scipy_transform(path):
    rows = kept(("poses", path), lambda: np.fromfile(path).reshape(-1, 6))
    seconds, results = timed(lambda: transformed(rows))
    return seconds, f"sum {results.sum():.9g}"


@task("scipy-transform-text")
def scipy_transform_text(path):
    import re
    lines = kept(("texts", path), lambda: open(path).read().splitlines())
    number = re.compile(r"[XYZABC] (-?[0-9.e-]+)")

    def work():
        rows = np.array([number.findall(line) for line in lines], dtype=np.float64)
        return ["p[%.15g,%.15g,%.15g,%.15g,%.15g,%.15g]" % tuple(row) for row in transformed(rows).tolist()]
    seconds, texts = timed(work)
    return seconds, f"{sum(map(len, texts))} characters"


def main():
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print must not pass for an answer
    for line in sys.stdin:
        name, *arguments = line.split()
        if name not in TASKS:
            answer = "unknown"
        else:
            try:
                seconds, note = TASKS[name](*arguments)
                answer = f"ok {seconds:.9g} {note}"
            except Exception as error:  # one failed task must not end the run
                answer = "failed " + repr(error).replace("\n", " ")[:300]
        print(answer, file=answers, flush=True)


if __name__ == "__main__":
    main()
