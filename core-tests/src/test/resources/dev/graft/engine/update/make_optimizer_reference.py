"""Records what Keras's optimizers do to a kernel of five elements and a bias of one in 20 batches.

Usage: python make_optimizer_reference.py        (Keras 3 with TensorFlow)
Writes optimizer_reference.json beside itself: the start, the gradients of each batch, and per run its settings and the
six values after each batch, all in single precision. The kernel's elements get one kind of gradient each: ordinary,
alternating, mostly zero, tiny, huge.
"""
import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np

START = [0.5, -1.0, 0.0, 2.0, 1e-3, -0.25]
BATCHES = 20
# From batch 11 on a run with "second_rate" has that learning rate.
CHANGE = 10

MAKE = {
    "adam": keras.optimizers.Adam,
    "adamw": keras.optimizers.AdamW,
    "rmsprop": keras.optimizers.RMSprop,
    "sgd": keras.optimizers.SGD,
}

RUNS = [
    {"optimizer": "adam", "learning_rate": 1e-2},
    {"optimizer": "adam", "learning_rate": 1e-4},
    {"optimizer": "adam", "learning_rate": 1e-3, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-2},
    {"optimizer": "adam", "learning_rate": 1e-2, "second_rate": 1e-3},
    {"optimizer": "adam", "learning_rate": 1e-2, "clipvalue": 0.5},
    {"optimizer": "adam", "learning_rate": 1e-2, "clipnorm": 1.0},
    {"optimizer": "adam", "learning_rate": 1e-2, "global_clipnorm": 1.0},
    {"optimizer": "adam", "learning_rate": 1e-2, "gradient_accumulation_steps": 3},
    {"optimizer": "adamw", "learning_rate": 1e-2},
    {"optimizer": "adamw", "learning_rate": 1e-2, "weight_decay": 0.5, "second_rate": 1e-3},
    {"optimizer": "adamw", "learning_rate": 1e-2, "weight_decay": 0.5, "exclude": ["bias"]},
    {"optimizer": "adamw", "learning_rate": 1e-2, "weight_decay": 0.1, "gradient_accumulation_steps": 4,
     "global_clipnorm": 2.0},
    {"optimizer": "rmsprop", "learning_rate": 1e-2},
    {"optimizer": "rmsprop", "learning_rate": 1e-4},
    {"optimizer": "rmsprop", "learning_rate": 1e-3, "rho": 0.5, "epsilon": 1e-2},
    {"optimizer": "rmsprop", "learning_rate": 1e-3, "momentum": 0.9, "second_rate": 1e-2},
    {"optimizer": "rmsprop", "learning_rate": 1e-3, "centered": True},
    {"optimizer": "rmsprop", "learning_rate": 1e-3, "momentum": 0.5, "centered": True, "clipnorm": 1.0},
    {"optimizer": "sgd", "learning_rate": 1e-2},
    {"optimizer": "sgd", "learning_rate": 1e-2, "momentum": 0.9, "second_rate": 1e-1},
    {"optimizer": "sgd", "learning_rate": 1e-2, "momentum": 0.9, "nesterov": True},
    {"optimizer": "sgd", "learning_rate": 1e-2, "global_clipnorm": 10.0},
    {"optimizer": "sgd", "learning_rate": 1e-2, "clipnorm": 1e6},
    {"optimizer": "sgd", "learning_rate": 1e-2, "clipvalue": 0.25, "momentum": 0.5, "gradient_accumulation_steps": 2},
]


def gradients():
    random = np.random.default_rng(7)
    rows = []
    for batch in range(BATCHES):
        rows.append([
            random.normal(),
            (-1.0) ** batch * 0.1,
            0.0 if batch % 5 else 0.3,
            1e-8 * random.normal(),
            1e4 * random.normal(),
            random.normal(),
        ])
    # Nothing to learn from: norms are 0.
    rows[3] = [0.0] * 6
    return np.array(rows, dtype=np.float32)


def run(settings):
    arguments = dict(settings)
    make = MAKE[arguments.pop("optimizer")]
    second = arguments.pop("second_rate", None)
    exclude = arguments.pop("exclude", None)
    optimizer = make(**arguments)
    if exclude:
        optimizer.exclude_from_weight_decay(var_names=exclude)
    start = np.array(START, dtype=np.float32)
    kernel = keras.Variable(start[:5].reshape(5, 1), name="kernel")
    bias = keras.Variable(start[5:], name="bias")
    optimizer.build([kernel, bias])
    after = []
    for batch, gradient in enumerate(gradients()):
        if second and batch == CHANGE:
            optimizer.learning_rate = second
        optimizer.apply([
            keras.ops.convert_to_tensor(gradient[:5].reshape(5, 1)),
            keras.ops.convert_to_tensor(gradient[5:]),
        ], [kernel, bias])
        values = np.concatenate([kernel.numpy().ravel(), bias.numpy()])
        after.append([float(v) for v in values])
    return {"settings": settings, "after": after}


def lines(rows):
    return "[\n" + ",\n".join("  " + json.dumps([short(v) for v in row]) for row in rows) + "]"


def short(value):
    """The fewest digits that give the same number in single precision."""
    return float(str(np.float32(value)))


target = pathlib.Path(__file__).with_name("optimizer_reference.json")
body = ",\n".join(
    '{"settings": ' + json.dumps(r["settings"]) + ',\n "after": ' + lines(r["after"]) + "}" for r in map(run, RUNS))
target.write_text(
    '{"keras": "' + keras.__version__ + '", "change": ' + str(CHANGE) + ',\n"start": ' + json.dumps(START)
    + ',\n"gradients": ' + lines([[float(g) for g in row] for row in gradients()])
    + ',\n"runs": [\n' + body + "]}\n")
