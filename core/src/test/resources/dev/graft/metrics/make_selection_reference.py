"""BBC-CV (Tsamardinos, Greasidou, Borboudakis 2018), and chances to win in the end, by scikit-learn's figures on given draws.

python3 make_selection_reference.py > selection_reference.json
"""
import json

import numpy as np
from scipy.stats import norm
from sklearn.metrics import accuracy_score, log_loss, roc_auc_score

random = np.random.default_rng(5)
images, configurations, passes, draws = 36, 5, 2, 60
group = np.arange(images) // 3
labels = (group % 2 == 0).astype(int)
labels[::7] = 1 - labels[::7]
skill = np.linspace(0.0, 1.2, configurations)
scores = np.empty((configurations, passes, images))
for c in range(configurations):
    for p in range(passes):
        logits = skill[c] * (2 * labels - 1) + random.normal(size=images)
        scores[c, p] = np.round(1 / (1 + np.exp(-logits)), 4)
units = group.max() + 1
drawn = np.array([np.bincount(random.integers(0, units, units), minlength=units) for _ in range(draws)])

metrics = {
    "ACCURACY": (lambda y, s, w: accuracy_score(y, s > 0.5, sample_weight=w), 1),
    "ROC_AUC": (lambda y, s, w: roc_auc_score(y, s, sample_weight=w), 1),
    "LOG_LOSS": (lambda y, s, w: log_loss(y, s, sample_weight=w), -1),
}


def figure(metric, c, weights):
    function, _ = metrics[metric]
    keep = weights > 0
    return float(np.mean([function(labels[keep], scores[c, p, keep], weights[keep]) for p in range(passes)]))


def best(metric, weights):
    sign = metrics[metric][1]
    return max(range(configurations), key=lambda c: (sign * figure(metric, c, weights), -figure("LOG_LOSS", c, weights)))


expected = {}
for metric, (_, sign) in metrics.items():
    once = np.ones(images)
    chosen = best(metric, once)
    values, wins = [], 0
    distances = []
    for row in drawn:
        inside, outside = row[group], (row[group] == 0).astype(float)
        winner = best(metric, inside)
        wins += winner == chosen
        values.append(figure(metric, winner, outside))
        reference = figure(metric, chosen, inside)
        distances.append([sign * (reference - figure(metric, c, inside)) for c in range(configurations)])
    variances = np.var(distances, axis=0) * units / (units - 1)
    others = [c for c in range(configurations) if c != chosen]
    moderated = ((units - 1) * variances + 4 * variances[others].mean()) / (units + 3)
    lead = np.array([sign * (figure(metric, chosen, once) - figure(metric, c, once)) for c in range(configurations)])
    chances = norm.sf(lead / np.sqrt((1 - 0.4) * moderated))
    chances[chosen] = 1
    expected[metric] = {
        "chosen": int(chosen),
        "naive": figure(metric, chosen, once),
        "corrected": float(np.mean(values)),
        "low": float(np.percentile(values, 2.5)),
        "high": float(np.percentile(values, 97.5)),
        "stability": wins / draws,
        "chances": chances.tolist(),
    }

print(json.dumps({
    "groups": group.tolist(),
    "labels": labels.tolist(),
    "scores": scores.tolist(),
    "drawn": drawn.tolist(),
    "expected": expected,
}))
