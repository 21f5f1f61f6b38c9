#!/usr/bin/env python3
"""What each recipe of docs/recipes.md gains on small sets: accuracy and log loss of the test part beside those without it.

    mvn -q -DskipTests package
    python3 benchmarks/experiments/recipes.py FOLDER [graft.jar]
    python3 benchmarks/experiments/recipes.py FOLDER --table

Five sets: phantom slices with lesions of three visibilities, and Fashion-MNIST (Debian's dataset-fashion-mnist) with 300 and
1000 images to learn and choose from. 500 other images are the test part. Five seeds each; a seed draws images, split, order
and initial values anew. EfficientNetB0 with its bundled weights at 64 px, its last 20 layers learn. May be interrupted: the
same call goes on. Two trainings go on at a time, with a thread each. Writes FOLDER/figures.json and prints the tables of all
that is done; --table does nothing else.
"""
import csv
import gzip
import io
import json
import math
import pathlib
import random
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait

ROOT = pathlib.Path(__file__).resolve().parents[2]
FASHION = pathlib.Path("/usr/share/datasets/fashion-mnist")
GARMENTS = ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"]
TEST = 500
#: name to kind, images to learn and choose from, visibility of lesions
SETS = {
    "phantom, visibility 1.5": ("phantom", 240, 1.5),
    "phantom, visibility 2": ("phantom", 240, 2.0),
    "phantom, visibility 3": ("phantom", 240, 3.0),
    "fashion, 300 images": ("fashion", 300, 0),
    "fashion, 1000 images": ("fashion", 1000, 0),
}
SEEDS = [1, 2, 3, 4, 5]
#: how much of what is no test part chooses epochs and trials
CHOOSING = 0.25
LOOKS = 4
PROBE = {"model": {"headStart": "probe"}}
#: settings that differ from the plain training. A probe's solution stands no dropout; without dropout and at the random start,
#: the rest is the start's. A head that has learnt already may want the lower rate, the default of fine-tuning
TRAININGS = {
    "no dropout": {},
    "no dropout, probe start": PROBE,
    "no dropout, rate 0.0001": {},
    "no dropout, rate 0.0001, probe start": PROBE,
    "rates by layer": {"phases": [{"layerRates": {"below": 0.125, "stages": [
        {"from": "block7a_expand_conv", "factor": 0.25}, {"from": "top_conv", "factor": 0.5}]}}]},
    "ema:0.8": {"phases": [{"averaging": "ema:0.8"}]},
    "swa:0.5": {"phases": [{"averaging": "swa:0.5"}]},
}
RECIPES = [*TRAININGS, f"tta {LOOKS}", "soup", "ensemble"]
#: Student's t, 95 %, for the mean of two differences, of three, ... of 25
QUANTILES = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
             2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064]
SPACE = """backbone: efficientnet-b0
weights: bundled
size: 64
augmentation: light
views: 4
epochs: 10
patience: 0
batchSize: 16
"""
FOUR = "learningRate: [0.001, 0.0003]\nunfrozen: [3, 20]\n"


class Cell:
    """One set with one seed."""

    def __init__(self, jar, folder, name, seed):
        self.jar, self.folder, self.seed = jar, folder, seed
        self.kind, self.count, self.visibility = SETS[name]
        self.images = folder / "images"
        folder.mkdir(parents=True, exist_ok=True)

    def graft(self, *arguments):
        done = subprocess.run(["java", "-Xmx3g", "-jar", str(self.jar), *map(str, arguments)], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(map(str, arguments))}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def draw(self):
        if self.images.exists():
            return
        if self.kind == "phantom":
            self.graft("phantom", self.images, "--images", self.count + TEST, "--size", 64, "--seed", self.seed,
                       "--lesion-visibility", self.visibility)
        else:
            garments(self.images, self.count + TEST, self.seed)

    def grid(self, name, space, changes, *more):
        ledger = self.folder / name.translate(str.maketrans(" :,.", "----"))
        ledger.with_suffix(".yaml").write_text(SPACE + space + f"seed: {self.seed}\n")
        ledger.with_suffix(".json").write_text(json.dumps(changes))
        # All trainings of a cell have their frozen features in common.
        features = self.folder / "features"
        for folder in (features, ledger):
            folder.mkdir(exist_ok=True)
        if not (ledger / "features").is_symlink():
            (ledger / "features").symlink_to(features)
        test = TEST / (self.count + TEST)
        groups = ["--group-pattern", r"patient-(\d+)"] if self.kind == "phantom" else []
        self.graft("grid", self.images, "--space", ledger.with_suffix(".yaml"), "--settings", ledger.with_suffix(".json"),
                   "--ledger", ledger, "--seed", self.seed, "--validation", CHOOSING * (1 - test), "--test", test,
                   "--threads", 1, "--seals", self.folder / "seals", "--measure", "log_likelihood", *groups, *more)
        return ledger

    def figures(self):
        """Of every recipe, and of what it is compared with, accuracy and log loss of the test part."""
        began = time.time()
        self.draw()
        four = self.grid("four", FOUR, {}, "--keep-models", "--soup")
        self.graft("ensemble", four, "--measure", "log_likelihood", "--seals", self.folder / "seals")
        plain, looks = self.looks(four)
        soup = json.loads((four / "soup.json").read_text())
        ensemble = json.loads((four / "ensemble.json").read_text())
        found = {"plain": plain, "best of four": told(ensemble["bestOnTest"]), f"tta {LOOKS}": looks,
                 "soup": told(soup["soupOnTest"]), "ensemble": told(ensemble["ensembleOnTest"]),
                 "ingredients": len(soup["ingredients"]), "members": len(ensemble["members"])}
        for name, changes in TRAININGS.items():
            one = f"learningRate: {0.0001 if '0.0001' in name else 0.001}\nunfrozen: 20\n"
            if "no dropout" in name:
                one += "head: average pooling\n"
            found[name] = measured(next(trials(self.grid(name, one, changes)))[2])
        for large in (self.folder / "features", self.images):
            shutil.rmtree(large)
        for model in self.folder.glob("**/*.graft"):
            model.unlink()
        return {**found, "seconds": time.time() - began}

    def looks(self, ledger):
        """The one configuration that the recipes are compared with, without and with several looks."""
        for folder, settings, result in trials(ledger):
            phase = settings["phases"][0]
            if str(phase["unfrozen"]) == "20" and phase["optimizer"]["learningRate"] == 0.001:
                truth = {str(self.images / p["image"]): p["actual"] for p in result["testPredictions"]}
                listed = folder / "test.txt"
                listed.write_text("\n".join(truth) + "\n")
                out = self.graft("predict", "--tta", LOOKS, "--threads", 1, folder / "model.graft", f"@{listed}")
                rows = list(csv.DictReader(io.StringIO(out)))
                names = result["classNames"]
                return measured(result), scored(
                    [(truth[row["image"]], [float(row[f"p({name})"]) for name in names]) for row in rows])
        raise SystemExit("the configuration is missing")


def garments(folder, count, seed):
    """So many of Fashion-MNIST's training images, as many of each class, as PGM files in folders."""
    pixels = gzip.open(FASHION / "train-images-idx3-ubyte.gz").read()[16:]
    labels = gzip.open(FASHION / "train-labels-idx1-ubyte.gz").read()[8:]
    order = list(range(len(labels)))
    random.Random(seed).shuffle(order)
    for label, name in enumerate(GARMENTS):
        (folder / name).mkdir(parents=True)
        for image in [i for i in order if labels[i] == label][:count // len(GARMENTS)]:
            (folder / name / f"{image:05}.pgm").write_bytes(b"P5 28 28 255\n" + pixels[784 * image:784 * (image + 1)])


def trials(ledger):
    """Of each trial: its folder, its settings and its result."""
    for folder in sorted((ledger / "trials").iterdir()):
        settings = json.loads((folder / "settings.json").read_text())["settings"]
        yield folder, settings, json.loads((folder / "result.json").read_text())


def measured(result):
    return scored([(p["actual"], p["probabilities"]) for p in result["testPredictions"]])


def scored(answers):
    right = sum(max(range(len(row)), key=row.__getitem__) == actual for actual, row in answers)
    loss = sum(-math.log(max(row[actual], 1e-12)) for actual, row in answers)
    return {"accuracy": right / len(answers), "logLoss": loss / len(answers)}


def told(figures):
    return {"accuracy": figures["accuracy"], "logLoss": figures["logLoss"]}


def table(figures, measure, factor, digits):
    print("| | seeds | plain | " + " | ".join(RECIPES) + " |")
    print("|---|---:|---:|" + "---:|" * len(RECIPES))
    for name in [*SETS, "all"]:
        cells = [found for key, found in figures.items()
                 if (name == "all" or key.startswith(name + "/")) and all(r in found for r in RECIPES)]
        if not cells:
            continue
        line = [str(len(cells)), f"{factor * sum(c['plain'][measure] for c in cells) / len(cells):.{digits}f}"]
        for recipe in RECIPES:
            base = "best of four" if recipe in ("soup", "ensemble") else "plain"
            values = [factor * (c[recipe][measure] - c[base][measure]) for c in cells]
            half = f" ± {spread(values):.{digits}f}" if len(values) > 1 else ""
            line.append(f"{sum(values) / len(values):+.{digits}f}{half}")
        print(f"| {name} | " + " | ".join(line) + " |")


def spread(values):
    mean = sum(values) / len(values)
    deviation = math.sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1))
    return QUANTILES[len(values) - 2] * deviation / math.sqrt(len(values))


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "figures.json"
    figures = json.loads(file.read_text()) if file.exists() else {}
    if "--table" not in sys.argv:
        jar = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else ROOT / "cli/target/graft.jar").resolve()

        def cell(key, name, seed):
            found = Cell(jar, folder / key.replace(" ", "-").replace(",", ""), name, seed).figures()
            with lock:
                figures[key] = found
                file.write_text(json.dumps(figures, indent=1))
                print(key, found, flush=True)

        lock = threading.Lock()
        with ThreadPoolExecutor(2) as pool:
            todo = [(f"{name}/{seed}", name, seed) for seed in SEEDS for name in SETS]
            running = [pool.submit(cell, *each) for each in todo if each[0] not in figures]
            failed = wait(running, return_when=FIRST_EXCEPTION).done
            pool.shutdown(cancel_futures=True)
            for each in failed:
                each.result()
    print("accuracy in percentage points: means over seeds with half widths of 95 % intervals (Student's t)")
    table(figures, "accuracy", 100, 1)
    print("log loss, lower is better")
    table(figures, "logLoss", 1, 3)


main()
