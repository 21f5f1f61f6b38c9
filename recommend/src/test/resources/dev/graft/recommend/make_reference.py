"""Writes reference.json: what scikit-learn, SciPy and a determinant say of small made-up sets.

python -m venv venv; venv/bin/pip install numpy scipy scikit-learn; venv/bin/python make_reference.py
"""
import json
import numpy as np
import scipy.optimize
import scipy.stats
import sklearn
from sklearn.covariance import LedoitWolf
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier


def data(seed, n, d, classes):
    rng = np.random.default_rng(seed)
    labels = np.arange(n) % classes
    features = rng.normal(size=(n, d)) * rng.uniform(0.2, 3, d) + rng.normal(size=d)
    features[:, : classes] += 0.8 * np.eye(classes)[labels]
    return np.round(features, 3).astype(np.float32).astype(np.float64), labels


def logistic(x, y, penalty):
    z = (x - x.mean(0)) / x.std(0)
    model = LogisticRegression(C=1 / penalty, tol=1e-10, max_iter=100000).fit(z, y)
    return dict(penalty=penalty, weights=model.coef_.tolist(), intercepts=model.intercept_.tolist(),
                probabilities=model.predict_proba(z).tolist())


def neighbours(x, y, units, k):
    z = (x - x.mean(0)) / x.std(0)
    found = []
    for i in range(len(y)):
        others = units != units[i]
        model = KNeighborsClassifier(k, metric="cosine", algorithm="brute").fit(z[others], y[others])
        found.append(int(model.predict(z[i : i + 1])[0]))
    return dict(units=units.tolist(), k=k, found=found)


def h_score(x, y):
    z = (x - x.mean(0)) / x.std(0)
    fit = LedoitWolf(assume_centered=True).fit(z)
    means = np.stack([z[y == c].mean(0) for c in range(y.max() + 1)])[y]
    between = means.T @ means / len(y)
    score = (1 - fit.shrinkage_) * np.trace(np.linalg.solve(fit.covariance_, between))
    return dict(shrinkage=fit.shrinkage_, score=score)


def evidence(x, y, alpha, beta):
    """log N(t; 0, I / beta + F F' / alpha) / (N - 1), directly, without the direction of the mean."""
    n = len(y)
    others = np.linalg.qr(np.column_stack([np.ones(n), np.eye(n)[:, 1:]]))[0][:, 1:]
    z = others.T @ ((x - x.mean(0)) / x.std(0))
    t = others.T @ y
    covariance = np.eye(n - 1) / beta + z @ z.T / alpha
    sign, log_determinant = np.linalg.slogdet(covariance)
    return -(log_determinant + t @ np.linalg.solve(covariance, t) + len(t) * np.log(2 * np.pi)) / 2 / len(t)


def log_me(x, y):
    """The evidence at some places, and at its maximum, found by a search that knows no derivatives."""
    found = []
    most = np.log(1e6)
    for c in range(y.max() + 1):
        target = (y == c).astype(float)
        best = scipy.optimize.minimize(lambda p: -evidence(x, target, *np.exp(p)), [3, 3], method="Nelder-Mead",
                                       bounds=[(-most, most)] * 2, options=dict(xatol=1e-9, fatol=1e-14, maxiter=5000))
        found.append(dict(maximum=-best.fun, at=[
            dict(alpha=a, beta=b, evidence=evidence(x, target, a, b)) for a, b in ((1, 1), (50, 4), (0.3, 20))]))
    return found


def case(name, seed, n, d, classes):
    x, y = data(seed, n, d, classes)
    units = np.arange(n) // 3
    return dict(name=name, images=n, features=x.tolist(), labels=y.tolist(), classes=classes,
                logistic=[logistic(x, y, penalty) for penalty in (0.5, 20.0)], neighbours=neighbours(x, y, units, 5),
                hScore=h_score(x, y), logMe=log_me(x, y))


def kendall():
    rng = np.random.default_rng(7)
    cases = []
    for n in (3, 8, 15):
        a, b = rng.integers(0, 6, n).astype(float), rng.normal(size=n).round(1)
        cases.append(dict(first=a.tolist(), second=b.tolist(), tau=scipy.stats.kendalltau(a, b).statistic))
    return cases


json.dump(dict(sklearn=sklearn.__version__, scipy=scipy.__version__,
               cases=[case("two classes", 1, 60, 8, 2), case("three classes", 2, 48, 6, 3),
                      case("wide, two classes", 3, 24, 60, 2), case("wide, three classes", 4, 30, 45, 3)],
               kendall=kendall()), open("reference.json", "w"))
