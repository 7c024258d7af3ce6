"""The file that holds the weights of PosePlausibility, as fit-plausibility.py writes it.

usage: fitted_plausibility.py FILE

Says whether FILE is byte for byte what would be written for the numbers and the head in it; the exit code is 1 if not.
"""

import pathlib
import re
import sys

PATH = (
    pathlib.Path(__file__).resolve().parents[2] / "Sources/Registration/Evidence/PosePlausibility+Fitted.swift"
)
WEIGHTS = ("none", "support", "residual", "conformity", "contradiction", "hold", "freeMotions")
PROBABILITY = ("bias", "odds", "rootOfLead")


def table(name, names, values):
    rows = ",\n".join(f"        {key}: {values[key]:.2f}" for key in names)
    return (
        f"extension PosePlausibility.{name} {{\n"
        f"    static let fitted = PosePlausibility.{name}(\n{rows})\n"
        "}\n"
    )


def text(date, pairs, command, weights, probability):
    """The file's text. `weights` and `probability` have the numbers by their names in Swift."""
    return (
        "// Written by Tests/Benchmarks/fit-plausibility.py --write: don't edit.\n"
        f"// Date: {date}\n// Pairs: {pairs}\n// Command: {command}\n\n"
        + table("Weights", WEIGHTS, weights)
        + "\n"
        + table("ProbabilityWeights", PROBABILITY, probability)
    )


def parse(written):
    """What `text` was given."""
    head = [re.search(rf"^// {key}: (.*)$", written, re.M).group(1) for key in ("Date", "Pairs", "Command")]
    numbers = {key: float(value) for key, value in re.findall(r"^        (\w+): (-?[\d.]+)", written, re.M)}
    return *head, {k: numbers[k] for k in WEIGHTS}, {k: numbers[k] for k in PROBABILITY}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    found = pathlib.Path(sys.argv[1]).read_text()
    if text(*parse(found)) != found:
        sys.exit(f"{sys.argv[1]}: not as fit-plausibility.py writes it")
