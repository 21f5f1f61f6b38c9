"""Records what Keras's optimizers do to a variable of five elements in 20 updates.

Usage: python make_optimizer_reference.py        (Keras 3 with TensorFlow)
Writes optimizer_reference.json beside itself: per run the optimizer, its learning rate, the start, and per update the
gradient and the variable afterwards, all in single precision.
"""
import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np

START = [0.5, -1.0, 0.0, 2.0, 1e-3]
STEPS = 20


def gradients():
    """Ordinary, alternating, mostly zero, tiny and huge ones, one kind an element."""
    random = np.random.default_rng(7)
    rows = []
    for step in range(STEPS):
        rows.append([
            random.normal(),
            (-1.0) ** step * 0.1,
            0.0 if step % 5 else 0.3,
            1e-8 * random.normal(),
            1e4 * random.normal(),
        ])
    return np.array(rows, dtype=np.float32)


def run(name, learning_rate):
    make = {"adam": keras.optimizers.Adam, "rmsprop": keras.optimizers.RMSprop}[name]
    optimizer = make(learning_rate=learning_rate)
    variable = keras.Variable(np.array(START, dtype=np.float32))
    optimizer.build([variable])
    steps = []
    for gradient in gradients():
        optimizer.apply([keras.ops.convert_to_tensor(gradient)], [variable])
        steps.append({
            "gradient": [float(g) for g in gradient],
            "variable": [float(v) for v in keras.ops.convert_to_numpy(variable)],
        })
    return {"optimizer": name, "learning_rate": learning_rate, "start": START, "steps": steps}


runs = [run(name, rate) for name in ("adam", "rmsprop") for rate in (1e-2, 1e-4)]
target = pathlib.Path(__file__).with_name("optimizer_reference.json")
target.write_text(json.dumps({"keras": keras.__version__, "runs": runs}, indent=1) + "\n")
