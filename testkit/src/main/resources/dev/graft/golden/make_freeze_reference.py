#!/usr/bin/env python3
"""Writes freeze_reference.json beside itself: trainings in real Keras of a small network whose layers are frozen here and
there, above and below those that learn.

    KERAS_BACKEND=jax python3 make_freeze_reference.py        (keras 3.15)

Weights and images are not stored: both sides compute them by the formulas of make_head_reference.py, with
"freeze" in place of "head".
"""
import fnmatch, json, math, os
import numpy as np
import keras
from keras import layers

U64 = np.uint64
MASK = 0xFFFFFFFFFFFFFFFF
GAMMA = 0x9E3779B97F4A7C15
BATCH, SIZE, STEPS = 6, 16, 5


def uniform(key, n):
    h = 0xCBF29CE484222325
    for b in key.encode():
        h = ((h ^ b) * 0x100000001B3) & MASK
    with np.errstate(over="ignore"):
        z = U64(h) + (np.arange(n, dtype=U64) + U64(1)) * U64(GAMMA)
        z = (z ^ (z >> U64(30))) * U64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> U64(27))) * U64(0x94D049BB133111EB)
        z = z ^ (z >> U64(31))
    return ((z >> U64(40)).astype(np.float64) * 2.0 ** -24 * 2 - 1).astype(np.float32)


def value(layer, variable, shape):
    u = uniform(f"freeze/{layer}/{variable}", int(np.prod(shape))).reshape(shape)
    if variable == "kernel":
        return u * np.float32(math.sqrt(3 / np.prod(shape[:-1])))
    if variable in ("gamma", "moving_variance"):
        return np.float32(1) + np.float32(0.2) * u
    return np.float32(0.1) * u


class KeepingNormalization(layers.BatchNormalization):
    """Uses its statistics while it trains, too. An argument training=False does not outlive a functional model's own."""

    def call(self, x, training=None):
        return super().call(x, training=False)


def build(keep_statistics):
    def norm(name, x):
        kind = KeepingNormalization if keep_statistics else layers.BatchNormalization
        return kind(epsilon=1e-3, momentum=0.9, name=name)(x)

    x = images = layers.Input((SIZE, SIZE, 3), name="input_layer")
    x = layers.Conv2D(6, 3, 2, "same", use_bias=False, name="stem_conv")(x)
    x = norm("stem_bn", x)
    stem = x = layers.Activation("swish", name="stem_swish")(x)
    x = layers.Conv2D(6, 3, 1, "same", use_bias=False, name="block_conv")(x)
    x = norm("block_bn", x)
    x = layers.Add(name="block_add")([x, stem])
    x = layers.Activation("swish", name="block_swish")(x)
    x = layers.Conv2D(8, 3, 2, "valid", activation="swish", name="top_conv")(x)
    x = layers.GlobalAveragePooling2D(name="head_gap")(x)
    model = keras.Model(images, layers.Dense(2, name="head_out")(x))
    for layer in model.layers:
        if layer.weights:
            layer.set_weights([value(layer.name, w.name, w.shape) for w in layer.weights])
    return model


def run(notation, learn, keep_statistics):
    keras.backend.clear_session()
    model = build(keep_statistics)
    for layer in model.layers:
        layer.trainable = layer.name.startswith("head_") or any(fnmatch.fnmatch(layer.name, p) for p in learn)
    x = uniform("freeze/input", BATCH * SIZE * SIZE * 3).reshape(BATCH, SIZE, SIZE, 3)
    y = np.eye(2, dtype=np.float32)[np.arange(BATCH) % 2]
    model.compile(keras.optimizers.RMSprop(1e-2), keras.losses.CategoricalCrossentropy(from_logits=True))
    losses = []
    for _ in range(STEPS):
        model.reset_metrics()
        losses.append(float(model.train_on_batch(x, y)))
    weights = {f"{layer.name}/{w.name}": dict(shape=list(w.shape), values=[float(v) for v in np.ravel(w)[:12]])
               for layer in model.layers for w in layer.weights}
    learning = sum(int(np.prod(w.shape)) for w in model.trainable_weights)
    return dict(learn=notation, keep_statistics=keep_statistics, learning_parameters=learning, losses=losses,
                weights=weights)


runs = []
for keep in (False, True):
    runs.append(run("normalizations", ["*_bn"], keep))
    runs.append(run("blocks(stem) or matching(block_conv)", ["stem_*", "block_conv"], keep))
    runs.append(run("not normalizations", ["*_conv"], keep))
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "freeze_reference.json"), "w") as f:
    f.write('{"keras": "%s", "runs": [\n' % keras.__version__)
    f.write(",\n".join(json.dumps(r, separators=(",", ":")) for r in runs))
    f.write("\n]}\n")
