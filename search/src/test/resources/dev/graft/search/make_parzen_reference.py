"""Records what Optuna's Parzen estimators give: parzen_reference.json, for ParzenEstimatorTest. Made with Optuna 5.0.0, NumPy 2.4.6.

    pip install optuna==5.0.0 && python3 make_parzen_reference.py > parzen_reference.json

Optuna sorts by NumPy's quicksort, which may change equal observations' places; here they keep them.
"""

import functools
import json
import types

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution
from optuna.samplers._tpe import parzen_estimator
from optuna.samplers._tpe.sampler import default_gamma, default_weights

stable = types.SimpleNamespace(**{name: getattr(np, name) for name in dir(np)})
stable.argsort = functools.partial(np.argsort, kind="stable")
parzen_estimator.np = stable
PARAMETERS = parzen_estimator._ParzenEstimatorParameters(
    prior_weight=1.0, consider_magic_clip=True, consider_endpoints=False, weights=default_weights, multivariate=False
)
random = np.random.RandomState(7)


def case(kind, distribution, seen, asked, **facts):
    estimator = parzen_estimator._ParzenEstimator({"x": np.array(seen)}, {"x": distribution}, PARAMETERS)
    log_pdf = estimator.log_pdf({"x": np.array(asked)})
    return {"kind": kind, **facts, "seen": list(seen), "asked": list(asked), "logPdf": log_pdf.tolist()}


cases = []
GRID = [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2]
for count in (0, 1, 2, 5, 16, 24, 25, 26, 27, 60, 130):
    between = [float(v) for v in np.round(random.uniform(0, 40, count), 3)]
    cases.append(case("linear", FloatDistribution(0, 40), between, [0.0, 3.5, 12.0, 20.0, 33.3, 40.0], low=0, high=40))
    of_grid = [GRID[i] for i in random.randint(len(GRID), size=count)]
    cases.append(case("log", FloatDistribution(1e-5, 1e-2, log=True), of_grid, GRID, low=1e-5, high=1e-2))
    for choices in (2, 5):
        chosen = [int(i) for i in random.randint(choices, size=count)]
        distribution = CategoricalDistribution(list(range(choices)))
        cases.append(case("choice", distribution, chosen, list(range(choices)), choices=choices))

print(json.dumps({
    "optuna": optuna.__version__,
    "gamma": [default_gamma(n) for n in range(0, 301)],
    "cases": cases,
}, indent=None, separators=(",", ":")).replace('{"kind"', '\n{"kind"'))
