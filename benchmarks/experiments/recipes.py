#!/usr/bin/env python3
"""What each recipe of docs/recipes.md gains on small sets of phantom slices: test accuracy against the same without it.

    mvn -q -DskipTests package
    python3 benchmarks/experiments/recipes.py FOLDER

Five sets (three visibilities of lesions, two other numbers of images), five seeds each; a seed draws patients, split, order
and initial values anew. Two fifths of the images are the test part. EfficientNetB0 with its bundled weights at 64 px. May be
interrupted: the same call goes on. Writes FOLDER/figures.json and prints the table of all that is done.
"""
import csv
import io
import json
import math
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
GRAFT = ["java", "-jar", str(ROOT / "cli/target/graft.jar")]
GROUPS = ["--group-pattern", r"patient-(\d+)"]
#: name to images and visibility of lesions
SETS = {
    "480 images, visibility 1.5": (480, 1.5),
    "480 images, visibility 2": (480, 2.0),
    "480 images, visibility 3": (480, 3.0),
    "240 images, visibility 2": (240, 2.0),
    "960 images, visibility 2": (960, 2.0),
}
SEEDS = [1, 2, 3, 4, 5]
RECIPES = ["swa:0.5", "ema:0.8", "tta 8", "soup", "ensemble"]
#: Student's t, 95 %, for the mean of so many differences
QUANTILE = {2: 12.706, 3: 4.303, 4: 3.182, 5: 2.776}
SPACE = """backbone: efficientnet-b0
weights: bundled
size: 64
augmentation: light
views: 4
epochs: 12
patience: 0
batchSize: 16
"""
ONE = "learningRate: 0.001\nunfrozen: 20\n"
FOUR = "learningRate: [0.001, 0.0003]\nunfrozen: [3, 20]\n"


def graft(*arguments):
    done = subprocess.run([*GRAFT, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, arguments))}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def grid(images, folder, name, seed, space, averaging="none", *more):
    file = folder / f"{name}.yaml"
    file.write_text(SPACE + space + f"seed: {seed}\n")
    settings = folder / f"{name}.json"
    settings.write_text(json.dumps({"phases": [{"averaging": averaging}]}))
    graft("grid", images, "--space", file, "--settings", settings, "--ledger", folder / name, "--seed", seed,
          "--validation", 0.15, "--test", 0.4, "--threads", 2, "--seals", folder / "seals",
          "--measure", "log_likelihood", *GROUPS, *more)
    return folder / name


def results(ledger):
    """Of each trial: its settings and its result."""
    for folder in sorted((ledger / "trials").iterdir()):
        settings = json.loads((folder / "settings.json").read_text())["settings"]
        yield folder, settings, json.loads((folder / "result.json").read_text())


def accuracy(result):
    return result["test"]["accuracy"]


def with_views(ledger, images):
    """Test accuracy of the one configuration over views."""
    for folder, settings, result in results(ledger):
        phase = settings["phases"][0]
        if str(phase["unfrozen"]) == "20" and phase["optimizer"]["learningRate"] == 0.001:
            test = {str(images / p["image"]): p["actual"] for p in result["testPredictions"]}
            listed = folder / "test.txt"
            listed.write_text("\n".join(test) + "\n")
            out = graft("predict", "--tta", 8, "--threads", 2, folder / "model.graft", f"@{listed}")
            rows = list(csv.DictReader(io.StringIO(out)))
            names = result["classNames"]
            right = sum(names.index(row["class"]) == test[row["image"]] for row in rows)
            return accuracy(result), right / len(test)
    raise SystemExit("the configuration is missing")


def cell(folder, count, visibility, seed):
    folder.mkdir(parents=True, exist_ok=True)
    images = folder / "images"
    if not images.exists():
        graft("phantom", images, "--images", count, "--size", 64, "--seed", seed, "--lesion-visibility", visibility)
    four = grid(images, folder, "four", seed, FOUR, "none", "--keep-models", "--soup")
    graft("ensemble", four, "--measure", "log_likelihood", "--seals", folder / "seals")
    plain, views = with_views(four, images)
    soup = json.loads((four / "soup.json").read_text())
    ensemble = json.loads((four / "ensemble.json").read_text())
    figures = {"tta 8": views - plain,
               "soup": soup["soupOnTest"]["accuracy"] - soup["bestOnTest"]["accuracy"],
               "ensemble": ensemble["ensembleOnTest"]["accuracy"] - ensemble["bestOnTest"]["accuracy"],
               "plain": plain, "best of four": ensemble["bestOnTest"]["accuracy"],
               "ingredients": len(soup["ingredients"]), "members": len(ensemble["members"])}
    for kind in ["swa:0.5", "ema:0.8"]:
        ledger = grid(images, folder, kind.replace(":", "-"), seed, ONE, kind)
        figures[kind] = accuracy(next(results(ledger))[2]) - plain
    return figures


def table(figures):
    print("| | " + " | ".join(["without"] + RECIPES) + " |")
    print("|---|" + "---:|" * (len(RECIPES) + 1))
    for name in SETS:
        cells = [figures[key] for key in figures if key.startswith(name + "/")]
        if not cells:
            continue
        line = [f"{100 * sum(c['plain'] for c in cells) / len(cells):.1f} %"]
        for recipe in RECIPES:
            values = [100 * c[recipe] for c in cells]
            line.append(f"{sum(values) / len(values):+.1f} ± {spread(values):.1f}")
        print(f"| {name} | " + " | ".join(line) + " |")
    print("percentage points over the mean of seeds, with half widths of 95 % intervals (Student's t)")


def spread(values):
    if len(values) < 2:
        return math.nan
    mean = sum(values) / len(values)
    deviation = math.sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1))
    return QUANTILE[len(values)] * deviation / math.sqrt(len(values))


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "figures.json"
    figures = json.loads(file.read_text()) if file.exists() else {}
    for seed in SEEDS:
        for name, (count, visibility) in SETS.items():
            key = f"{name}/{seed}"
            if key not in figures:
                figures[key] = cell(folder / key.replace(" ", "-").replace(",", ""), count, visibility, seed)
                file.write_text(json.dumps(figures, indent=1))
                print(key, figures[key], flush=True)
    table(figures)


main()
