#!/usr/bin/env python3
"""Writes Grad-CAM computed by real Keras, for KerasGradCamTest to compare with: <module>/src/test/resources/golden/<model>/gradcam.json.

    pip install keras tensorflow-cpu
    python3 gradcam.py            # from this folder; numbers are of Keras 3.15, TensorFlow 2.21

Weights and images are not stored: both sides compute them from the formula in the head comment of make_golden.py (of
examples/mobilenet). The head is global average pooling, a dense layer of 16 with ReLU, and a softmax of two classes or one
sigmoid unit. Grad-CAM is written as in https://keras.io/examples/vision/grad_cam: the gradient of the class's logit with
respect to the layer's output, averaged over all positions, weights the channels; then ReLU. It is not divided by its largest
value. The first class of a sigmoid unit has the negative logit. "noise" is what single and double precision differ by in
Keras itself, as a share of the hottest position.
"""
import json, math, os, sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
import keras
import numpy as np
import tensorflow as tf
from keras import layers
from keras.applications import densenet, efficientnet, inception_v3, resnet, vgg19

import baselines

SALT = "golden"
MODULES = "../../../../.."

# module, builder, preprocessing, side of the images, gain of the kernels, layers to look at
MODELS = {
    "simple_cnn": ("core-tests", baselines.SimpleCnn, inception_v3.preprocess_input, 48, 6, ["block5_conv1", "block2_pool"]),
    "vgg19": ("backbones-vgg", vgg19.VGG19, vgg19.preprocess_input, 64, 6, ["block5_conv4", "block5_pool"]),
    "resnet50": ("backbones-resnet", resnet.ResNet50, resnet.preprocess_input, 64, 3, ["conv5_block3_out", "conv4_block2_1_relu"]),
    "densenet121": ("backbones-densenet", densenet.DenseNet121, densenet.preprocess_input, 64, 6, ["relu", "conv4_block12_1_relu"]),
    "inception_v3": ("backbones-inception", inception_v3.InceptionV3, inception_v3.preprocess_input, 96, 8, ["mixed10", "mixed5"]),
    "efficientnet_b0": ("backbones-efficientnet", efficientnet.EfficientNetB0, efficientnet.preprocess_input, 64, 7,
                        ["top_activation", "block4a_expand_activation"]),
}


def fnv1a64(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def uniform(key, n):
    u64 = np.uint64
    with np.errstate(over="ignore"):
        z = u64(fnv1a64(key)) + (np.arange(n, dtype=u64) + u64(1)) * u64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> u64(30))) * u64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> u64(27))) * u64(0x94D049BB133111EB)
        z = z ^ (z >> u64(31))
    return ((z >> u64(40)).astype(np.float64) * 2.0**-24 * 2 - 1).astype(np.float32)


def weight(gain, layer, variable, shape):
    u = uniform(f"{SALT}/{layer}/{variable}", int(np.prod(shape))).reshape(shape)
    if variable == "kernel":
        depthwise = len(shape) == 4 and shape[3] == 1
        fan_in = shape[0] * shape[1] if depthwise else int(np.prod(shape[:-1]))
        return u * np.float32(math.sqrt(gain / fan_in))
    if variable in ("gamma", "moving_variance"):
        return np.float32(1) + np.float32(0.2) * u
    return np.float32(0.1) * u


def fill(gain, model):
    for layer in model.layers:
        if isinstance(layer, layers.Normalization):
            mean = np.array([0.485, 0.456, 0.406], np.float32)
            variance = np.array([0.229, 0.224, 0.225], np.float32) ** 2
            layer.set_weights([mean, variance] + layer.get_weights()[2:])
            layer.finalize_state()
        elif layer.weights:
            layer.set_weights([weight(gain, layer.name, w.name, w.shape) for w in layer.weights])


def images(n, size):
    u = uniform(f"{SALT}/input", n * size * size * 3)
    return np.floor((u + 1) * 128).reshape(n, size, size, 3).astype(np.float32)


def model(build, size, gain, units, precision):
    keras.backend.clear_session()
    keras.backend.set_floatx(precision)
    backbone = build(weights=None, include_top=False, input_shape=(size, size, 3))
    x = layers.GlobalAveragePooling2D(name="head_gap")(backbone.output)
    x = layers.Dense(16, activation="relu", name="head_dense")(x)
    whole = keras.Model(backbone.input, layers.Dense(units, name="head_out")(x))
    fill(gain, whole)
    return whole


def heat(whole, layer, pixels, sign, unit):
    maps = tf.convert_to_tensor(keras.Model(whole.input, whole.get_layer(layer).output)(pixels, training=False))
    above = suffix(whole, layer)
    with tf.GradientTape() as tape:
        tape.watch(maps)
        score = sign * above(pixels, maps)[:, unit]
    gradient = tape.gradient(score, maps)
    weights = tf.reduce_mean(gradient, axis=(1, 2), keepdims=True)
    return tf.nn.relu(tf.reduce_sum(weights * maps, axis=-1)).numpy()


def suffix(whole, layer):
    """The model with the layer's output replaced by a given one: what a tape needs to differentiate by it."""
    def run(pixels, replaced):
        values = {}
        for operation in whole.layers:
            if isinstance(operation, layers.InputLayer):
                values[operation.name] = pixels
                continue
            inputs = [values[t._keras_history.operation.name] for t in tf.nest.flatten(operation.input)]
            values[operation.name] = operation(inputs[0] if len(inputs) == 1 else inputs, training=False)
            if operation.name == layer:
                values[layer] = replaced
        return values[whole.layers[-1].name]
    return run


def record(name):
    module, build, preprocess, size, gain, names = MODELS[name]
    pixels = preprocess(images(2, size).copy())
    cases = []
    for layer in names:
        for output, units in (("softmax", 2), ("sigmoid", 1)):
            for index in (0, 1):
                unit, sign = (index, 1) if units == 2 else (0, 2 * index - 1)
                found = heat(model(build, size, gain, units, "float32"), layer, pixels, sign, unit)
                exact = heat(model(build, size, gain, units, "float64"), layer, pixels.astype(np.float64), sign, unit)
                noise = np.abs(found - exact).max() / exact.max() if exact.max() > 0 else 0
                print(f"{name} {layer} {output} class {index}: {found.shape}, hottest {found.max():.4g}, noise {noise:.1e}")
                cases.append({"layer": layer, "output": output, "class": index, "noise": float(f"{noise:.1e}"), "shape": list(found.shape),
                              "heat": [float(f"{v:.7g}") for v in found.flatten()]})
    path = f"{MODULES}/{module}/src/test/resources/golden/{name}/gradcam.json"
    with open(path, "w") as file:
        file.write('{"size": %d, "cases": [\n' % size + ",\n".join(json.dumps(case) for case in cases) + "\n]}\n")
    print(path, os.path.getsize(path))


for each in sys.argv[1:] or MODELS:
    record(each)
