#!/usr/bin/env python3
"""Times augmentation of one 224 px colour image on one thread: Graft beside torchvision (v2) and Keras.

    mvn -q -DskipTests -pl benchmarks -am package
    python3 benchmarks/peers/augmentation.py [case ...]

Python needs torch, torchvision and keras with tensorflow; Java is found as `java`. Prints a Markdown table: microseconds
per image, means over calls with seeds of their own. torchvision works on uint8 tensors, as its documentation advises;
Keras's layers on batches of 16 float images inside one tf.function, as its data pipelines do.
"""
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy
import tensorflow
import torch

# The processor-only wheel of torchvision lacks its detection operations, which nothing here uses.
try:
    import torchvision
except RuntimeError:
    for module in [m for m in sys.modules if m.startswith("torchvision")]:
        del sys.modules[module]
    library = torch.library.Library("torchvision", "DEF")
    for name in ["nms", "qnms", "roi_align", "_roi_align_backward", "roi_pool", "_roi_pool_backward", "ps_roi_align",
                 "_ps_roi_align_backward", "ps_roi_pool", "_ps_roi_pool_backward", "deform_conv2d",
                 "_deform_conv2d_backward", "qroi_align"]:
        library.define(name + "(Tensor x) -> Tensor")
    import torchvision
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional

ROOT = Path(__file__).resolve().parents[2]
SIZE = 224
LINEAR = v2.InterpolationMode.BILINEAR
torch.set_num_threads(1)
tensorflow.config.threading.set_intra_op_parallelism_threads(1)
tensorflow.config.threading.set_inter_op_parallelism_threads(1)


def gamma(image):
    return functional.adjust_gamma(image, 0.8 + 0.45 * torch.rand(1).item())


def noise():
    to_float = v2.ToDtype(torch.float32, scale=True)
    to_bytes = v2.ToDtype(torch.uint8, scale=True)
    return v2.Compose([to_float, v2.GaussianNoise(0, 0.06), to_bytes])


TORCHVISION = {
    "horizontal-flip": v2.RandomHorizontalFlip(1),
    "rotation": v2.RandomRotation(36, LINEAR),
    "affine": v2.RandomAffine(15, (0.1, 0.1), (0.85, 1.15), interpolation=LINEAR),
    "crop-and-resize": v2.RandomResizedCrop(SIZE, (0.35, 1), antialias=False),
    "elastic": v2.ElasticTransform(50.0, 5.0),
    "brightness": v2.ColorJitter(brightness=0.2),
    "contrast": v2.ColorJitter(contrast=0.2),
    "saturation": v2.ColorJitter(saturation=0.2),
    "hue": v2.ColorJitter(hue=0.05),
    "gamma": gamma,
    "equalize": v2.RandomEqualize(1),
    "gaussian-blur": v2.GaussianBlur(7, (1, 1)),
    "sharpness": v2.RandomAdjustSharpness(1.5, 1),
    "gaussian-noise": noise(),
    "cutout": v2.RandomErasing(1, (0.02, 0.2)),
    "rand-augment": v2.RandAugment(),
    "trivial-augment": v2.TrivialAugmentWide(),
    "keras-default": v2.Compose([v2.RandomHorizontalFlip(), v2.RandomRotation(36, LINEAR)]),
    "light": v2.Compose([v2.RandomHorizontalFlip(),
                         v2.RandomAffine(5, (0.05, 0.05), (0.95, 1.05), interpolation=LINEAR),
                         v2.ColorJitter(0.1, 0.1)]),
    "medium": v2.Compose([v2.RandomHorizontalFlip(),
                          v2.RandomAffine(15, (0.1, 0.1), (0.85, 1.15), interpolation=LINEAR),
                          v2.ColorJitter(0.2, 0.2, 0.2), v2.Lambda(gamma)]),
    "strong": v2.Compose([v2.RandomHorizontalFlip(), v2.RandomResizedCrop(SIZE, (0.35, 1), antialias=False),
                          v2.RandomAffine(30, (0.1, 0.1), (0.8, 1.2), interpolation=LINEAR),
                          v2.ColorJitter(0.4, 0.4, 0.4, 0.05),
                          v2.RandomApply([v2.GaussianBlur(7, (0.5, 1.5))], 0.2), v2.RandomApply([noise()], 0.3),
                          v2.RandomErasing(0.5, (0.02, 0.2))]),
}

layers = keras.layers
JITTER = {"value_range": (0, 255)}
KERAS = {
    "horizontal-flip": [layers.RandomFlip("horizontal")],
    "rotation": [layers.RandomRotation(0.1)],
    "affine": [layers.RandomRotation(15 / 360), layers.RandomTranslation(0.1, 0.1), layers.RandomZoom(0.15, 0.15)],
    "brightness": [layers.RandomBrightness(0.2)],
    "contrast": [layers.RandomContrast(0.2)],
    "saturation": [layers.RandomSaturation(0.6, **JITTER)],
    "hue": [layers.RandomHue(0.05, **JITTER)],
    "equalize": [layers.Equalization()],
    "gaussian-blur": [layers.RandomGaussianBlur(1, 7, 1.0, **JITTER)],
    "sharpness": [layers.RandomSharpness(0.6, **JITTER)],
    "cutout": [layers.RandomErasing(1.0, **JITTER)],
    "rand-augment": [layers.RandAugment()],
    "keras-default": [layers.RandomFlip("horizontal"), layers.RandomRotation(0.1)],
    "light": [layers.RandomFlip("horizontal"), layers.RandomRotation(5 / 360), layers.RandomTranslation(0.05, 0.05),
              layers.RandomZoom(0.05, 0.05), layers.RandomBrightness(0.1), layers.RandomContrast(0.1)],
    "medium": [layers.RandomFlip("horizontal"), layers.RandomRotation(15 / 360), layers.RandomTranslation(0.1, 0.1),
               layers.RandomZoom(0.15, 0.15), layers.RandomBrightness(0.2), layers.RandomContrast(0.2),
               layers.RandomSaturation(0.6, **JITTER)],
}


def picture():
    y, x, c = numpy.mgrid[:SIZE, :SIZE, :3].astype("float32")
    return (127 + 60 * numpy.sin(x * 0.11 + c) + 60 * numpy.cos(y * 0.07 + x * 0.02 * c)).astype("uint8")


def mean(step, images):
    """Microseconds per image over about a second, after warm-up; policies take different ways at each call."""
    for _ in range(10):
        step()
    calls, start = 0, time.perf_counter()
    while time.perf_counter() < start + 1 or calls < 10:
        step()
        calls += 1
    return 1e6 * (time.perf_counter() - start) / calls / images


def torchvision_time(case):
    image = torch.from_numpy(picture()).permute(2, 0, 1).contiguous()
    return mean(lambda: TORCHVISION[case](image), 1)


def keras_time(case):
    batch = tensorflow.constant(numpy.stack([picture()] * 16).astype("float32"))

    @tensorflow.function
    def augment(images):
        for layer in KERAS[case]:
            images = layer(images, training=True)
        return images

    return mean(lambda: augment(batch).numpy(), 16)


def graft_times(cases):
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder, "result.json")
        command = ["java", "-jar", ROOT / "benchmarks/target/benchmarks.jar", "AugmentationBenchmark"]
        command += ["-p", "augmentation=" + ",".join(cases), "-rf", "json", "-rff", result]
        command += ["-wi", "3", "-w", "500ms", "-i", "5", "-r", "500ms"]
        subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)
        return {(r["params"]["augmentation"], r["params"]["image"]): r["primaryMetric"]["score"]
                for r in json.loads(result.read_text())}


def main():
    cases = sys.argv[1:] or (
        ["keras-default", "light", "medium", "strong", "mri-light", "mri"]
        + list(json.loads((ROOT / "benchmarks/src/main/resources/dev/graft/benchmarks/augmentations.json").read_text())))
    graft = graft_times(cases)
    print("| augmentation | Graft | Graft, grey | torchvision | Keras | torchvision / Graft |")
    print("|---|---:|---:|---:|---:|---:|")
    for case in cases:
        torch_time = torchvision_time(case) if case in TORCHVISION else None
        keras_value = keras_time(case) if case in KERAS else None
        own = graft[case, "colour"]
        print(f"| {case} | {own:.0f} | {graft[case, 'grey']:.0f} | {text(torch_time)} | {text(keras_value)} | "
              + (f"{torch_time / own:.1f}" if torch_time else "") + " |", flush=True)


def text(value):
    return "" if value is None else f"{value:.0f}"


main()
