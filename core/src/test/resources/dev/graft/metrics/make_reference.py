"""Writes reference.json: evaluations by scikit-learn that EvaluationTest compares with.

    pip install "scikit-learn==1.9.1"
    python make_reference.py

Figures that scikit-learn sets to 0 by convention are written as it returns them; the key "undefined" names them, so the
test can expect NaN instead.
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn
from scipy.stats import binomtest
from sklearn import metrics
from sklearn.calibration import calibration_curve

warnings.filterwarnings("ignore")


def evaluate(actual, probabilities, positive):
    actual = np.asarray(actual)
    probabilities = np.asarray(probabilities, dtype=np.float64)
    predicted = probabilities.argmax(axis=1)
    classes = list(range(probabilities.shape[1]))
    is_positive = actual == positive
    called = predicted == positive
    score = probabilities[:, positive]
    correct = int((actual == predicted).sum())
    interval = binomtest(correct, len(actual)).proportion_ci(0.95, method="wilson")
    both = is_positive.any() and not is_positive.all()

    undefined = []
    if not is_positive.any():
        undefined += ["averagePrecision", "sensitivity"]
    if is_positive.all():
        undefined += ["specificity"]
    if not called.any():
        undefined += ["precision"]
    if not called.any() and not is_positive.any():
        undefined += ["f1"]
    if len(set(actual)) == 1 or len(set(predicted)) == 1:
        undefined += ["matthews"]

    result = {
        "accuracy": metrics.accuracy_score(actual, predicted),
        "accuracyLow": interval.low,
        "accuracyHigh": interval.high,
        "topFiveAccuracy": metrics.top_k_accuracy_score(actual, probabilities, k=5, labels=classes) if len(classes) > 5 else None,
        "balancedAccuracy": metrics.balanced_accuracy_score(actual, predicted),
        "logLoss": metrics.log_loss(actual, probabilities, labels=classes),
        "brier": metrics.brier_score_loss(is_positive, score, pos_label=True),
        "rocAuc": metrics.roc_auc_score(is_positive, score) if both else None,
        "averagePrecision": metrics.average_precision_score(is_positive, score),
        "sensitivity": metrics.recall_score(is_positive, called),
        "specificity": metrics.recall_score(~is_positive, ~called),
        "precision": metrics.precision_score(is_positive, called),
        "f1": metrics.f1_score(is_positive, called),
        "matthews": metrics.matthews_corrcoef(actual, predicted),
        "kappa": metrics.cohen_kappa_score(actual, predicted),
    }
    per_class, macro, weighted = averages(actual, predicted, probabilities)
    fpr, tpr, thresholds = metrics.roc_curve(is_positive, score) if both else ([], [], [])
    share, mean = calibration_curve(is_positive, score, n_bins=10, pos_label=True)
    return {
        "figures": {k: None if v is None or np.isnan(v) else float(v) for k, v in result.items()},
        "undefined": undefined,
        "classes": per_class,
        "macro": macro,
        "weighted": weighted,
        "thresholds": operating_points(is_positive, score) if both else {},
        "confusion": metrics.confusion_matrix(actual, predicted, labels=classes).tolist(),
        "roc": [[float(f), float(t), None if np.isinf(s) else float(s)] for f, t, s in zip(fpr, tpr, thresholds)],
        "calibration": [[float(m), float(s)] for m, s in zip(mean, share)],
    }


def number(value):
    return None if value is None or np.isnan(value) else float(value)


def averages(actual, predicted, probabilities):
    """Of the classes that occur; what is undefined in a class is 0, as scikit-learn has it."""
    present = [c for c in range(probabilities.shape[1]) if (actual == c).any()]
    several = len(present) > 1
    one_hot = np.array([actual == c for c in present]).T.astype(int)
    scores = probabilities[:, present]

    def mean(average):
        labels = {"labels": present, "average": average, "zero_division": 0}
        return {
            "sensitivity": float(metrics.recall_score(actual, predicted, **labels)),
            "precision": float(metrics.precision_score(actual, predicted, **labels)),
            "f1": float(metrics.f1_score(actual, predicted, **labels)),
            "rocAuc": float(metrics.roc_auc_score(one_hot, scores, average=average)) if several else None,
            "averagePrecision": float(metrics.average_precision_score(one_hot, scores, average=average)),
        }

    classes = []
    for c in range(probabilities.shape[1]):
        is_c, called = actual == c, predicted == c
        both = is_c.any() and not is_c.all()
        classes.append({
            "images": int(is_c.sum()),
            "sensitivity": number(metrics.recall_score(is_c, called, zero_division=np.nan)),
            "specificity": number(metrics.recall_score(~is_c, ~called, zero_division=np.nan)),
            "precision": number(metrics.precision_score(is_c, called, zero_division=np.nan)),
            "f1": number(metrics.f1_score(is_c, called, zero_division=np.nan)),
            "rocAuc": float(metrics.roc_auc_score(is_c, probabilities[:, c])) if both else None,
            "averagePrecision": float(metrics.average_precision_score(is_c, probabilities[:, c])) if is_c.any() else None,
        })
    return classes, mean("macro"), mean("weighted")


def operating_points(is_positive, score):
    """Thresholds of roc_curve; null where calling nothing positive is as good as any."""
    fpr, tpr, thresholds = metrics.roc_curve(is_positive, score, drop_intermediate=False)
    chosen = {"youden": thresholds[np.argmax(tpr - fpr)]}
    for wanted in (0.5, 0.9, 1.0):
        chosen[f"sensitivity:{wanted}"] = thresholds[np.argmax(tpr >= wanted)]
    points = {}
    for rule, threshold in chosen.items():
        called = score >= threshold
        points[rule] = None if np.isinf(threshold) else {
            "threshold": float(threshold),
            "accuracy": float(metrics.accuracy_score(is_positive, called)),
            "balancedAccuracy": float(metrics.balanced_accuracy_score(is_positive, called)),
            "sensitivity": float(metrics.recall_score(is_positive, called)),
            "specificity": float(metrics.recall_score(~is_positive, ~called)),
            "precision": float(metrics.precision_score(is_positive, called)),
            "f1": float(metrics.f1_score(is_positive, called)),
            "matthews": float(metrics.matthews_corrcoef(is_positive, called)) if len(set(called)) > 1 else None,
            "kappa": float(metrics.cohen_kappa_score(is_positive, called)),
        }
    return points


def case(name, actual, probabilities, positive=1):
    probabilities = [[float(p) for p in row] for row in probabilities]
    return {
        "name": name,
        "positive": positive,
        "actual": [int(a) for a in actual],
        "probabilities": probabilities,
        **evaluate(actual, probabilities, positive),
    }


def two(scores):
    return [[1 - float(s), float(s)] for s in scores]


def main():
    rng = np.random.default_rng(20260101)

    def noisy(actual, strength):
        logit = strength * (2 * np.asarray(actual) - 1) + rng.normal(0, 1.5, len(actual))
        return np.round(1 / (1 + np.exp(-logit)), 6)

    balanced = np.repeat([0, 1], 30)
    unbalanced = np.array([1] * 4 + [0] * 46)
    three = rng.integers(0, 3, 40)
    logits = rng.normal(0, 1, (40, 3)) + 1.5 * np.eye(3)[three]
    softmax = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    cases = [
        case("balanced", balanced, two(noisy(balanced, 1.0))),
        case("balanced, other class positive", balanced, two(noisy(balanced, 1.0)), positive=0),
        case("unbalanced", unbalanced, two(noisy(unbalanced, 0.7))),
        case("ties", rng.integers(0, 2, 60), two(rng.integers(0, 5, 60) / 4)),
        case("all scores equal", balanced, two(np.full(60, 0.5))),
        case("perfect", balanced, two(np.where(balanced == 1, 0.9, 0.2))),
        case("perfect and certain", balanced, two(balanced)),
        case("reversed", balanced, two(1 - balanced)),
        case("all called negative", balanced, two(noisy(balanced, 1.0) * 0.4)),
        case("all called positive", balanced, two(0.6 + noisy(balanced, 1.0) * 0.4)),
        case("no positive image", [0] * 8, two(rng.random(8))),
        case("only positive images", [1] * 8, two(rng.random(8))),
        case("nothing positive at all", [0] * 5, two([0.1, 0.2, 0.3, 0.1, 0.4])),
        case("three classes", three, softmax),
        case("three classes, one absent", np.where(three == 2, 0, three), softmax, positive=2),
        case("one image, right", [1], two([0.8])),
        case("one image, wrong", [0], two([0.8])),
        case("three classes, one never called", three, softmax @ [[1, 0, 0], [8 / 9, 1 / 9, 0], [0, 0, 1]]),
        case("bin edges", [0, 1] * 6 + [0], two(np.arange(13) / 10 % 1.1)),
    ]
    eight = rng.integers(0, 8, 60)
    logits = rng.normal(0, 1, (60, 8)) + 0.8 * np.eye(8)[eight]
    softmax = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    cases += [
        case("eight classes", eight, softmax),
        case("eight classes, two absent", np.where(eight > 5, 0, eight), softmax, positive=3),
    ]
    target = pathlib.Path(__file__).with_name("reference.json")
    lines = ",\n".join(json.dumps(c) for c in cases)
    target.write_text(f'{{"scikit-learn": "{sklearn.__version__}", "cases": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
