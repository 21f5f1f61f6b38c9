"""Writes probed.json: the penalty that scikit-learn's regressions choose, and their coefficients for features as they are.

python -m venv venv; venv/bin/pip install numpy scikit-learn; venv/bin/python make_probed.py
"""
import json
import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.preprocessing import StandardScaler


def case(name, seed, n, d, classes, apart=0.8):
    rng = np.random.default_rng(seed)
    labels = np.arange(n) % classes
    features = rng.normal(size=(n, d)) * rng.uniform(0.2, 3, d) + rng.normal(size=d)
    features[:, :classes] += apart * np.eye(classes)[labels]
    features = np.round(features, 3).astype(np.float32).astype(np.float64)
    train = 2 * n // 3
    scaler = StandardScaler().fit(features[:train])
    x, y = scaler.transform(features), labels
    fits = []
    for penalty in d * 10 ** (2.5 - 0.5 * np.arange(8)):
        model = LogisticRegression(C=1 / penalty, solver="newton-cg", tol=1e-8, max_iter=1000).fit(x[:train], y[:train])
        loss = log_loss(y[train:], model.predict_proba(x[train:]), labels=np.arange(classes))
        fits.append((loss, penalty, model))
    loss, penalty, model = min(fits, key=lambda fit: fit[0])
    weights = model.coef_ / scaler.scale_
    return dict(name=name, features=features.tolist(), labels=labels.tolist(), classes=classes, train=train,
                penalty=penalty, weights=weights.tolist(),
                intercepts=(model.intercept_ - weights @ scaler.mean_).tolist(), validationLoss=loss)


json.dump(dict(sklearn=sklearn.__version__,
               cases=[case("two classes", 1, 60, 8, 2), case("three classes", 2, 48, 6, 3),
                      case("wide, two classes", 3, 30, 60, 2, 3)]), open("probed.json", "w"))
