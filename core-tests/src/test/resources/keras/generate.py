#!/usr/bin/env python3
"""Writes the folders golden/<model> from real Keras (tensorflow-cpu + keras from pip) for the backbones of this project.

    python3 generate.py OUT_DIR [SALT [MODEL,...]]

Weights and inputs are not stored: both sides compute them from a formula, so a reference file holds results only.

  uniform(key, i) = (top 24 bits of mix(fnv1a64(key) + (i + 1) * 0x9E3779B97F4A7C15)) * 2^-24 * 2 - 1        in [-1, 1)
  mix             = SplitMix64's finaliser; all integers are unsigned 64 bit with wrap-around
  key of a weight = SALT + "/" + layer name + "/" + variable name, for example  golden/block1_conv1/kernel
  i               = flat row-major index in Keras's own layout (HWIO; depthwise kernels H,W,C,1)

  kernel                     u * sqrt(gain / fan_in)  fan_in = product of all but the last dimension (depthwise, shape H,W,C,1: H*W); gain as below
  head_dense/kernel          the same times the model's head scale (below), so that losses move smoothly
  Dropout layers inside a backbone (EfficientNet's drop-connect) keep their place and get rate 0
  gamma, moving_variance     1 + 0.2 * u
  beta, bias, moving_mean    0.1 * u
  EfficientNet's `normalization` layer (the second version has none that can be set): mean (0.485, 0.456, 0.406), variance (0.229, 0.224, 0.225)^2, count 0

  pixel n,h,w,c of an input batch = floor((uniform(SALT + "/input", flat NHWC index) + 1) * 128), RGB, 0..255
  label of image n                = n % 2
"""
import csv, json, math, os, sys
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
import numpy as np
import keras
from keras import layers
import baselines

SALT = sys.argv[2] if __name__ == "__main__" and len(sys.argv) > 2 else "golden"
U64 = np.uint64

def fnv1a64(s):
    h = 0xCBF29CE484222325
    for b in s.encode():
        h = ((h ^ b) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h

def uniform(key, n):
    with np.errstate(over="ignore"):
        z = U64(fnv1a64(key)) + (np.arange(n, dtype=U64) + U64(1)) * U64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> U64(30))) * U64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> U64(27))) * U64(0x94D049BB133111EB)
        z = z ^ (z >> U64(31))
    return ((z >> U64(40)).astype(np.float64) * 2.0 ** -24 * 2 - 1).astype(np.float32)

def weight(layer, var, shape):
    u = uniform(f"{SALT}/{layer}/{var}", int(np.prod(shape))).reshape(shape)
    if var == "kernel":
        fan = shape[0] * shape[1] if len(shape) == 4 and shape[3] == 1 else int(np.prod(shape[:-1]))
        return u * np.float32(math.sqrt(GAIN / fan) * (HEAD_SCALE if layer == "head_dense" else 1.0))
    if var in ("gamma", "moving_variance"):
        return np.float32(1) + np.float32(0.2) * u
    return np.float32(0.1) * u

def fill(model):
    for l in model.layers:
        if isinstance(l, layers.Dropout): l.rate = 0.0
        if isinstance(l, layers.Normalization) and l.weights:
            ws = l.get_weights()
            l.set_weights([np.array([0.485, 0.456, 0.406], np.float32), np.array([0.229, 0.224, 0.225], np.float32) ** 2] + ws[2:])
            l.finalize_state()
            continue
        if l.weights:
            l.set_weights([weight(l.name, w.name, w.shape) for w in l.weights])

def images(n, height, width=None):
    width = width or height
    u = uniform(f"{SALT}/input", n * height * width * 3)
    return np.floor((u + 1) * 128).reshape(n, height, width, 3).astype(np.float32)

A = keras.applications
HEAD_SCALE, GAIN = 1.0, 6.0
def gain(name):
    """Keeps activations finite and dependent on the input. A little above these numbers the EfficientNets are chaotic: single
    precision is then off by 1e-2 of the features' deviation from double precision (B1 at 7.0: 7.9e-3, B7 at 5.8: 5.9e-3)."""
    if name.startswith("resnet"): return 3.0
    if name.startswith("efficientnet_v2"): return 4.0
    if name.startswith("efficientnet"):
        return {"b0": 7.0, "b5": 5.8, "b6": 5.5, "b7": 5.5}.get(name[-2:], 6.2)
    return 8.0 if name == "inception_v3" else 6.0

BOTH = ["adam", "rmsprop"]
MODELS = {  # name: constructor, forward size, training size, preprocessing, (unfrozen layers, optimizers) to train, head scale, learning rate frozen / not
    "vgg16": (A.VGG16, 64, 32, A.vgg16.preprocess_input, [(0, BOTH), (3, BOTH)], 0.02, 1e-5, 1e-6),
    "vgg19": (A.VGG19, 64, 32, A.vgg19.preprocess_input, [(0, BOTH), (3, BOTH), (22, BOTH)], 0.02, 1e-5, 1e-6),
    "resnet50": (A.ResNet50, 64, 64, A.resnet.preprocess_input, [(0, BOTH), (3, BOTH), (12, BOTH), (175, BOTH)], 0.05, 1e-6, 1e-6),
    "inception_v3": (A.InceptionV3, 139, 75, A.inception_v3.preprocess_input, [(0, BOTH), (12, BOTH), (20, BOTH), (311, BOTH)], 1.0, 1e-4, 1e-5),
    "efficientnet_b0": (A.EfficientNetB0, 64, 64, A.efficientnet.preprocess_input, [(0, BOTH), (3, BOTH), (20, BOTH), (237, BOTH)], 1.0, 1e-4, 1e-5),
    "simple_cnn": (baselines.SimpleCnn, 64, 64, A.inception_v3.preprocess_input, [(0, BOTH), (3, BOTH), (10, BOTH)], 1.0, 1e-4, 1e-4),
    "deep_cnn": (baselines.DeepCnn, 64, 64, A.inception_v3.preprocess_input, [(0, ["adam"]), (3, ["rmsprop"]), (13, ["adam"])], 1.0, 1e-4, 1e-5),
    "resnet101": (A.ResNet101, 64, 64, A.resnet.preprocess_input, [(12, ["adam"])], 0.05, 1e-6, 1e-6),
    "resnet50_v2": (A.ResNet50V2, 64, 64, A.resnet_v2.preprocess_input, [(0, ["adam"]), (12, ["rmsprop"]), (190, ["adam"])], 0.05, 1e-5, 1e-6),
    "resnet101_v2": (A.ResNet101V2, 64, 64, A.resnet_v2.preprocess_input, [(12, ["adam"])], 0.05, 1e-5, 1e-6),
    "resnet152_v2": (A.ResNet152V2, 64, 64, A.resnet_v2.preprocess_input, [(12, ["adam"])], 0.05, 1e-5, 1e-6),
    "densenet121": (A.DenseNet121, 64, 64, A.densenet.preprocess_input, [(0, ["adam"]), (24, ["rmsprop"]), (427, ["adam"])], 1.0, 1e-4, 1e-5),
    "densenet169": (A.DenseNet169, 64, 64, A.densenet.preprocess_input, [(24, ["adam"])], 1.0, 1e-4, 1e-5),
    "densenet201": (A.DenseNet201, 64, 64, A.densenet.preprocess_input, [(24, ["adam"])], 1.0, 1e-4, 1e-5),
    "resnet152": (A.ResNet152, 64, 64, A.resnet.preprocess_input, [(12, ["adam"])], 0.002, 1e-6, 1e-6),
}
for member, trainings in {"b0": [(0, ["adam"]), (20, ["rmsprop"]), (270, ["adam"])], "b1": [], "b2": [], "b3": [], "s": [(20, ["adam"])], "m": []}.items():
    MODELS[f"efficientnet_v2_{member}"] = (getattr(A, f"EfficientNetV2{member.upper()}"), 64, 64, A.efficientnet_v2.preprocess_input, trainings, 1.0, 1e-4, 1e-5)
for b in range(1, 8):
    MODELS[f"efficientnet_b{b}"] = (getattr(A, f"EfficientNetB{b}"), 64, 64, A.efficientnet.preprocess_input, [(20, ["adam"])], 1.0, 1e-4, 1e-5)

def build(name, height, width=None):
    global GAIN
    GAIN = gain(name)
    keras.backend.clear_session()
    m = MODELS[name][0](weights=None, include_top=False, input_shape=(height, width or height, 3))
    # Keras numbers anonymous layers per session: after clear_session the names are the documented ones
    fill(m)
    return m

def dump_layers(name, m, d):
    with open(f"{d}/layers.csv", "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n"); w.writerow("index name class output_shape params trainable_params inputs config".split())
        for i, l in enumerate(m.layers):
            t = sum(int(np.prod(v.shape)) for v in l.trainable_weights); p = sum(int(np.prod(v.shape)) for v in l.weights)
            ins = []
            for node in l._inbound_nodes[:1]:
                ins = [t_._keras_history.operation.name for t_ in node.input_tensors]
            c = l.get_config(); keep = {k: c[k] for k in ("filters", "kernel_size", "strides", "padding", "use_bias", "activation", "epsilon", "momentum", "scale", "center", "axis", "pool_size", "rate", "depth_multiplier", "target_shape", "scale_factor") if k in c}
            w.writerow([i, l.name, type(l).__name__, "x".join("?" if s is None else str(s) for s in (l.output.shape if not isinstance(l.output, list) else l.output[0].shape)), p, t, " ".join(ins), json.dumps(keep, separators=(",", ":"), default=str)])
    with open(f"{d}/weights.csv", "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n"); w.writerow(["layer", "variable", "shape"])
        for l in m.layers:
            for v in l.weights: w.writerow([l.name, v.name, "x".join(map(str, v.shape))])

def forward(name, m, size, d):
    x = MODELS[name][3](images(2, size).copy())
    probe = keras.Model(m.input, [l.output for l in m.layers[1:]])
    outs = probe.predict(x, verbose=0, batch_size=2)
    f = outs[-1].astype(np.float32); np.save(f"{d}/features.npy", f)           # NHWC
    assert np.abs(f[0] - f[1]).mean() > 0.02 * np.abs(f).mean(), "features do not depend on the input"
    with open(f"{d}/activations.csv", "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n"); w.writerow("name shape mean std first8_of_image0".split())
        for l, o in zip(m.layers[1:], outs):
            w.writerow([l.name, "x".join(map(str, o.shape)), repr(float(o.mean(dtype=np.float64))), repr(float(o.std(dtype=np.float64))), " ".join(repr(float(v)) for v in o[0].ravel()[:8])])
    np.save(f"{d}/preprocessed_first_row.npy", x[0, 0].astype(np.float32))

def train(name, d):
    """Losses of six steps on one batch of 4: GAP -> Dense(16, relu) -> Dense(2, softmax), sparse categorical cross-entropy."""
    global HEAD_SCALE
    size = MODELS[name][2]; HEAD_SCALE = MODELS[name][5]; res = []
    for n, optimizers in MODELS[name][4]:
        for opt in optimizers:
            base = build(name, size); total = len(base.layers); n = min(n, total)
            for i, l in enumerate(base.layers): l.trainable = i >= total - n
            g = layers.GlobalAveragePooling2D(name="head_gap")(base.output)
            h = layers.Dense(16, activation="relu", name="head_dense")(g)
            o = layers.Dense(2, activation="softmax", name="head_out")(h)
            model = keras.Model(base.input, o)
            for l in model.layers[-2:]: l.set_weights([weight(l.name, v.name, v.shape) for v in l.weights])
            lr = MODELS[name][6 if n == 0 else 7] * (0.1 if n == total and "vgg" not in name else 1)
            model.compile(keras.optimizers.Adam(lr) if opt == "adam" else keras.optimizers.RMSprop(lr), "sparse_categorical_crossentropy", metrics=["accuracy"])
            x = MODELS[name][3](images(4, size).copy()); y = np.arange(4) % 2
            losses = [float(model.train_on_batch(x, y)[0])]
            model.reset_metrics() if hasattr(model, "reset_metrics") else None
            for _ in range(5):
                model.reset_metrics(); losses.append(float(model.train_on_batch(x, y)[0]))
            after = float(keras.losses.sparse_categorical_crossentropy(y, model.predict(x, verbose=0)).numpy().mean())
            tw = sum(int(np.prod(v.shape)) for v in model.trainable_weights)
            res.append(dict(unfrozen=n, optimizer=opt, learning_rate=lr, head_scale=HEAD_SCALE, batch=4, size=size, train_losses=losses, inference_loss_after=after, trainable_params=tw, total_params=model.count_params()))
            print(name, res[-1], flush=True)
    json.dump(res, open(f"{d}/train.json", "w"), indent=1)

if __name__ == "__main__":
    OUT = sys.argv[1]
    os.makedirs(OUT, exist_ok=True)
    with open(f"{OUT}/salt.txt", "w") as f: f.write(SALT + "\n")
    only = sys.argv[3].split(",") if len(sys.argv) > 3 else list(MODELS)
    for name in only:
        d = f"{OUT}/{name}"; os.makedirs(d, exist_ok=True)
        with open(f"{d}/gain.txt", "w") as f: f.write(f"{gain(name):g}\n")
        m = build(name, MODELS[name][1]); dump_layers(name, m, d); forward(name, m, MODELS[name][1], d)
        print(name, len(m.layers), m.count_params(), np.load(f"{d}/features.npy").std(), flush=True)
        train(name, d)
