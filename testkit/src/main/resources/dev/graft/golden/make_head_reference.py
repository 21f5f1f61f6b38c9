#!/usr/bin/env python3
"""Writes head_reference.json beside itself: trainings of whole models in real Keras, one per head and setting.

    python3 make_head_reference.py        (keras 3.15, tensorflow-cpu)

The backbone is PlainBackbone of the Java tests. Weights, images and dropout masks are not stored: both sides compute them.

  uniform(key, i)   SplitMix64's finaliser over a counter that starts at FNV-1a of the key, in [-1, 1)
  kernel            u * sqrt(3 / fan_in), fan_in = product of all but the last dimension; key "head/LAYER/kernel"
  bias, beta, mean  0.1 * u;  gamma, moving_variance  1 + 0.2 * u
  image             uniform("head/input", flat NHWC index), 6 images of 16 x 16; label of image n is n % 2
  dropout           mask of step t as SeededDropout draws it: seed = 42 * 31 + number of layers before it

The Keras models are built with a dropout layer whose mask is given, so that dropout takes part in the comparison.
"""
import json, math, os
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
import numpy as np
import keras
from keras import layers

U64 = np.uint64
MASK = 0xFFFFFFFFFFFFFFFF
GAMMA = 0x9E3779B97F4A7C15
BATCH, SIZE, STEPS, RATE, SEED, BACKBONE_LAYERS = 6, 16, 5, 0.25, 42, 3


def mix(z):
    with np.errstate(over="ignore"):
        z = (z ^ (z >> U64(30))) * U64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> U64(27))) * U64(0x94D049BB133111EB)
        return z ^ (z >> U64(31))


def counter(start, n):
    with np.errstate(over="ignore"):
        return mix(U64(start) + (np.arange(n, dtype=U64) + U64(1)) * U64(GAMMA))


def uniform(key, n):
    h = 0xCBF29CE484222325
    for b in key.encode():
        h = ((h ^ b) * 0x100000001B3) & MASK
    return ((counter(h, n) >> U64(40)).astype(np.float64) * 2.0 ** -24 * 2 - 1).astype(np.float32)


def dropout_mask(layers_before, step, units):
    seed = SEED * 31 + layers_before
    start = int(mix(U64((seed * GAMMA + step) & MASK)))
    u = (counter(start, BATCH * units) >> U64(11)).astype(np.float64) * 2.0 ** -53
    return np.where(u < RATE, np.float32(0), np.float32(1 / (1 - RATE))).reshape(BATCH, units)


def value(layer, variable, shape):
    u = uniform(f"head/{layer}/{variable}", int(np.prod(shape))).reshape(shape)
    if variable == "kernel":
        return u * np.float32(math.sqrt(3 / np.prod(shape[:-1])))
    if variable in ("gamma", "moving_variance"):
        return np.float32(1) + np.float32(0.2) * u
    return np.float32(0.1) * u


class GivenDropout(layers.Layer):
    def build(self, shape):
        self.mask = self.add_weight(shape=(BATCH, shape[-1]), initializer="ones", trainable=False, name="mask")

    def call(self, x, training=False):
        return x * self.mask if training else x


PARTS = {  # name: parts
    "gap": ["gap"],
    "gap-dropout": ["gap", "dropout"],
    "gap-dense-dropout": ["gap", "dense 7 relu", "dropout"],
    "dense-gap-batch-norm": ["dense 7 relu", "gap", "bn"],
    "dense-gap-dropout": ["dense 7 relu", "gap", "dropout"],
    "flatten": ["flatten", "dense 7 linear", "bn", "activation swish", "dropout", "dense 5 tanh"],
    "maximum": ["gmp", "dense 6 sigmoid", "bn", "dense 5 swish"],
    "map": ["dense 7 linear", "bn", "activation relu", "dense 6 tanh", "flatten", "dense 5 relu"],
}


def build(parts, output):
    x = images = layers.Input((SIZE, SIZE, 3), name="input_layer")
    x = layers.Conv2D(6, 3, 2, "same", activation="swish", name="conv1")(x)
    x = layers.Conv2D(8, 3, 2, "valid", activation="swish", name="conv2")(x)
    counts, drops = {}, []
    for n, part in enumerate(parts):
        word, *arguments = part.split()
        counts[word] = counts.get(word, 0) + 1
        name = f"head_{word}" + ("" if counts[word] == 1 else f"_{counts[word]}")
        if word == "gap": x = layers.GlobalAveragePooling2D(name=name)(x)
        elif word == "gmp": x = layers.GlobalMaxPooling2D(name=name)(x)
        elif word == "flatten": x = layers.Flatten(name=name)(x)
        elif word == "dense": x = layers.Dense(int(arguments[0]), activation=arguments[1], name=name)(x)
        elif word == "bn": x = layers.BatchNormalization(name=name)(x)
        elif word == "activation": x = layers.Activation(arguments[0], name=name)(x)
        elif word == "dropout":
            drops.append((GivenDropout(name=name), BACKBONE_LAYERS + n))
            x = drops[-1][0](x)
    units = 2 if output == "softmax" else 1
    # Kept as logits: the losses are then exact whatever the compiler makes of the graph.
    model = keras.Model(images, layers.Dense(units, name="head_out")(x))
    for layer in model.layers:
        if layer.weights and not isinstance(layer, GivenDropout):
            layer.set_weights([value(layer.name, w.name, w.shape) for w in layer.weights])
    return model, drops


def run(name, output, unfrozen, optimizer, rate, smoothing, class_weight):
    keras.backend.clear_session()
    model, drops = build(PARTS[name], output)
    for layer in model.layers[: BACKBONE_LAYERS - unfrozen]:
        layer.trainable = False
    x = uniform("head/input", BATCH * SIZE * SIZE * 3).reshape(BATCH, SIZE, SIZE, 3)
    labels = np.arange(BATCH) % 2
    if output == "softmax":
        loss = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=smoothing)
        y = np.eye(2, dtype=np.float32)[labels]
    else:
        loss = keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=smoothing)
        y = labels[:, None].astype(np.float32)
    kind = keras.optimizers.Adam if optimizer == "adam" else keras.optimizers.RMSprop
    model.compile(kind(rate), loss)
    losses = []
    for step in range(STEPS):
        for layer, before in drops:
            layer.mask.assign(dropout_mask(before, step, layer.mask.shape[-1]))
        model.reset_metrics()
        weights = None if class_weight is None else {i: w for i, w in enumerate(class_weight)}
        losses.append(float(model.train_on_batch(x, y, class_weight=weights)))
    logits = model.predict(x, verbose=0)
    p = keras.ops.softmax(logits).numpy()[:, 1] if output == "softmax" else keras.ops.sigmoid(logits).numpy()[:, 0]
    weights = {}
    for layer in model.layers[BACKBONE_LAYERS:]:
        if not isinstance(layer, GivenDropout):
            for w in layer.weights:
                v = w.numpy().ravel()
                weights[f"{layer.name}/{w.name}"] = dict(shape=list(w.shape), values=[float(u) for u in v[:40]])
    return dict(head=name, parts=PARTS[name], output=output, unfrozen=unfrozen, optimizer=optimizer, learning_rate=rate,
                smoothing=smoothing, class_weight=class_weight, dropout=RATE, losses=losses,
                second_class=[float(v) for v in p], weights=weights)


runs = []
for name in PARTS:
    for output in ("softmax", "sigmoid"):
        runs.append(run(name, output, 0, "adam", 1e-2, 0.0, None))
        runs.append(run(name, output, 2, "rmsprop", 1e-3, 0.1, [0.6, 2.5]))
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "head_reference.json"), "w") as f:
    f.write('{"keras": "%s", "runs": [\n' % keras.__version__)
    f.write(",\n".join(json.dumps(r, separators=(",", ":")) for r in runs))
    f.write("\n]}\n")
