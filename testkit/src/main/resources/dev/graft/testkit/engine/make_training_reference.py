"""Records how Keras trains softmax regression, with every optimizer and what surrounds it.

Usage: python make_training_reference.py        (Keras 3 with TensorFlow)
Writes training_reference.json beside itself: start, batches, and per run its settings and kernel and bias after some of
the batches, all in single precision.
"""
import json
import os
import pathlib
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf

sys.path.insert(0, str(pathlib.Path(__file__).parent / "update"))
from make_optimizer_reference import CHANGE, MAKE, RUNS, short

FEATURES, CLASSES, IMAGES, BATCHES = 12, 2, 4, 12
RECORDED = [1, 2, 3, 6, 11, 12]
# Steep enough to clip something of these gradients.
CLIPPING = {"clipvalue": 0.1, "clipnorm": 0.3, "global_clipnorm": 0.4}


def data():
    random = np.random.default_rng(11)
    kernel = random.normal(size=(FEATURES, CLASSES)).astype(np.float32) * np.float32(0.3)
    bias = random.normal(size=CLASSES).astype(np.float32) * np.float32(0.1)
    batches = []
    for batch in range(BATCHES):
        x = random.normal(size=(IMAGES, FEATURES))
        x[:, 0] = 0
        x[:, 1] *= 1e-8
        x[:, 2] *= 5
        if batch % 3:
            x[:, 3] = 0
        y = np.eye(CLASSES)[random.integers(CLASSES, size=IMAGES)]
        batches.append((x.astype(np.float32), y.astype(np.float32)))
    return kernel, bias, batches


def run(settings):
    arguments = {k: CLIPPING.get(k, v) for k, v in settings.items()}
    used = dict(arguments)
    make = MAKE[arguments.pop("optimizer")]
    second = arguments.pop("second_rate", None)
    exclude = arguments.pop("exclude", None)
    optimizer = make(**arguments)
    if exclude:
        optimizer.exclude_from_weight_decay(var_names=exclude)
    start, start_bias, batches = data()
    kernel = keras.Variable(start, name="kernel")
    bias = keras.Variable(start_bias, name="bias")
    optimizer.build([kernel, bias])
    after = []
    for number, (x, y) in enumerate(batches, 1):
        if second and number == CHANGE + 1:
            optimizer.learning_rate = second
        with tf.GradientTape() as tape:
            logits = tf.matmul(x, kernel.value) + bias.value
            loss = tf.reduce_mean(keras.losses.categorical_crossentropy(y, logits, from_logits=True))
        gradients = tape.gradient(loss, [kernel.value, bias.value])
        optimizer.apply(gradients, [kernel, bias])
        if number in RECORDED:
            values = np.concatenate([kernel.numpy().ravel(), bias.numpy()])
            after.append(values)
    return {"settings": used, "after": after}


def numbers(array):
    return json.dumps([short(v) for v in np.ravel(array)])


kernel, bias, batches = data()
text = '{"keras": "' + keras.__version__ + '", "change": ' + str(CHANGE) + ', "recorded": ' + json.dumps(RECORDED)
text += ', "images": ' + str(IMAGES) + ', "features": ' + str(FEATURES) + ', "classes": ' + str(CLASSES)
text += ',\n"kernel": ' + numbers(kernel) + ',\n"bias": ' + numbers(bias) + ',\n"batches": [\n'
text += ",\n".join('{"x": ' + numbers(x) + ', "y": ' + numbers(y) + "}" for x, y in batches) + '],\n"runs": [\n'
text += ",\n".join('{"settings": ' + json.dumps(r["settings"]) + ', "after": [\n'
                   + ",\n".join("  " + numbers(a) for a in r["after"]) + "]}" for r in map(run, RUNS))
pathlib.Path(__file__).with_name("training_reference.json").write_text(text + "]}\n")
