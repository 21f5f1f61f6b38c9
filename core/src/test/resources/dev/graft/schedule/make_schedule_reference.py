"""Records learning rates that Keras's schedules and its ReduceLROnPlateau give.

Usage: python make_schedule_reference.py        (Keras 3 with TensorFlow)
Writes schedule_reference.json beside itself.
"""
import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np

S = keras.optimizers.schedules
POSITIONS = [0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 13, 17, 20, 21, 29, 30, 31, 45, 70, 71, 99, 100, 150, 1000]
BASE = 0.02

SCHEDULES = {
    "exponential": S.ExponentialDecay(BASE, 10, 0.9),
    "step": S.ExponentialDecay(BASE, 10, 0.5, staircase=True),
    "piecewise": S.PiecewiseConstantDecay([4, 10, 30], [BASE, BASE * 0.5, BASE * 0.25, BASE * 2]),
    "cosine": S.CosineDecay(BASE, 100),
    "cosine to a tenth": S.CosineDecay(BASE, 70, alpha=0.1),
    "cosine after warm-up": S.CosineDecay(0.0, 90, warmup_target=BASE, warmup_steps=10),
    "cosine after warm-up from a quarter": S.CosineDecay(
        BASE / 4, 60, alpha=0.05, warmup_target=BASE, warmup_steps=10),
    "restarts": S.CosineDecayRestarts(BASE, 10, t_mul=2.0, m_mul=1.0),
    "restarts, equal periods": S.CosineDecayRestarts(BASE, 10, t_mul=1.0, m_mul=0.8, alpha=0.1),
    "restarts, lower": S.CosineDecayRestarts(BASE, 9, t_mul=1.5, m_mul=0.7, alpha=0.01),
}

PLATEAUS = {
    "defaults": dict(factor=0.5, patience=2),
    "cooldown": dict(factor=0.1, patience=2, cooldown=3),
    "impatient": dict(factor=0.5, patience=1, min_delta=0.05, cooldown=1),
    "lowest": dict(factor=0.1, patience=1, min_lr=1e-3),
    "accuracy": dict(factor=0.5, patience=3, mode="max", min_delta=0.01),
}


def plateau(settings):
    class Model:
        optimizer = keras.optimizers.SGD(learning_rate=BASE)
        metrics = []

    random = np.random.default_rng(5)
    values = [1.0, 0.9, 0.9, 0.89995, 0.8, 0.81, 0.82, 0.83]
    values += [float(v) for v in np.round(0.8 + 0.1 * random.normal(size=30), 3)] + [float("nan"), 0.4, 0.4, 0.4, 0.4]
    arguments = dict(mode="min") | settings
    callback = keras.callbacks.ReduceLROnPlateau(monitor="val_loss", **arguments)
    model = Model()
    callback.set_model(model)
    callback.on_train_begin()
    rates = []
    for epoch, value in enumerate(values):
        callback.on_epoch_end(epoch, {"val_loss": value})
        rates.append(float(model.optimizer.learning_rate.numpy()))
    return {"settings": settings, "values": [None if v != v else v for v in values], "rates": rates}


target = pathlib.Path(__file__).with_name("schedule_reference.json")
result = {
    "keras": keras.__version__,
    "base": BASE,
    "positions": POSITIONS,
    "schedules": {name: [float(schedule(p)) for p in POSITIONS] for name, schedule in SCHEDULES.items()},
    "plateaus": {name: plateau(settings) for name, settings in PLATEAUS.items()},
}
target.write_text(json.dumps(result, indent=None, separators=(", ", ": ")).replace('], "', '],\n"') + "\n")
