#!/usr/bin/env python3
"""Writes what real Keras says about every backbone of this project into the modules' src/test/resources/keras.

    python3 record.py REPOSITORY

  totals.csv             number of layers, of parameters, of trainable parameters
  <model>.csv.gz         every layer at the default size: index, name, class, output shape, parameters, initialiser of the
                         kernel, rate of a dropout, names of the layers it takes its input from
  sizes.csv              the feature map of one image at the smallest, at odd and at oblong sizes; weights and images by the
                         formula of generate.py
  initializers.csv       (core) mean, deviation and extremes of kernels that Keras drew
"""
import csv, gzip, io, os, sys
import numpy as np
import generate as g
from generate import keras, A
from keras import layers

REPOSITORY = sys.argv[1]
DEFAULT_SIZE = {"inception_v3": 299, "simple_cnn": 128, "deep_cnn": 128,
                **{f"efficientnet_v2_{m}": s for m, s in {"b1": 240, "b2": 260, "b3": 300, "s": 384, "m": 480}.items()},
                **{f"efficientnet_b{b}": s for b, s in enumerate([224, 240, 260, 300, 380, 456, 528, 600])}}
MODULES = {"vgg": "backbones-vgg", "resnet": "backbones-resnet", "inception": "backbones-inception",
           "efficientnet": "backbones-efficientnet", "densenet": "backbones-densenet"}
SIZES = [(32, 32), (65, 97), (75, 101)]
LARGER_SIZES = {"inception_v3": [(75, 75), (76, 97), (101, 83)]}
SIZED = ["vgg16", "vgg19", "resnet50", "resnet50_v2", "densenet121", "inception_v3", "efficientnet_b0", "efficientnet_b1", "efficientnet_v2_b0", "efficientnet_v2_s", "simple_cnn", "deep_cnn"]


def folder(name):
    module = next((m for prefix, m in MODULES.items() if name.startswith(prefix)), "core-tests")
    path = f"{REPOSITORY}/{module}/src/test/resources/keras"
    os.makedirs(path, exist_ok=True)
    return path


def count(variables):
    return sum(int(np.prod(v.shape)) for v in variables)


def initializer(layer):
    config = layer.get_config()
    found = config.get("depthwise_initializer") or config.get("kernel_initializer")
    if not found:
        return ""
    found, c = (found["class_name"], found["config"])
    return found if found == "GlorotUniform" else f"{c['scale']:g} {c['mode']} {c['distribution']}"


def inputs(layer):
    return " ".join(t._keras_history.operation.name for node in layer._inbound_nodes[:1] for t in node.input_tensors)


def shape(tensor):
    return "x".join("?" if s is None else str(s) for s in tensor.shape)


def record_layers(name):
    keras.backend.clear_session()
    size = DEFAULT_SIZE.get(name, 224)
    model = g.MODELS[name][0](weights=None, include_top=False, input_shape=(size, size, 3))
    text = io.StringIO()
    w = csv.writer(text, lineterminator="\n")
    w.writerow("index name class output_shape params trainable_params initializer rate inputs".split())
    for i, l in enumerate(model.layers):
        output = l.output[0] if isinstance(l.output, list) else l.output
        w.writerow([i, l.name, type(l).__name__, shape(output), count(l.weights), count(l.trainable_weights), initializer(l), repr(l.rate) if isinstance(l, layers.Dropout) else "", inputs(l)])
    with open(f"{folder(name)}/{name}.csv.gz", "wb") as f, gzip.GzipFile("", "wb", mtime=0, fileobj=f) as z:
        z.write(text.getvalue().encode())
    return [name, len(model.layers), model.count_params(), count(model.trainable_weights)]


def record_sizes(name):
    for height, width in LARGER_SIZES.get(name, SIZES):
        model = g.build(name, height, width)
        features = model.predict(g.MODELS[name][3](g.images(1, height, width).copy()), verbose=0)
        yield [name, height, width, shape(features), repr(float(features.mean(dtype=np.float64))),
               repr(float(features.std(dtype=np.float64))), " ".join(repr(float(v)) for v in features.ravel()[:8])]


def write(path, header, rows):
    with open(path, "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header.split())
        w.writerows(rows)


def drawn():
    """Kernels as layers of the backbones draw them: shape as DL4J lays it out is the test's business."""
    keras.utils.set_random_seed(1)
    scaling = dict(class_name="VarianceScaling", config=dict(scale=2.0, mode="fan_out", distribution="truncated_normal"))
    for initializer, chosen in (("GlorotUniform", {}), ("2 fan_out truncated_normal", dict(kernel_initializer=scaling))):
        for kernel, stride, channels, filters in ((7, 2, 3, 64), (1, 2, 256, 512), (3, 1, 64, 64)):
            layer = layers.Conv2D(filters, kernel, strides=stride, **chosen)
            layer.build((None, 32, 32, channels))
            yield row("convolution", initializer, kernel, stride, channels, filters, layer.kernel)
        for kernel, stride, channels in ((3, 1, 1152), (5, 2, 672)):
            layer = layers.DepthwiseConv2D(kernel, strides=stride, **{k.replace("kernel", "depthwise"): v for k, v in chosen.items()})
            layer.build((None, 32, 32, channels))
            yield row("depthwise", initializer, kernel, stride, channels, channels, layer.kernel)
    layer = layers.Dense(256)
    layer.build((None, 1280))
    yield row("dense", "GlorotUniform", 1, 1, 1280, 256, layer.kernel)


def row(kind, initializer, kernel, stride, channels, filters, variable):
    v = np.asarray(variable, np.float64)
    return [kind, initializer, kernel, stride, channels, filters] + [repr(float(x)) for x in (v.mean(), v.std(), np.abs(v).max())]


if __name__ == "__main__":
    totals, sizes = {}, {}
    for name in g.MODELS:
        totals.setdefault(folder(name), []).append(record_layers(name))
        print(totals[folder(name)][-1], flush=True)
        if name in SIZED:
            sizes.setdefault(folder(name), []).extend(record_sizes(name))
    for path, rows in totals.items():
        write(f"{path}/totals.csv", "model layers params trainable_params", rows)
    for path, rows in sizes.items():
        write(f"{path}/sizes.csv", "model height width shape mean std first8", rows)
    write(f"{REPOSITORY}/core/src/test/resources/keras/initializers.csv",
          "kind initializer kernel stride channels filters mean std max", drawn())
