#!/usr/bin/env python3
"""Writes loss_reference.json beside itself: values and gradients of Keras's cross-entropies from logits.

    python3 make_loss_reference.py        (keras 3.15, tensorflow-cpu)

Logits are single precision, some far beyond saturation. A gradient is that of the loss as Keras reduces it, with respect
to the logits: divided by the number of images, not by the sum of weights.
"""
import json, os
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np
import keras
import tensorflow as tf

random = np.random.default_rng(7)
KINDS = {
    "softmax": lambda s: keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=s),
    "sigmoid": lambda s: keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=s),
}


def logits(width, rows, scale):
    z = random.normal(0, scale, (rows, width)).astype(np.float32)
    if scale == 1e4:
        z = np.clip(np.round(z), -1e4, 1e4)
    return z


cases = []
for kind, widths in (("softmax", (2, 5)), ("sigmoid", (1,))):
    for width in widths:
        for scale in (1.0, 30.0, 1e4):
            for smoothing in (0.0, 0.1):
                for weighted in (False, True):
                    rows = 6
                    classes = max(width, 2)
                    z = logits(width, rows, scale)
                    labels = np.arange(rows) % classes
                    weights = np.round(random.uniform(0, 3, rows), 2).astype(np.float32) if weighted else None
                    target = labels[:, None].astype(np.float32) if kind == "sigmoid" else np.eye(width, dtype=np.float32)[labels]
                    variable = tf.Variable(z)
                    with tf.GradientTape() as tape:
                        loss = KINDS[kind](smoothing)(target, variable, sample_weight=weights)
                    gradient = tape.gradient(loss, variable).numpy()
                    cases.append(dict(
                        kind=kind, classes=classes, smoothing=smoothing, labels=labels.tolist(),
                        weights=None if weights is None else [float(w) for w in weights],
                        logits=z.tolist(), loss=float(loss.numpy()), gradient=gradient.tolist()))

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "loss_reference.json"), "w") as f:
    json.dump(dict(keras=keras.__version__, cases=cases), f, indent=0)
    f.write("\n")
