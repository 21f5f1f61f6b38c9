#!/usr/bin/env python3
"""Runs Graft, Keras and PyTorch on the same steps, each in a process of its own, in turn, and prints a Markdown table.

    mvn -q -DskipTests -pl benchmarks -am package
    python3 benchmarks/peers/compare.py [--models a,b] [--precision f32,bf16] [--repeats 3] [--threads 1 --clock cpu]

Every program runs --repeats times, in rounds, so that a busy minute does not fall on one of them alone; the table has the
medians. Keras always computes in single precision: it is the base. PyTorch has autocast in rows of bf16.

    --clock wall    time that passes
    --clock cpu     processor time of a step, all threads together: with --threads 1, on a machine that others use

Python needs keras, tensorflow and torch; Java is found as `java`. InceptionV3 runs at 299 px unless --size is given.
"""
import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
MEASURES = ("seconds", "cpu_seconds", "compile_seconds", "peak_mib")


def names(text):
    return text.split(",")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=names, default=names("vgg16,vgg19,resnet50,inception-v3,efficientnet-b0"))
    parser.add_argument("--engines", type=names, default=["cpu"], help="of Graft: cpu, dl4j (single precision alone)")
    parser.add_argument("--modes", type=names, default=["forward", "train"])
    parser.add_argument("--precision", type=names, default=["f32"], help="f32, bf16")
    parser.add_argument("--unfrozen", default="all")
    parser.add_argument("--size", type=int)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--clock", choices=["wall", "cpu"], default="wall")
    parser.add_argument("--json", help="file for every result, and each one's repeats")
    a = parser.parse_args()
    for chosen, known in ((a.modes, ("forward", "train")), (a.precision, ("f32", "bf16"))):
        for name in chosen:
            if name not in known:
                parser.error(f"{name} is none of {', '.join(known)}")
    if a.repeats < 1:
        parser.error("--repeats is 1 at least")
    if "dl4j" in a.engines and "bf16" in a.precision:
        parser.error("the engine dl4j computes in f32 alone; compare it without --precision bf16")
    return a


def run(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def graft(a, engine, model, mode, size, precision):
    jars = ROOT / "benchmarks/target"
    return run(
        ["java", "-cp", f"{jars}/benchmarks.jar:{jars}/lib/*", "dev.graft.benchmarks.StepCost"]
        + [engine, model, mode, a.unfrozen, size, a.batch, a.threads, a.steps, precision]
    )


def peer(a, program, model, mode, size, precision):
    command = [sys.executable, HERE / "step.py", program, model, mode, "--size", size, "--batch", a.batch]
    command += ["--threads", a.threads, "--steps", a.steps]
    command += [] if a.unfrozen == "all" else ["--unfrozen", a.unfrozen]
    return run(command + (["--bf16"] if precision == "bf16" else []))


def programs(a, precision):
    """Name in the table and what runs it, the peers first."""
    return [
        ("Keras", lambda *case: peer(a, "keras", *case, "f32")),
        ("PyTorch", lambda *case: peer(a, "torch", *case, precision)),
    ] + [(f"Graft {e}", lambda *case, e=e: graft(a, e, *case, precision)) for e in a.engines]


def middle(repeats):
    """One result of several: medians of what was measured."""
    result = dict(repeats[0])
    result.update({measure: statistics.median(r[measure] for r in repeats) for measure in MEASURES})
    result["repeats"] = [{measure: r[measure] for measure in MEASURES} for r in repeats]
    return result


def header(a):
    titles = ["model", "step", "precision", "Keras f32", "PyTorch"]
    for engine in a.engines:
        titles += [f"Graft {engine}", "of Keras", "of the faster peer", "until the first step"]
    titles += ["memory: " + ", ".join(["Keras", "PyTorch"] + [f"Graft {e}" for e in a.engines])]
    print("| " + " | ".join(titles) + " |\n|---|---|---|" + "---:|" * (len(titles) - 3), flush=True)


def row(a, model, mode, precision, results):
    key = "seconds" if a.clock == "wall" else "cpu_seconds"
    keras, torch, *own = results
    cells = [model, mode, precision] + [f"{r[key]:.2f} s" for r in (keras, torch)]
    for r in own:
        cells += [
            f"{r[key]:.2f} s",
            f"{r[key] / keras[key]:.2f}",
            f"{r[key] / min(keras[key], torch[key]):.2f}",
            f"{r['compile_seconds']:.1f} s",
        ]
    cells.append(", ".join(f"{r['peak_mib'] / 1024:.1f}" for r in results) + " GiB")
    print("| " + " | ".join(cells) + " |", flush=True)


def main():
    a = arguments()
    kept = []
    header(a)
    for model in a.models:
        size = a.size or (299 if model == "inception-v3" else 224)
        for mode in a.modes:
            bases = None
            for precision in a.precision:
                rows = programs(a, precision)
                if bases:
                    # Keras's numbers are the same in every row of a step.
                    rows = rows[1:]
                rounds = [[program(model, mode, size) for _, program in rows] for _ in range(a.repeats)]
                results = [middle(repeats) for repeats in zip(*rounds)]
                kept += results
                bases = bases or results[0]
                row(a, model, mode, precision, results if len(results) == len(a.engines) + 2 else [bases] + results)
    if a.json:
        Path(a.json).write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
