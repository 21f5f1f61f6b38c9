"""Records keras.applications' preprocessing of some pixels.

Usage: python make_preprocessing_reference.py    (Keras 3)
Writes preprocessing_reference.json beside itself: pixels as RGB rows, and per mode the values, channels last.
"""
import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
from keras.src.applications.imagenet_utils import preprocess_input

PIXELS = [[0, 0, 0], [255, 255, 255], [1, 2, 3], [254, 128, 127], [17, 200, 90], [104, 117, 124]]

image = np.array(PIXELS, dtype=np.float32).reshape(1, 2, 3, 3)
values = {
    mode: [[float(v) for v in row] for row in preprocess_input(image.copy(), mode=mode).reshape(-1, 3)]
    for mode in ("caffe", "tf", "torch")
}
target = pathlib.Path(__file__).with_name("preprocessing_reference.json")
target.write_text(json.dumps({"keras": keras.__version__, "pixels": PIXELS, "values": values}, indent=1) + "\n")
