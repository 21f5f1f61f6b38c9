#!/usr/bin/env python3
"""Runs Graft, Keras and PyTorch on the same steps, each in a process of its own, in turn, and prints a Markdown table.

    mvn -q -DskipTests -pl benchmarks -am package
    python3 benchmarks/peers/compare.py [--models a,b] [--engines dl4j] [--unfrozen all] [--size 224] [--batch 16]

Python needs keras, tensorflow and torch; Java is found as `java`. InceptionV3 runs at 299 px unless --size is given.
"""
import argparse
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--models", default="vgg16,vgg19,resnet50,inception-v3,efficientnet-b0")
    parser.add_argument("--engines", default="dl4j")
    parser.add_argument("--modes", default="forward,train")
    parser.add_argument("--unfrozen", default="all")
    parser.add_argument("--size", type=int)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--json", help="file for every result")
    return parser.parse_args()


def run(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def graft(a, engine, model, mode, size):
    jars = ROOT / "benchmarks/target"
    return run(
        ["java", "-cp", f"{jars}/benchmarks.jar:{jars}/lib/*", "dev.graft.benchmarks.StepCost"]
        + [engine, model, mode, a.unfrozen, size, a.batch, a.threads, a.steps]
    )


def peer(a, program, model, mode, size):
    command = [sys.executable, HERE / "step.py", program, model, mode, "--size", size, "--batch", a.batch]
    command += ["--threads", a.threads, "--steps", a.steps]
    return run(command if a.unfrozen == "all" else command + ["--unfrozen", a.unfrozen])


def main():
    a = arguments()
    results = []
    programs = [f"graft {engine}" for engine in a.engines.split(",")] + ["keras", "torch"]
    print("| model | step | " + " | ".join(programs) + " |\n|---|---|" + "---:|" * len(programs), flush=True)
    for model in a.models.split(","):
        size = a.size or (299 if model == "inception-v3" else 224)
        for mode in a.modes.split(","):
            row = [graft(a, engine, model, mode, size) for engine in a.engines.split(",")]
            row += [peer(a, program, model, mode, size) for program in ("keras", "torch")]
            results += row
            cells = [f"{r['seconds']:.2f} s, {r['peak_mib'] / 1024:.1f} GiB" for r in row]
            print(f"| {model} | {mode} | " + " | ".join(cells) + " |", flush=True)
    if a.json:
        Path(a.json).write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
