#!/usr/bin/env python3
"""Kills a grid again and again and compares what it ends with, number by number, with one that was left alone.

    mvn -q -DskipTests package
    python3 benchmarks/experiments/killed_grid.py [kills]

Compared are trials.csv, best.json, every result.json and the data in report.html, but for times, processes and the
attempts of trials.
"""
import csv
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
GRAFT = ["java", "-jar", str(ROOT / "cli/target/graft.jar")]
SPACE = """
epochs: 4
batchSize: 8
size: 64
patience: 0
repeats: 2
spaces:
  - backbone: simple-cnn
    weights: random
    unfrozen: all
    optimizer: [rmsprop, adam]
    learningRate: [0.001, 0.0001]
    augmentation: [none, mri-light]
  - backbone: efficientnet-b0
    weights: bundled
    unfrozen: [0, 20, all]
    optimizer: [rmsprop, adam]
    augmentation: [none, keras-default]
"""
TIMES = {"seconds", "seconds_per_epoch", "secondsPerEpoch", "updated", "worker", "attempts", "timestamp", "duration"}


def without_times(value):
    if isinstance(value, dict):
        return {k: without_times(v) for k, v in value.items() if not is_time(k)}
    if isinstance(value, list):
        return [without_times(v) for v in value]
    return value


def is_time(key):
    return key in TIMES or re.search(r"seconds|time|started|finished|date|last change", key, re.I)


def numbers(ledger):
    found = {}
    with open(ledger / "trials.csv") as lines:
        found["trials.csv"] = [without_times(row) for row in csv.DictReader(lines)]
    found["best.json"] = without_times(json.loads((ledger / "best.json").read_text()))
    for result in sorted(ledger.glob("trials/*/result.json")):
        found[str(result.relative_to(ledger))] = without_times(json.loads(result.read_text()))
    page = (ledger / "report.html").read_text()
    for number, block in enumerate(re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.S)):
        found[f"report.html {number}"] = without_times(json.loads(block))
    return found


def differences(a, b, where=""):
    if type(a) is not type(b):
        return [f"{where}: {a!r} / {b!r}"]
    if isinstance(a, dict):
        keys = a.keys() | b.keys()
        return [d for k in sorted(keys) for d in differences(a.get(k), b.get(k), f"{where}/{k}")]
    if isinstance(a, list):
        if len(a) != len(b):
            return [f"{where}: {len(a)} / {len(b)} entries"]
        return [d for i, (x, y) in enumerate(zip(a, b)) for d in differences(x, y, f"{where}[{i}]")]
    # not a number equals not a number
    return [] if a == b or (a != a and b != b) else [f"{where}: {a!r} / {b!r}"]


def main():
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    folder = pathlib.Path(tempfile.mkdtemp(prefix="killed-grid"))
    (folder / "space.yaml").write_text(SPACE)
    subprocess.run(GRAFT + ["phantom", "images", "--images", "80", "--size", "64"], cwd=folder, check=True)
    whole, killed = folder / "whole", folder / "killed"
    whole.mkdir()
    killed.mkdir()
    # The same names in two places: results name files.
    grid = GRAFT + ["grid", "../images", "--ledger", "ledger", "--space", "../space.yaml", "--offline", "--group-pattern", r"patient-(\d+)"]

    start = time.time()
    subprocess.run(grid, cwd=whole, check=True, stdout=subprocess.DEVNULL)
    seconds = time.time() - start
    print(f"left alone: {seconds:.0f} s", flush=True)

    dice = random.Random(1)
    done = 0
    runs = 0
    while done < kills:
        runs += 1
        process = subprocess.Popen(grid, cwd=killed, stdout=subprocess.DEVNULL)
        wait = dice.uniform(0.5, 2.5 * seconds / kills + 4)
        try:
            process.wait(wait)
            print(f"run {runs} was over before its kill after {wait:.1f} s; {done} kills. A ledger begun anew.")
            compare(whole, killed)
            shutil.rmtree(killed / "ledger")
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            done += 1
            trials = len(list(killed.glob("ledger/trials/*/result.json")))
            print(f"kill {done} after {wait:.1f} s, {trials} trials have a result", flush=True)
    subprocess.run(grid, cwd=killed, check=True, stdout=subprocess.DEVNULL)
    compare(whole, killed)
    print(folder)


def compare(whole, killed):
    a, b = numbers(whole / "ledger"), numbers(killed / "ledger")
    found = differences(a, b)
    print(f"{len(a)} files and parts compared, {len(found)} differences")
    for line in found[:20]:
        print("  " + line)
    if found:
        sys.exit(1)


if __name__ == "__main__":
    main()
