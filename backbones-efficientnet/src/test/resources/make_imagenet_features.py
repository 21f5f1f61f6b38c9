#!/usr/bin/env python3
"""Records what keras.applications computes with weights="imagenet", whose graph has one more rescaling.

    python3 make_imagenet_features.py BUNDLED.safetensors imagenet_features.npy

Real Keras (3.15, tensorflow-cpu) builds EfficientNetB0(weights="imagenet"); only the download is replaced: the file that
it is given holds the weights that travel in the jar. Their values do not matter here; that the same go through both graphs
does. The image is 32 x 32 RGB, pixel y, x, c = (31 x + 17 y + 101 c) mod 256.

Printed besides: the largest difference, relative to the features' standard deviation, between that graph and the plain one
(weights=None) whose normalization variance is multiplied by the standard deviations (folded), and the plain one as it is
(ignored).
"""
import json, os, struct, sys, tempfile
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
import numpy as np
import keras
from keras.src.applications import efficientnet

SHAPE = (32, 32, 3)
TYPES = {"F16": "<f2", "F32": "<f4", "I64": "<i8"}

data = open(sys.argv[1], "rb").read()
length = struct.unpack("<Q", data[:8])[0]
body = data[8 + length :]
tensors = {
    name: np.frombuffer(body[slice(*entry["data_offsets"])], TYPES[entry["dtype"]]).reshape(entry["shape"])
    for name, entry in json.loads(data[8 : 8 + length]).items()
    if name != "__metadata__"
}

plain = keras.applications.EfficientNetB0(include_top=False, weights=None, input_shape=SHAPE)
for layer in plain.layers:
    for variable in layer.weights:
        if variable.name != "count":
            variable.assign(tensors[layer.name + "/" + variable.name])
plain.get_layer("normalization").finalize_state()
file = os.path.join(tempfile.mkdtemp(), "efficientnetb0_notop.weights.h5")
plain.save_weights(file)

keras.backend.clear_session()  # so that made-up names are those of a new session
efficientnet.file_utils.get_file = lambda *args, **kwargs: file
published = keras.applications.EfficientNetB0(include_top=False, weights="imagenet", input_shape=SHAPE)
published.get_layer("normalization").finalize_state()
extra = [layer.name for layer in published.layers if "rescaling" in layer.name]
assert len(extra) == 2 and len(published.layers) == len(plain.layers) + 1, extra

y, x, c = np.meshgrid(*(np.arange(n) for n in SHAPE), indexing="ij")
image = ((31 * x + 17 * y + 101 * c) % 256).astype(np.float32)[None]
features = published.predict(image, verbose=0)


def difference(model):
    return np.abs(model.predict(image, verbose=0) - features).max() / features.std()


ignored = difference(plain)
normalization = plain.get_layer("normalization")
variance = tensors["normalization/variance"].astype(np.float64) * efficientnet.IMAGENET_STDDEV_RGB
for variable in normalization.weights:
    if variable.name == "variance":
        variable.assign(variance.astype(np.float32))
normalization.finalize_state()
plain.make_predict_function(force=True)
print("Keras", keras.__version__, "features", features.shape, "deviation", features.std())
print("folded: %.2e   ignored: %.2e" % (difference(plain), ignored))
np.save(sys.argv[2], features.astype(np.float32))
