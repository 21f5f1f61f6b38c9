#!/usr/bin/env python3
"""Makes trials.csv from a ledger in which the whole of space.yaml was trained, and ranking.csv from a recommendation.

graft phantom ph --images 900 --size 64 --slices 2 --seed 11 --lesion-visibility 1.2
graft grid ph --space space.yaml --group-pattern 'patient-(\\d+)' --validation 0.4 --test 0.3 --output ledger
graft recommend ph --group-pattern 'patient-(\\d+)' --validation 0.4 --test 0.3 --backbones efficientnet-b0 \\
    --weights bundled --sizes 48,64 --output recommendation
python3 make_replay.py ledger recommendation/recommendation.json

trials.csv has the axes that vary, the figures of the validation and of the test part, and the validation accuracy after each epoch.
"""

import csv
import json
import pathlib
import sys

ledger = pathlib.Path(sys.argv[1])
axes = "backbone weights head unfrozen optimizer learningRate augmentation preprocessing size batchSize epochs".split()

trials = {}
for plan in sorted((ledger / "plans").glob("*.json")):
    for trial in json.loads(plan.read_text())["trials"]:
        own = trial["settings"]["model"]["preprocessing"]
        trials[trial["address"]] = {**trial["cells"][0], "preprocessing": own}
with open(pathlib.Path(__file__).parent / "trials.csv", "w", newline="") as file:
    lines = csv.writer(file, lineterminator="\n")
    lines.writerow(axes + ["validation_accuracy", "validation_log_loss", "test_accuracy", "course"])
    for address, cell in trials.items():
        path = ledger / "trials" / address / "state.json"
        state = json.loads(path.read_text()) if path.exists() else {"status": "WAITING"}
        if state["status"] != "DONE":  # a search of another space left it waiting
            continue
        scores = state["scores"]
        figures = [scores["validation"]["accuracy"], scores["validation"]["logLoss"], scores["test"]["accuracy"]]
        course = " ".join("%.4f" % epoch["accuracy"] for epoch in scores["course"])
        lines.writerow([cell[axis] for axis in axes] + ["%.5f" % figure for figure in figures] + [course])

with open(pathlib.Path(__file__).parent / "ranking.csv", "w", newline="") as file:
    lines = csv.writer(file, lineterminator="\n")
    lines.writerow("backbone weights size preprocessing unfrozen accuracy clearlyWorse".split())
    for ranked in json.loads(pathlib.Path(sys.argv[2]).read_text())["ranking"]:
        network, cut = ranked["candidate"]["network"], ranked["candidate"]["cut"]
        lines.writerow(
            [network["backbone"], "bundled", network["size"], network["preprocessing"], cut["unfrozen"]]
            + ["%.4f" % ranked["accuracy"]["value"], str(ranked["clearlyWorse"]).lower()]
        )
