#!/usr/bin/env python3
"""Writes what real Keras computes for the models in MODELS, for KerasGoldenTest to compare with.

    pip install keras tensorflow-cpu
    python3 make_golden.py golden

For a model of your own, edit MODELS and nothing else. The numbers in this folder are of Keras 3.15, TensorFlow 2.21.
Every result is printed with its noise, the difference between float32 and float64 in Keras itself: where that comes near
1e-4, what KerasGoldenTest allows, choose a smaller gain or learning rate.

Weights and images are not stored: both sides compute them from a formula (dev.graft.golden holds the other half), so the
files hold results only. One folder per model, and salt.txt and gain.txt:

  layers.csv                   every Keras layer in Keras's order
  weights.csv                  every variable with its shape
  preprocessed_first_row.npy   first pixel row of image 0 after the model's own preprocessing
  activations.csv              mean, deviation and first values of every layer's output for two images
  features.npy                 the feature map of those images, channels last
  train.json                   losses of six training steps, for several numbers of unfrozen layers and both optimizers
  gain.txt                     the model's gain, below

  uniform(key, i) = (top 24 bits of mix(fnv1a64(key) + (i + 1) * 0x9E3779B97F4A7C15)) * 2^-24 * 2 - 1        in [-1, 1)
  mix             = SplitMix64's finaliser; all integers are unsigned 64 bit with wrap-around
  key of a weight = SALT + "/" + layer name + "/" + variable name, for example  golden/Conv1/kernel
  i               = flat row-major index in Keras's own layout

  kernel                   u * sqrt(gain / fan_in); fan_in = product of all but the last dimension (depthwise, shape H,W,C,1: H*W)
  head_dense/kernel        the same times the head scale
  gamma, moving_variance   1 + 0.2 * u
  beta, bias, moving_mean  0.1 * u
  a layer `normalization`  ImageNet's mean and variance
  Dropout layers inside a backbone keep their place and get rate 0

  pixel n,h,w,c of an input batch = floor((uniform(SALT + "/input", flat NHWC index) + 1) * 128), RGB, 0..255
  label of image n                = n % 2
"""
import csv, json, math, os, sys
from dataclasses import dataclass
from typing import Callable

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
import keras
import numpy as np
from keras import layers
from keras.applications import mobilenet_v2

SALT = "golden"


@dataclass
class Model:
    build: Callable            # of the input shape; without weights and top
    preprocess: Callable       # RGB 0..255 to what the weights expect
    forward_size: int          # side of the images of the forward pass: odd sizes show wrong padding
    train_size: int            # side of the images of the trainings
    unfrozen: list             # numbers of unfrozen layers to train with; -1 for all
    gain: float = 6.0          # of the kernels: what float32 and float64 differ by grows with it, the images' share shrinks
    head_scale: float = 1.0    # smaller where the features are large: losses must move smoothly
    learning_rate: float = 1e-4              # of the head alone
    fine_tuning_learning_rate: float = 1e-5  # with unfrozen layers; a tenth of it with all


MODELS = {
    "mobilenet_v2": Model(
        lambda shape: keras.applications.MobileNetV2(shape, weights=None, include_top=False),
        mobilenet_v2.preprocess_input, 75, 64, [0, 3, 20, -1], gain=4.5, fine_tuning_learning_rate=1e-6),
    "mobilenet_v2_035": Model(
        lambda shape: keras.applications.MobileNetV2(shape, alpha=0.35, weights=None, include_top=False),
        mobilenet_v2.preprocess_input, 64, 64, [20], gain=4.5, fine_tuning_learning_rate=1e-6),
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


def weight(spec, layer, variable, shape):
    u = uniform(f"{SALT}/{layer}/{variable}", int(np.prod(shape))).reshape(shape)
    if variable == "kernel":
        depthwise = len(shape) == 4 and shape[3] == 1
        fan_in = shape[0] * shape[1] if depthwise else int(np.prod(shape[:-1]))
        scale = math.sqrt(spec.gain / fan_in) * (spec.head_scale if layer == "head_dense" else 1.0)
        return u * np.float32(scale)
    if variable in ("gamma", "moving_variance"):
        return np.float32(1) + np.float32(0.2) * u
    return np.float32(0.1) * u


def fill(spec, model_layers):
    for layer in model_layers:
        if isinstance(layer, layers.Dropout):
            layer.rate = 0.0
        elif isinstance(layer, layers.Normalization):
            mean = np.array([0.485, 0.456, 0.406], np.float32)
            variance = np.array([0.229, 0.224, 0.225], np.float32) ** 2
            layer.set_weights([mean, variance] + layer.get_weights()[2:])
            layer.finalize_state()
        elif layer.weights:
            layer.set_weights([weight(spec, layer.name, w.name, w.shape) for w in layer.weights])


def build(spec, size, precision="float32"):
    keras.backend.clear_session()  # Keras numbers anonymous layers per session
    keras.backend.set_floatx(precision)
    model = spec.build((size, size, 3))
    fill(spec, model.layers)
    return model


def images(n, size):
    u = uniform(f"{SALT}/input", n * size * size * 3)
    return np.floor((u + 1) * 128).reshape(n, size, size, 3).astype(np.float32)


def count(variables):
    return sum(int(np.prod(v.shape)) for v in variables)


def text_of(shape):
    return "x".join("?" if size is None else str(size) for size in shape)


def table(path, header):
    file = open(path, "w", newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header.split())
    return file, writer


CONFIGURATION = """filters kernel_size strides padding use_bias activation epsilon momentum scale center axis pool_size
rate depth_multiplier target_shape scale_factor max_value""".split()


def write_layers(model, folder):
    file, writer = table(f"{folder}/layers.csv", "index name class output_shape params trainable_params inputs config")
    with file:
        for index, layer in enumerate(model.layers):
            output = layer.output[0] if isinstance(layer.output, list) else layer.output
            inputs = [t._keras_history.operation.name for node in layer._inbound_nodes[:1] for t in node.input_tensors]
            config = layer.get_config()
            kept = {key: config[key] for key in CONFIGURATION if key in config}
            writer.writerow([index, layer.name, type(layer).__name__, text_of(output.shape), count(layer.weights),
                             count(layer.trainable_weights), " ".join(inputs),
                             json.dumps(kept, separators=(",", ":"), default=str)])
    file, writer = table(f"{folder}/weights.csv", "layer variable shape")
    with file:
        for layer in model.layers:
            for variable in layer.weights:
                writer.writerow([layer.name, variable.name, text_of(variable.shape)])


def activations(spec, precision):
    model = build(spec, spec.forward_size, precision)
    x = spec.preprocess(images(2, spec.forward_size).astype(precision))
    probe = keras.Model(model.input, [layer.output for layer in model.layers[1:]])
    return model.layers[1:], x, probe.predict(x, verbose=0, batch_size=2)


def write_forward(spec, folder):
    _, _, exact = activations(spec, "float64")
    model_layers, x, outputs = activations(spec, "float32")
    np.save(f"{folder}/preprocessed_first_row.npy", x[0, 0])
    features = outputs[-1]
    np.save(f"{folder}/features.npy", features)
    difference = np.abs(features[0] - features[1]).mean() / np.abs(features).mean()
    assert difference > 0.02, f"the features hardly depend on the image ({difference:.3f}): choose another gain"
    assert np.isfinite(features).all(), "the features are not finite: choose a smaller gain"
    file, writer = table(f"{folder}/activations.csv", "name shape mean std first8_of_image0")
    with file:
        for layer, output in zip(model_layers, outputs):
            writer.writerow([layer.name, text_of(output.shape), repr(float(output.mean(dtype=np.float64))),
                             repr(float(output.std(dtype=np.float64))),
                             " ".join(repr(float(v)) for v in output[0].ravel()[:8])])
    noise = max(np.abs(a - b).max() / b.std() for a, b in zip(outputs, exact))
    print(f"features {features.shape}, deviation {features.std():.4g}, images differ by {difference:.1%}, "
          f"noise {noise:.1e}", flush=True)


def train(spec, unfrozen, optimizer, precision="float32"):
    """Six steps on one batch of four: mean over positions, Dense(16, relu), Dense(2, softmax), cross-entropy."""
    base = build(spec, spec.train_size, precision)
    total = len(base.layers)
    unfrozen = total if unfrozen < 0 else unfrozen
    for index, layer in enumerate(base.layers):
        layer.trainable = index >= total - unfrozen
    x = layers.GlobalAveragePooling2D(name="head_gap")(base.output)
    x = layers.Dense(16, activation="relu", name="head_dense")(x)
    model = keras.Model(base.input, layers.Dense(2, activation="softmax", name="head_out")(x))
    fill(spec, model.layers[-2:])
    rate = spec.learning_rate if unfrozen == 0 else spec.fine_tuning_learning_rate
    rate *= 0.1 if unfrozen == total else 1
    chosen = keras.optimizers.Adam(rate) if optimizer == "adam" else keras.optimizers.RMSprop(rate)
    model.compile(chosen, "sparse_categorical_crossentropy", metrics=["accuracy"])
    x, y = spec.preprocess(images(4, spec.train_size).astype(precision)), np.arange(4) % 2
    losses = []
    for _ in range(6):
        model.reset_metrics()
        losses.append(float(model.train_on_batch(x, y)[0]))
    after = keras.losses.sparse_categorical_crossentropy(y, model.predict(x, verbose=0)).numpy().mean()
    return dict(unfrozen=unfrozen, optimizer=optimizer, learning_rate=rate, head_scale=spec.head_scale, batch=4,
                size=spec.train_size, train_losses=losses, inference_loss_after=float(after),
                trainable_params=count(model.trainable_weights), total_params=model.count_params())


def noise_of(result, exact):
    pairs = zip(result["train_losses"] + [result["inference_loss_after"]],
                exact["train_losses"] + [exact["inference_loss_after"]])
    return max(abs(a - b) / b for a, b in pairs)


def main(out):
    os.makedirs(out, exist_ok=True)
    with open(f"{out}/salt.txt", "w") as file:
        file.write(SALT + "\n")
    for name, spec in MODELS.items():
        folder = f"{out}/{name}"
        os.makedirs(folder, exist_ok=True)
        with open(f"{folder}/gain.txt", "w") as file:
            file.write(f"{spec.gain}\n")
        model = build(spec, spec.forward_size)
        print(f"{name}: {len(model.layers)} layers, {model.count_params()} parameters", flush=True)
        write_layers(model, folder)
        write_forward(spec, folder)
        trainings = []
        for unfrozen in spec.unfrozen:
            for optimizer in ("adam", "rmsprop"):
                exact = train(spec, unfrozen, optimizer, "float64")
                trainings.append(train(spec, unfrozen, optimizer))
                last = trainings[-1]
                print(f"{last['unfrozen']} unfrozen, {optimizer}: losses {last['train_losses'][0]:.4f} to "
                      f"{last['train_losses'][-1]:.4f}, noise {noise_of(last, exact):.1e}", flush=True)
        with open(f"{folder}/train.json", "w") as file:
            json.dump(trainings, file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
