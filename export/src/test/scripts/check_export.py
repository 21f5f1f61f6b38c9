#!/usr/bin/env python3
"""Loads exported weights with real Keras, and safetensors with their own library, and compares the answers with ours.

    pip install keras tensorflow-cpu safetensors
    mkdir /tmp/exported
    mvn -q -pl export -am test -Dtest=ExportSamples -Dsurefire.failIfNoSpecifiedTests=false -Dgraft.export.samples=/tmp/exported
    python3 export/src/test/scripts/check_export.py /tmp/exported

Keras's load_weights is strict: a missing or misshapen variable is an error. Everything may differ by 1e-4, what single
precision leaves of 50 and more layers in another order of sums.
"""
import json, os, sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
import keras
import numpy as np
from keras import layers
from keras.applications import efficientnet, inception_v3, resnet, vgg19
from safetensors.numpy import load_file

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../../../core-tests/src/test/resources/keras"))
import baselines

BACKBONES = {
    "simple_cnn": (baselines.SimpleCnn, inception_v3.preprocess_input),
    "vgg19": (vgg19.VGG19, vgg19.preprocess_input),
    "resnet50": (resnet.ResNet50, resnet.preprocess_input),
    "inception_v3": (inception_v3.InceptionV3, inception_v3.preprocess_input),
    "efficientnet_b0": (efficientnet.EfficientNetB0, efficientnet.preprocess_input),
}


def gap(x): return layers.GlobalAveragePooling2D(name="head_gap")(x)
def dense(x): return layers.Dense(16, activation="relu", name="head_dense")(x)
def dropout(x): return layers.Dropout(0.2, name="head_dropout")(x)
def norm(x): return layers.BatchNormalization(name="head_bn")(x)


HEADS = {
    "gap": [gap],
    "gap-dropout": [gap, dropout],
    "gap-dense-dropout": [gap, dense, dropout],
    "dense-gap-batch-norm": [dense, gap, norm],
    "dense-gap-dropout": [dense, gap, dropout],
}


def build(name, expected):
    keras.backend.clear_session()
    size = expected["size"]
    backbone = BACKBONES[name][0](weights=None, include_top=False, input_shape=(size, size, 3))
    x = backbone.output
    for part in HEADS[expected["head"]]:
        x = part(x)
    out = (layers.Dense(1, activation="sigmoid", name="head_out") if expected["output"] == "SIGMOID"
           else layers.Dense(2, activation="softmax", name="head_out"))
    return keras.Model(backbone.input, out(x))


def answers(model, name, expected, pixels):
    found = model.predict(BACKBONES[name][1](pixels.copy()), verbose=0)
    return np.concatenate([1 - found, found], 1) if expected["output"] == "SIGMOID" else found


def check(folder, name):
    expected = json.load(open(f"{folder}/{name}.json"))
    size = expected["size"]
    pixels = np.fromfile(f"{folder}/{name}.rgb", np.uint8).reshape(-1, size, size, 3).astype(np.float32)
    ours = np.array(expected["probabilities"])

    model = build(name, expected)
    before = answers(model, name, expected, pixels)
    model.load_weights(f"{folder}/{name}.weights.h5")
    h5 = np.abs(answers(model, name, expected, pixels) - ours).max()

    model = build(name, expected)
    tensors = load_file(f"{folder}/{name}.safetensors")
    used = set()
    for layer in model.layers:
        for variable in layer.weights:
            key = f"{layer.name}/{variable.name}"
            assert tensors[key].shape == tuple(variable.shape), key
            variable.assign(tensors[key])
            used.add(key)
        if isinstance(layer, layers.Normalization):
            layer.finalize_state()
    assert used == set(tensors), set(tensors) - used
    safe = np.abs(answers(model, name, expected, pixels) - ours).max()
    print(f"{name}: .weights.h5 {h5:.1e}, safetensors {safe:.1e}; before loading {np.abs(before - ours).max():.2f}")
    return h5 < 1e-4 and safe < 1e-4 and np.abs(before - ours).max() > 1e-2


folder = sys.argv[1]
results = [check(folder, name) for name in BACKBONES]
print("all equal" if all(results) else "DIFFERENT")
sys.exit(0 if all(results) else 1)
