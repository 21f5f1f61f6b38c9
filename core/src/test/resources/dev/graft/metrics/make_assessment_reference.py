"""Writes assessment_reference.json: calibration, areas, decision curves and group scores by other programs.

Needs numpy, scipy, statsmodels, and R with pROC on the path.
"""
import json
import pathlib
import subprocess

import numpy as np
import scipy.stats
import statsmodels.api as sm

rng = np.random.default_rng(11)
GROUPS = 40
group = np.repeat(np.arange(GROUPS), rng.integers(1, 7, GROUPS))
n = len(group)
patient = rng.normal(0, 0.8, GROUPS)[group]
actual = (rng.uniform(size=n) < 1 / (1 + np.exp(-(patient - 0.3)))).astype(int)


def scores(skill, spread):
    logit = spread * (skill * (actual - 0.5) + 0.7 * patient + rng.normal(0, 1, n) + 0.4)
    # Two digits: ties within and between the classes.
    return np.clip(np.round(1 / (1 + np.exp(-logit)), 2), 0.01, 0.99)


first = scores(1.6, 1.5)
second = scores(1.0, 0.8)


def psi(x, y):
    return (x[:, None] > y[None, :]) + 0.5 * (x[:, None] == y[None, :])


def components(score):
    table = psi(score[actual == 1], score[actual == 0])
    return table.mean(), table.mean(axis=1), table.mean(axis=0)


def delong(a, b):
    area_a, v10_a, v01_a = components(a)
    area_b, v10_b, v01_b = components(b)
    return np.cov(v10_a, v10_b)[0, 1] / len(v10_a) + np.cov(v01_a, v01_b)[0, 1] / len(v01_a)


def clustered(a, b):
    """Obuchowski 1997, as it stands there."""
    sums = []
    for score in (a, b):
        area, v10, v01 = components(score)
        positives, others = group[actual == 1], group[actual == 0]
        sums.append((
            np.array([v10[positives == g].sum() - (positives == g).sum() * area for g in range(GROUPS)]),
            np.array([v01[others == g].sum() - (others == g).sum() * area for g in range(GROUPS)])))
    m, k = (actual == 1).sum(), (actual == 0).sum()
    i10, i01 = len(set(group[actual == 1])), len(set(group[actual == 0]))
    s10 = i10 / ((i10 - 1) * m) * (sums[0][0] * sums[1][0]).sum()
    s01 = i01 / ((i01 - 1) * k) * (sums[0][1] * sums[1][1]).sum()
    s11 = GROUPS / (GROUPS - 1) * (sums[0][0] * sums[1][1]).sum()
    s11b = GROUPS / (GROUPS - 1) * (sums[0][1] * sums[1][0]).sum()
    return s10 / m + s01 / k + s11 / (m * k) + s11b / (m * k)


def comparison(covariance):
    a, b = components(first)[0], components(second)[0]
    variance = covariance(first, first) + covariance(second, second) - 2 * covariance(first, second)
    z = (a - b) / np.sqrt(variance)
    found = {"difference": a - b, "z": z, "pValue": 2 * scipy.stats.norm.sf(abs(z)),
             "low": a - b - scipy.stats.norm.ppf(0.975) * np.sqrt(variance)}
    for name, score in (("first", first), ("second", second)):
        area, variance = components(score)[0], covariance(score, score)
        half = scipy.stats.norm.ppf(0.975) * np.sqrt(variance) / (area * (1 - area))
        odds = np.log(area / (1 - area))
        found[name] = {"area": area, "variance": variance, "low": 1 / (1 + np.exp(half - odds)),
                       "high": 1 / (1 + np.exp(-half - odds))}
    return found


def proc():
    vector = lambda values: "c(" + ",".join(repr(float(v)) for v in values) + ")"
    script = f"""
    suppressMessages(library(pROC))
    y <- {vector(actual)}; a <- {vector(first)}; b <- {vector(second)}
    r <- roc(y, a, quiet = TRUE, direction = "<"); s <- roc(y, b, quiet = TRUE, direction = "<")
    t <- roc.test(r, s, method = "delong", paired = TRUE)
    cat(sprintf("%.15g", c(auc(r), auc(s), var(r), var(s), cov(r, s), t$statistic, t$p.value)), sep = "\\n")
    """
    out = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=True).stdout.split()
    return dict(zip(("first", "second", "firstVariance", "secondVariance", "covariance", "z", "pValue"), map(float, out)))


def fitted(model, **how):
    result = model.fit(tol=1e-14, maxiter=200, **how)
    return [{"value": value, "low": low, "high": high}
            for value, (low, high) in zip(result.params, result.conf_int())]


def recalibration(**how):
    logit = np.log(first / (1 - first))
    line = fitted(sm.GLM(actual, sm.add_constant(logit), family=sm.families.Binomial()), **how)
    large = fitted(sm.GLM(actual, np.ones(n), family=sm.families.Binomial(), offset=logit), **how)
    return {"intercept": line[0], "slope": line[1], "inTheLarge": large[0]}


def decisions():
    """Vickers and Elkin 2006, as it stands there."""
    benefit = lambda treated, t: (treated & (actual == 1)).sum() / n - (treated & (actual == 0)).sum() / n * t / (1 - t)
    thresholds = [percent / 100 for percent in range(1, 100)]
    return {"model": [benefit(first >= t, t) for t in thresholds],
            "all": [benefit(np.ones(n, bool), t) for t in thresholds]}


def group_scores():
    found = {"mean-logit": [], "maximum": [], "noisy-or": []}
    for g in range(GROUPS):
        p = first[group == g]
        found["mean-logit"].append(1 / (1 + np.exp(-np.log(p / (1 - p)).mean())))
        found["maximum"].append(p.max())
        found["noisy-or"].append(1 - np.prod(1 - p))
    return found


edges = np.linspace(0, 1, 11)
bins = np.clip(np.searchsorted(edges, first, side="left") - 1, 0, 9)
error = sum(abs(first[bins == b].mean() - actual[bins == b].mean()) * (bins == b).sum() for b in set(bins)) / n
reference = {
    "actual": actual.tolist(), "group": group.tolist(), "first": first.tolist(), "second": second.tolist(),
    "byImage": {"recalibration": recalibration(), "areas": comparison(delong)},
    "byGroup": {"recalibration": recalibration(cov_type="cluster", cov_kwds={"groups": group}),
                "areas": comparison(clustered)},
    "pROC": proc(), "decisions": decisions(), "expectedCalibrationError": error, "groupScores": group_scores(),
}
file = pathlib.Path(__file__).with_name("assessment_reference.json")
file.write_text(json.dumps(reference, default=float) + "\n")
