#!/usr/bin/env python3
"""Does bfloat16 learn as single precision does? Trains one model in both, and on the reference engine; draws the curves.

    mvn -q -DskipTests -pl cli -am package
    python3 benchmarks/experiments/precision.py /tmp/precision docs/precision.svg

400 phantom slices of 96 px, EfficientNetB0 with the bundled weights: its head first, then with the last 20 layers.
Runs that are already in the folder are not repeated. Prints a table in Markdown. Needs nothing beyond Python itself.
"""

import csv
import json
import os
import subprocess
import sys

GRAFT = ["java", "-jar", "cli/target/graft.jar"]
FOLDER, FIGURE = sys.argv[1], sys.argv[2]
RUNS = {
    "cpu, float32": ["--engine", "cpu", "--precision", "f32"],
    "cpu, bfloat16": ["--engine", "cpu", "--precision", "bf16"],
    "dl4j": ["--engine", "dl4j"],
}
#: colour, width, dashes: lines that lie over each other should all be seen
STROKES = {"cpu, float32": ("#9dc3ec", 6, "none"), "cpu, bfloat16": ("#c1121f", 2, "none"), "dl4j": ("#222222", 2, "4 6")}
SEEDS = [1, 2, 3]
OPTIONS = ["--weights", "ifs1000", "--size", "96", "--group-pattern", r"(patient-\d+)", "--epochs", "4", "--unfreeze", "20",
           "--fine-tune-epochs", "10", "--fine-tune-learning-rate", "1e-4", "--patience", "0", "--batch-size", "16",
           "--threads", "2"]


def run(name, options):
    output = os.path.join(FOLDER, name.replace(", ", "-"))
    if not os.path.exists(output):
        subprocess.run(GRAFT + options + ["--output", output], check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(output, "history.csv"), newline="") as file:
        history = list(csv.DictReader(file))
    with open(os.path.join(output, "result.json")) as file:
        return history, json.load(file)


def main():
    os.makedirs(FOLDER, exist_ok=True)
    images = os.path.join(FOLDER, "phantom")
    if not os.path.exists(images):
        subprocess.run(GRAFT + ["phantom", "--images", "400", "--size", "96", "--seed", "7", images], check=True,
                       stdout=subprocess.DEVNULL)
    results = {}
    for seed in SEEDS:
        for name, options in RUNS.items():
            results[name, seed] = run(f"{name}-{seed}", ["train", images] + OPTIONS + options + ["--seed", str(seed)])
    print("| seed | engine | train loss, last epoch | validation loss, last epoch | lowest | validation accuracy | test accuracy |")
    print("|---:|---|---:|---:|---:|---:|---:|")
    for (name, seed), (history, result) in results.items():
        losses = column(history, "validation_loss")
        print(f"| {seed} | {name} | {column(history, 'train_loss')[-1]:.4f} | {losses[-1]:.4f} | {min(losses):.4f} | "
              f"{100 * result['validation']['accuracy']:.1f} % | {100 * result['test']['accuracy']:.1f} % |")
    with open(FIGURE, "w") as file:
        file.write(figure({name: results[name, SEEDS[0]][0] for name in RUNS}))


def column(history, name):
    return [float(row[name]) for row in history]


def figure(histories):
    """Three panels beside each other: losses of both parts and the validation accuracy over epochs."""
    panels = [("train_loss", "training loss"), ("validation_loss", "validation loss"),
              ("validation_accuracy", "validation accuracy")]
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 300" font-family="sans-serif" font-size="13">',
             '<rect width="960" height="300" fill="white"/>']
    for number, (key, title) in enumerate(panels):
        parts += panel(60 + 310 * number, title, {name: column(h, key) for name, h in histories.items()})
    for number, name in enumerate(histories):
        x = 60 + 150 * number
        parts.append(f'<path d="M{x} 286h28" {stroke(name)}/><text x="{x + 36}" y="290">{name}</text>')
    return "\n".join(parts + ["</svg>"]) + "\n"


def stroke(name):
    colour, width, dashes = STROKES[name]
    return f'stroke="{colour}" stroke-width="{width}" stroke-dasharray="{dashes}" fill="none"'


def panel(left, title, lines):
    width, top, height = 250, 30, 210
    values = [v for line in lines.values() for v in line]
    low, high = min(values), max(values)
    count = max(len(line) for line in lines.values())

    def x(epoch):
        return left + width * epoch / (count - 1)

    def y(value):
        return top + height * (high - value) / (high - low)

    yield f'<text x="{left}" y="20" font-weight="bold">{title}</text>'
    yield f'<path d="M{left} {top}v{height}h{width}" stroke="#888" fill="none"/>'
    for value in (low, (low + high) / 2, high):
        yield f'<text x="{left - 6}" y="{y(value) + 4:.1f}" text-anchor="end" fill="#555">{value:.2f}</text>'
    for epoch in (0, count - 1):
        yield f'<text x="{x(epoch):.1f}" y="{top + height + 18}" text-anchor="middle" fill="#555">{epoch + 1}</text>'
    yield f'<text x="{left + width / 2}" y="{top + height + 18}" text-anchor="middle" fill="#555">epoch</text>'
    for name, line in lines.items():
        points = " ".join(f"{x(i):.1f},{y(v):.1f}" for i, v in enumerate(line))
        yield f'<polyline points="{points}" {stroke(name)}/>'


main()
