"""Writes bootstrap_reference.json: intervals that BootstrapTest compares with, from many resamples by numpy.

    pip install "scikit-learn==1.9.1"
    python make_bootstrap_reference.py

Images of a group share an error, so resamples of groups must give wider intervals than resamples of images.
"""

import json
import pathlib
import warnings

import numpy as np
from sklearn import metrics

warnings.filterwarnings("ignore")
RESAMPLES = 10_000


def figures(actual, score):
    predicted = (score > 0.5).astype(int)
    return {
        "accuracy": metrics.accuracy_score(actual, predicted),
        "balancedAccuracy": metrics.balanced_accuracy_score(actual, predicted),
        "logLoss": metrics.log_loss(actual, score),
        "brier": metrics.brier_score_loss(actual, score),
        "matthews": metrics.matthews_corrcoef(actual, predicted),
        "sensitivity": metrics.recall_score(actual, predicted),
        "specificity": metrics.recall_score(1 - actual, 1 - predicted),
        "precision": metrics.precision_score(actual, predicted),
        "f1": metrics.f1_score(actual, predicted),
        "rocAuc": metrics.roc_auc_score(actual, score),
        "averagePrecision": metrics.average_precision_score(actual, score),
        "macroF1": metrics.f1_score(actual, predicted, average="macro"),
        "weightedF1": metrics.f1_score(actual, predicted, average="weighted"),
    }


def intervals(actual, score, unit, rng):
    members = [np.flatnonzero(unit == u) for u in np.unique(unit)]
    values = []
    for _ in range(RESAMPLES):
        drawn = rng.integers(0, len(members), len(members))
        images = np.concatenate([members[d] for d in drawn])
        values.append(figures(actual[images], score[images]))
    return {k: [round(float(q), 5) for q in np.nanpercentile([v[k] for v in values], [2.5, 97.5])] for k in values[0]}


def main():
    rng = np.random.default_rng(7)
    groups = np.repeat(np.arange(40), rng.integers(2, 7, 40))
    actual = (groups % 2).astype(int)
    logit = 1.2 * (2 * actual - 1) + rng.normal(0, 1.2, 40)[groups] + rng.normal(0, 0.6, len(groups))
    score = np.round(1 / (1 + np.exp(-logit)), 3)
    result = {
        "groups": groups.tolist(),
        "actual": actual.tolist(),
        "score": score.tolist(),
        "byGroup": intervals(actual, score, groups, rng),
        "byImage": intervals(actual, score, np.arange(len(groups)), rng),
    }
    target = pathlib.Path(__file__).with_name("bootstrap_reference.json")
    target.write_text(json.dumps(result).replace('"by', '\n"by') + "\n")


if __name__ == "__main__":
    main()
