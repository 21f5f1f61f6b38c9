"""Does augmentation help when images are few? Trains with none, keras-default and mri on 100 phantom slices.

    mvn -q -DskipTests -pl cli -am package
    python3 benchmarks/experiments/augmentation.py /tmp/augmentation

Runs that are already in the folder are not repeated. Prints a table in Markdown. Needs nothing beyond Python itself.
"""

import json
import os
import statistics
import subprocess
import sys

GRAFT = ["java", "-jar", "cli/target/graft.jar"]
FOLDER = sys.argv[1]
POLICIES = ["none", "keras-default", "mri"]
SEEDS = [1, 2, 3]
# 600 slices: about 100 to train on, 200 to choose the epoch by, 300 sealed.
DATA = ["--group-pattern", r"(patient-\d+)", "--validation", "0.333", "--test", "0.5", "--batch-size", "16"]
MODELS = {
    "EfficientNetB0, frozen": ["--backbone", "efficientnet-b0", "--weights", "ifs1000", "--size", "96",
                               "--epochs", "40"],
    "EfficientNetB0, last 20 layers": ["--backbone", "efficientnet-b0", "--weights", "ifs1000", "--size", "96",
                                       "--epochs", "40", "--unfreeze", "20", "--fine-tune-epochs", "20"],
    "deep CNN, from scratch": ["--backbone", "deep-cnn", "--weights", "random", "--size", "48", "--epochs", "30",
                               "--learning-rate", "1e-4"],
}


def run(name, options):
    output = os.path.join(FOLDER, name)
    if not os.path.exists(output):
        subprocess.run(GRAFT + options + ["--output", output], check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(output, "result.json")) as file:
        return json.load(file)


def main():
    os.makedirs(FOLDER, exist_ok=True)
    images = os.path.join(FOLDER, "phantom")
    if not os.path.exists(images):
        subprocess.run(GRAFT + ["phantom", "--images", "600", "--size", "96", "--seed", "7", images], check=True,
                       stdout=subprocess.DEVNULL)
    print("| model | augmentation | validation accuracy | against none | test accuracy | against none |")
    print("|---|---|---:|---:|---:|---:|")
    for number, (model, options) in enumerate(MODELS.items()):
        without = None
        for policy in POLICIES:
            validation, test = [], []
            for seed in SEEDS:
                result = run(f"{number}-{policy}-{seed}", ["train", images] + DATA + options
                             + ["--augment", policy, "--seed", str(seed)])
                validation.append(100 * result["validation"]["accuracy"])
                test.append(100 * result["test"]["accuracy"])
            without = without or (validation, test)
            print(f"| {model} | {policy} | {spread(validation)} | {difference(validation, without[0])} | "
                  f"{spread(test)} | {difference(test, without[1])} |", flush=True)


def spread(values):
    return f"{statistics.mean(values):.1f} ± {statistics.stdev(values):.1f} ({', '.join(f'{v:.1f}' for v in values)})"


def difference(values, others):
    """Mean and spread over seeds of the same split: what the seed does to both is not counted."""
    if values is others:
        return ""
    pairs = [value - other for value, other in zip(values, others)]
    return f"{statistics.mean(pairs):+.1f} ± {statistics.stdev(pairs):.1f}"


main()
