"""Records what torchvision and Keras compute, for OracleTest and OperationSpaceTest.

    pip install torch torchvision keras tensorflow-cpu
    cd augment && python src/test/scripts/record_oracle.py src/test/resources/oracle

oracle.txt: a line with a case's name, its input and its settings, then a line with its values 0..255, plane by plane, row by
row. Values that are not to be compared are nan. Floats went into torchvision as value / 255 and came out times 255; the
operations on bytes are marked in their names.
operation-space.csv: torchvision's tables of RandAugment and TrivialAugmentWide for pictures of 224 x 160.
"""
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
import numpy as np
import torch

try:
    import torchvision
except RuntimeError:  # a torchvision without its compiled operators, none of which is needed here
    library = torch.library.Library("torchvision", "DEF")
    for name in ["nms", "qnms", "roi_align", "_roi_align_backward", "roi_pool", "_roi_pool_backward", "ps_roi_align",
                 "_ps_roi_align_backward", "ps_roi_pool", "_ps_roi_pool_backward", "deform_conv2d", "_deform_conv2d_backward"]:
        library.define(name + "(Tensor x) -> Tensor")
    for module in [m for m in sys.modules if m.startswith("torchvision")]:
        del sys.modules[module]
    import torchvision
import keras
from torchvision.transforms.v2 import InterpolationMode, RandAugment, TrivialAugmentWide
from torchvision.transforms.v2 import functional as F

folder = sys.argv[1]
random = np.random.default_rng(20)
inputs = {
    "colour": random.integers(20, 230, (3, 9, 11)).astype(np.uint8),
    "grey": random.integers(10, 200, (1, 9, 11)).astype(np.uint8),
    "large": np.sort(random.integers(0, 4, (1, 30, 40)) * 20 + random.integers(0, 60, (1, 30, 40)), axis=2).astype(np.uint8),
}
lines = []


def record(name, source, settings, values):
    lines.append(" ".join([name, source, *map(str, settings)]))
    lines.append(" ".join("%.6g" % v for v in np.asarray(values, dtype=np.float64).ravel()))


for name, pixels in inputs.items():
    record("input", name, pixels.shape, pixels)


def floats(name, source, operation, *settings):
    out = operation(torch.from_numpy(inputs[source].astype(np.float32) / 255), *settings)
    record(name, source, settings, out.numpy().astype(np.float64) * 255)


def bytes_(name, source, operation, *settings):
    record(name, source, settings, operation(torch.from_numpy(inputs[source]), *settings).numpy())


def affine(how):
    return lambda x, degrees, right, down, scale, shear_x, shear_y: F.affine(
        x, -degrees, [right, down], scale, [shear_x, shear_y], interpolation=how)


def crop(x, left, top, width, height):
    h, w = x.shape[-2:]
    out = F.resized_crop(x, top, left, height, width, [h, w], antialias=False)
    across = (np.arange(w) + 0.5) * width / w - 0.5
    down = (np.arange(h) + 0.5) * height / h - 0.5
    out[:, :, (across < 0) | (across > width - 1)] = float("nan")  # there torchvision repeats the crop's edge
    out[:, (down < 0) | (down > height - 1), :] = float("nan")
    return out


nearest, bilinear = InterpolationMode.NEAREST, InterpolationMode.BILINEAR
for source in ["colour", "grey"]:
    floats("horizontal-flip", source, F.horizontal_flip)
    floats("vertical-flip", source, F.vertical_flip)
    floats("rotation-nearest", source, lambda x, d: F.rotate(x, d, nearest), 17.3)
    floats("rotation-bilinear", source, lambda x, d: F.rotate(x, d, bilinear), 30.0)
    floats("affine-bilinear", source, affine(bilinear), 12.5, 2, -1, 1.3, 10.0, -7.0)
    floats("brightness", source, F.adjust_brightness, 1.7)
    floats("contrast", source, F.adjust_contrast, 0.4)
    floats("contrast", source, F.adjust_contrast, 1.9)
    floats("saturation", source, F.adjust_saturation, 1.8)
    floats("hue", source, F.adjust_hue, 0.2)
    floats("gamma", source, F.adjust_gamma, 0.45)
    floats("solarize", source, lambda x, t: F.solarize(x, t / 255), 128.5)
    floats("invert", source, F.invert)
    floats("auto-contrast", source, F.autocontrast)
    floats("sharpness", source, F.adjust_sharpness, 2.5)
    floats("gaussian-blur", source, lambda x, size, sigma: F.gaussian_blur(x, [size, size], [sigma, sigma]), 5, 1.2)
    bytes_("posterize", source, F.posterize, 3)
floats("rotation-bilinear", "colour", lambda x, d: F.rotate(x, d, bilinear), -77.5)
floats("affine-nearest", "colour", affine(nearest), -33.3, -3, 1, 0.8, 0.0, 15.0)
floats("affine-bilinear", "colour", affine(bilinear), 0.0, 0, 0, 1.0, 25.0, 0.0)
floats("crop-bilinear", "colour", crop, 2, 1, 7, 6)
floats("brightness", "colour", F.adjust_brightness, 0.6)
floats("saturation", "colour", F.adjust_saturation, 0.3)
floats("hue", "colour", F.adjust_hue, -0.35)
floats("gamma", "colour", F.adjust_gamma, 1.8)
floats("sharpness", "colour", F.adjust_sharpness, 0.0)
floats("gaussian-blur", "colour", lambda x, size, sigma: F.gaussian_blur(x, [size, size], [sigma, sigma]), 9, 2.5)
bytes_("equalize", "large", F.equalize)
floats("auto-contrast", "large", F.autocontrast)


def operation(name, source, magnitude):
    """As RandAugment itself does it."""
    on_bytes = name in ["Posterize", "Equalize"]
    pixels = torch.from_numpy(inputs[source] if on_bytes else inputs[source].astype(np.float32) / 255)
    # torchvision's threshold is 1 times the magnitude for floats, 255 times for bytes
    out = F.solarize(pixels, magnitude) if name == "Solarize" else RandAugment()._apply_image_or_video_transform(
        pixels, name, magnitude, InterpolationMode.NEAREST, {torch.Tensor: None, "others": None})
    key = "operation-" + "".join("_" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(name))
    record(key, source, [magnitude], out.numpy().astype(np.float64) * (1 if on_bytes else 255))


for name in ["ShearX", "ShearY"]:
    operation(name, "colour", 0.27)
    operation(name, "colour", -0.16)
for name, magnitude in [("TranslateX", 3.8), ("TranslateX", -2.7), ("TranslateY", 1.2), ("Rotate", 24.0), ("Rotate", -7.0),
                        ("Brightness", -0.4), ("Color", 0.6), ("Contrast", -0.3), ("Sharpness", 0.9), ("Posterize", 5.0),
                        ("Solarize", 0.55), ("AutoContrast", 0.0)]:
    operation(name, "colour", magnitude)
operation("Equalize", "large", 0.0)


def of_keras(name, source, layer, *settings):
    pixels = inputs[source].astype(np.float32).transpose(1, 2, 0)
    out = keras.ops.convert_to_numpy(layer(pixels[None], training=True))[0]
    record(name, source, settings, out.transpose(2, 0, 1))


# Not "wrap": TensorFlow neither interpolates across the seam nor repeats with the picture's size (MapCoordinate in
# tensorflow/core/kernels/image/image_ops.h).
for fill in ["reflect", "nearest", "constant"]:
    for how in ["bilinear", "nearest"]:
        of_keras("keras-rotation", "colour", keras.layers.RandomRotation((0.07, 0.07), fill, how), 0.07, fill, how)
of_keras("keras-translation", "colour", keras.layers.RandomTranslation((-0.13, -0.13), (0.31, 0.31)), -0.13, 0.31)
of_keras("keras-zoom", "colour", keras.layers.RandomZoom((0.25, 0.25), (-0.3, -0.3)), 0.25, -0.3)

with open(os.path.join(folder, "oracle.txt"), "w") as out:
    out.write("# torchvision %s, torch %s, keras %s\n" % (torchvision.__version__, torch.__version__, keras.__version__))
    out.write("\n".join(lines) + "\n")

with open(os.path.join(folder, "operation-space.csv"), "w") as out:
    out.write("# torchvision %s\nspace,operation,signed,bin,magnitude\n" % torchvision.__version__)
    for policy in [RandAugment, TrivialAugmentWide]:
        for operation, (magnitudes, signed) in policy._AUGMENTATION_SPACE.items():
            table = magnitudes(31, 160, 224)
            for place in range(31):
                out.write("%s,%s,%s,%d,%.6g\n" % (policy.__name__, operation, str(signed).lower(), place,
                                                 0 if table is None else float(table[place])))
