"""Fits how `align` weighs poses and how probable it calls the best, from pairs with truth.

usage: fit-plausibility.py CLI CASES_DIR... [--jobs 2] [--write]

CASES_DIR: as registration-cases.py or recall-study.py make them; of the latter's, whose pieces are noisy and full of
outliers or have nothing in common, each counts half. Every case is run once; its `candidates`, which `align` states with what
speaks for each, are compared with the truth. Prints the weights of PosePlausibility.logOdds (multinomial regression,
one alternative being that none is right) and of PosePlausibility.probability (logistic regression on the odds and on the
lead over the best different pose), and what the thresholds 0.7 … 0.95 would have done, by five folds left out, but for the
few that Verdict calls contested whatever the probability. --write puts the weights into the library
(PosePlausibility+Fitted.swift), with the date, the number of pairs and the command in the file's head.
"""

import argparse
import datetime
import json
import pathlib
import subprocess
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scipy.optimize import minimize

import fitted_plausibility

ap = argparse.ArgumentParser()
ap.add_argument("cli")
ap.add_argument("cases", nargs="+")
ap.add_argument("--jobs", type=int, default=2)
ap.add_argument("--write", action="store_true")
A = ap.parse_args()

# Real scans are few among the cases, and what the tool is for.
REAL = ("kitti", "fragment", "table", "chef", "none-tables")


def weight(case):
    if "outliers" in case:
        return 0.5
    return 3.0 if case["name"].startswith(REAL) else 1.0


def cloud(path):
    b = path.read_bytes()
    if path.suffix == ".ply":
        e = b.index(b"end_header\n") + 11
        return np.frombuffer(b, "<f4", offset=e).reshape(-1, b[:e].count(b"property"))[:, :3].astype(float)
    e = b.index(b"DATA binary\n") + 12
    a = np.frombuffer(b, "<f4", offset=e).reshape(-1, 3).astype(float)
    return a[np.isfinite(a).all(1)]


def measures(c):
    """As PosePlausibility.logOddsOfContact and logOdds have them, with the same offsets."""
    return [
        np.log(c["support"] + 10),
        -np.log(c["residual"] + 0.05),
        np.log(c["conformity"] + 0.02),
        -np.log(c["contradiction"]),
        np.log(c["hold"] + 0.02),
        -c["free_motions"],
    ]


def run(job):
    folder, case = job
    command = [A.cli, "align", str(folder / case["source"]), str(folder / case["target"])]
    run = subprocess.run(command + ["--format", "json", "--quiet", "--threads", "1"], capture_output=True, text=True)
    found = [c for c in json.loads(run.stdout)["candidates"] if c["overlap"] > 0]
    truth = np.array(case["T_target_source"], float)
    middle = cloud(folder / case["source"]).mean(0)
    right = []
    for c in found:
        pose = np.array(c["pose"]["matrix"], float).reshape(4, 4)
        turn = pose[:3, :3] @ truth[:3, :3].T
        angle = np.degrees(np.arccos(np.clip((np.trace(turn) - 1) / 2, -1, 1)))
        shift = np.linalg.norm((pose - truth)[:3, :3] @ middle + (pose - truth)[:3, 3])
        right.append(case["expect"] == "pose" and angle < 4 and shift < 3 * case["trans_tol"])
    X = np.array([measures(c) for c in found]).reshape(-1, 6)
    return case, X, np.array(right, bool)


def fit_odds(cases):
    scale = np.vstack([X for _, X, _ in cases]).std(0) + 1e-9

    def loss(w):
        value, gradient = 0.3 * w[:-1] @ w[:-1], 0.6 * np.r_[w[:-1], 0]
        for case, X, right in cases:
            if case["expect"] == "ambiguous":
                continue
            share = weight(case)
            # The last alternative is that none is right.
            Z = np.vstack([np.c_[X / scale, np.zeros(len(X))], np.r_[np.zeros(6), 1]])
            y = np.r_[right, not right.any()]
            p = np.exp(Z @ w - (Z @ w).max())
            p /= p.sum()
            value -= share * np.log(p[y].sum() + 1e-300)
            gradient -= share * Z.T @ (p * y / (p[y].sum() + 1e-300) - p)
        return value, gradient

    bounds = [(0, None)] * 6 + [(None, None)]
    w = minimize(loss, np.zeros(7), jac=True, method="L-BFGS-B", bounds=bounds).x
    return w[:-1] / scale, w[-1]


def leaders(cases, weights, none):
    """Of each case its best pose: the odds, its lead, and whether it is right and may be believed at all."""
    rows = []
    for case, X, right in cases:
        if not len(X):
            continue
        odds = X @ weights - none
        best = int(np.argmax(odds))
        lead = odds[best] - max(np.delete(odds, best), default=-np.inf)
        if X[best, 5] == 0:
            row = [1, np.clip(odds[best], -6, 6), np.sqrt(min(6, lead))]
            rows.append((row, bool(right[best]), case))
    return rows


def fit_probability(rows):
    X = np.array([r[0] for r in rows])
    y = np.array([r[1] for r in rows], float)
    share = np.array([weight(r[2]) for r in rows])

    def loss(v):
        z = X @ v
        value = (share * (np.logaddexp(0, z) - y * z)).sum() + 0.1 * v[1:] @ v[1:]
        return value, X.T @ (share * (1 / (1 + np.exp(-z)) - y)) + 0.2 * np.r_[0, v[1:]]

    return minimize(loss, np.zeros(3), jac=True, method="L-BFGS-B").x


jobs = [(pathlib.Path(d), c) for d in A.cases for c in json.loads((pathlib.Path(d) / "cases.json").read_text())]
with ThreadPoolExecutor(A.jobs) as pool:
    cases = list(pool.map(run, jobs))

weights, none = fit_odds(cases)
probability = fit_probability(leaders(cases, weights, none))
# In the orders of `measures` and of the rows of `leaders`.
odds_table = dict(zip(fitted_plausibility.WEIGHTS, [none, *weights]))
probability_table = dict(zip(fitted_plausibility.PROBABILITY, probability))
for title, values in (("log odds", odds_table), ("probability", probability_table)):
    print(title, {name: round(float(value), 2) for name, value in values.items()})
if A.write:
    command = " ".join(["fit-plausibility.py", "CLI"] + [pathlib.Path(d).name for d in A.cases])
    today = datetime.date.today().isoformat()
    fitted_plausibility.PATH.write_text(
        fitted_plausibility.text(today, len(cases), command, odds_table, probability_table)
    )

fold = np.random.default_rng(1).integers(0, 5, len(cases))
judged = []
for k in range(5):
    seen = [c for c, f in zip(cases, fold) if f != k]
    model = fit_odds(seen)
    v = fit_probability(leaders(seen, *model))
    held = leaders([c for c, f in zip(cases, fold) if f == k], *model)
    judged += [(1 / (1 + np.exp(-np.array(row) @ v)), right, case) for row, right, case in held]
poses = sum(c["expect"] == "pose" for c, _, _ in cases)
print(f"left out: {poses} pairs with a pose, {len(cases) - poses} without")
for least in (0.7, 0.8, 0.85, 0.9, 0.95):
    sure = [(right, case["expect"]) for p, right, case in judged if p >= least]
    print(
        f"  believed from {least:.2f}: right {sum(r for r, _ in sure)},",
        f"wrong {sum(e == 'pose' and not r for r, e in sure)},",
        f"nothing in common {sum(e == 'none' for _, e in sure)}, symmetric {sum(e == 'ambiguous' for _, e in sure)}",
    )
