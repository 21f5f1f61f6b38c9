#!/usr/bin/env python3
"""Measures what PyTorch's bfloat16 autocast costs in accuracy, on the networks, weights and images of the Keras references.

    python3 engine-cpu/src/test/scripts/autocast_error.py engine-cpu/src/test/resources/autocast

Python needs torch. One JSON file for each network is written; Bfloat16ErrorContractTest holds engines to these numbers.
Processors add up products of bfloat16 in different orders (AVX-512 and AMX do), which moves the error of a single tensor
by a factor of two or more, PyTorch's as ours. So a file that is there keeps the larger of its own and the new numbers: run
this on every kind of processor that tests run on, or remove the files to begin anew.
Weights and images follow the formula of the references (dev.graft.golden.FormulaWeights) for several salts; every number
is the median over them, since some draws multiply roundings hundreds of times more than others. For each salt:

  features   the feature map of 2 images in inference mode, autocast less single precision: root mean square and largest
             difference, in standard deviations of the map in single precision
  gradients  of the mean cross-entropy of 8 images: for each tensor one less the cosine between its gradients in both
             precisions. Twice: every layer learns and batch norms keep their running statistics ("inference"); the last
             60 layers learn and their batch norms follow the batch ("batch"). If all batch norms of such random networks
             follow eight images, no gradient survives bfloat16, PyTorch's neither: the cosines are 0
  losses     of six steps of Adam on 4 images, as in the references' train.json, for the two largest numbers of unfrozen
             layers: root mean square of the differences relative to single precision's losses
"""
import csv
import json
import math
import statistics
import sys
from pathlib import Path

import numpy
import torch

ROOT = Path(__file__).resolve().parents[4]
sys.path.insert(0, str(ROOT / "benchmarks/peers"))
from torch_network import DropSamples, Network  # noqa: E402
import keras_network  # noqa: E402

SALTS = ["golden", "second", "third", "fourth", "fifth"]
#: These have twenty million weights to draw, and their draws hardly differ.
FEWER = {"vgg19": SALTS[:3], "resnet50": SALTS[:3]}
GRADIENT_BATCH = 8
FOLLOWING = 60
STEPS = 6
torch.set_num_threads(1)

MASK = (1 << 64) - 1


def uniform(key, count):
    """Values in [-1, 1), as dev.graft.golden.FormulaValues."""
    start = 0xCBF29CE484222325
    for byte in key.encode():
        start = ((start ^ byte) * 0x100000001B3) & MASK
    with numpy.errstate(over="ignore"):
        u64 = numpy.uint64
        z = u64(start) + (numpy.arange(count, dtype=u64) + u64(1)) * u64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> u64(30))) * u64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> u64(27))) * u64(0x94D049BB133111EB)
        z = z ^ (z >> u64(31))
    return ((z >> u64(40)).astype(numpy.float64) * 2.0**-24 * 2 - 1).astype(numpy.float32)


class Reference:
    """A folder of the Keras references."""

    def __init__(self, model):
        self.model = model
        self.folder = ROOT / keras_network.TABLES[model]
        self.gain = float((self.folder / "gain.txt").read_text())
        self.trainings = json.loads((self.folder / "train.json").read_text())
        self.size = self.trainings[0]["size"]
        self.head_scale = self.trainings[0]["head_scale"]
        with open(self.folder / "weights.csv", newline="") as file:
            self.shapes = {
                (row["layer"], row["variable"]): [int(n) for n in row["shape"].split("x") if n]
                for row in csv.DictReader(file)
            }

    def tensor(self, salt, layer, variable, shape):
        values = uniform(f"{salt}/{layer}/{variable}", math.prod(shape)).reshape(shape)
        if variable == "kernel":
            depthwise = len(shape) == 4 and shape[3] == 1
            fan = shape[0] * shape[1] if depthwise else math.prod(shape[:-1])
            scale = self.head_scale if layer == "head_dense" else 1
            return values * numpy.float32(math.sqrt(self.gain / fan) * scale)
        if variable in ("gamma", "moving_variance"):
            return numpy.float32(1) + numpy.float32(0.2) * values
        return numpy.float32(0.1) * values

    def images(self, salt, count, size):
        """[count, 3, size, size], prepared as the network's preprocess_input does."""
        values = uniform(f"{salt}/input", count * size * size * 3)
        pixels = numpy.floor((values + 1) * 128).reshape(count, size, size, 3).astype(numpy.float32)
        if self.model.startswith(("vgg", "resnet")):
            pixels = pixels[..., ::-1] - numpy.array([103.939, 116.779, 123.68], numpy.float32)
        elif self.model == "inception-v3":
            pixels = pixels / numpy.float32(127.5) - 1
        return torch.from_numpy(numpy.ascontiguousarray(pixels.transpose(0, 3, 1, 2)))


class Classifier(torch.nn.Module):
    """The backbone with the references' head; its parameters by Keras's names."""

    def __init__(self, reference, salt, unfrozen=None):
        super().__init__()
        self.network = Network(reference.model, unfrozen)
        del self.network.head
        self.named = {}
        for (layer, variable), shape in reference.shapes.items():
            if layer != "normalization":
                self.load(layer, variable, torch.from_numpy(reference.tensor(salt, layer, variable, shape)))
        for part in self.network.parts.values():
            if isinstance(part, DropSamples):
                part.keep = 1
        channels = int(keras_network.layers(reference.model)[-1]["shape"].split("x")[-1])
        self.hidden = self.dense(reference, salt, "head_dense", channels, 16)
        self.out = self.dense(reference, salt, "head_out", 16, 2)

    def load(self, layer, variable, value):
        part = self.network.parts[layer]
        if isinstance(part, torch.nn.BatchNorm2d):
            names = {"gamma": "weight", "beta": "bias", "moving_mean": "running_mean", "moving_variance": "running_var"}
            target = getattr(part, names[variable])
        else:
            inner = next(m for m in part.modules() if isinstance(m, torch.nn.Conv2d))
            target = inner.weight if variable == "kernel" else inner.bias
            if variable == "kernel":
                value = value.permute(2, 3, 0, 1) if inner.groups > 1 else value.permute(3, 2, 0, 1)
        with torch.no_grad():
            target.copy_(value.reshape(target.shape))
        if isinstance(target, torch.nn.Parameter) and target.requires_grad:
            self.named[f"{layer}/{variable}"] = target

    def dense(self, reference, salt, name, inputs, outputs):
        linear = torch.nn.Linear(inputs, outputs)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(reference.tensor(salt, name, "kernel", [inputs, outputs])).T)
            linear.bias.copy_(torch.from_numpy(reference.tensor(salt, name, "bias", [outputs])))
        self.named[name + "/kernel"], self.named[name + "/bias"] = linear.weight, linear.bias
        return linear

    def forward(self, images):
        pooled = self.network.features(images).mean((2, 3))
        return self.out(torch.relu(self.hidden(pooled)))


def autocast(half):
    return torch.autocast("cpu", torch.bfloat16, enabled=half)


def loss_of(model, images, half):
    labels = torch.arange(len(images)) % 2
    with autocast(half):
        logits = model(images)
    return torch.nn.functional.cross_entropy(logits.float(), labels)


def check(reference):
    """In single precision, features are the recorded ones."""
    recorded = torch.from_numpy(numpy.load(reference.folder / "features.npy").transpose(0, 3, 1, 2))
    size = int(keras_network.layers(reference.model)[0]["shape"].split("x")[1])
    with torch.no_grad():
        found = Classifier(reference, "golden").network.eval().features(reference.images("golden", 2, size))
    assert (found - recorded).abs().max() < 1e-3 * recorded.std(), "this is not the network of the reference"


def features(reference, salt):
    network = Classifier(reference, salt).network.eval()
    images = reference.images(salt, 2, reference.size)
    with torch.no_grad():
        single = network.features(images).double()
        with autocast(True):
            half = network.features(images).double()
    error, deviation = half - single, single.std(unbiased=False)
    return (error.square().mean().sqrt() / deviation).item(), (error.abs().max() / deviation).item()


def gradients(reference, salt, unfrozen, normalization):
    found = []
    for half in (False, True):
        model = Classifier(reference, salt, unfrozen).train()
        if normalization == "inference":
            for part in model.network.parts.values():
                if isinstance(part, torch.nn.BatchNorm2d):
                    part.eval()
        loss_of(model, reference.images(salt, GRADIENT_BATCH, reference.size), half).backward()
        found.append({name: tensor.grad.double().flatten() for name, tensor in model.named.items()})
    single, half = found
    return {name: 1 - torch.nn.functional.cosine_similarity(single[name], half[name], 0).item() for name in single}


def angles(reference, salts, normalization):
    layers = len(keras_network.layers(reference.model))
    unfrozen = layers if normalization == "inference" else FOLLOWING
    found = [gradients(reference, salt, unfrozen, normalization) for salt in salts]
    return dict(
        statistics=normalization,
        unfrozen=unfrozen,
        angles={name: median(f[name] for f in found) for name in found[0]},
    )


def adam(parameter, state, step, rate):
    """Keras's, whose epsilon stands beside another root than PyTorch's."""
    m, v = state
    m += (parameter.grad - m) * (1 - 0.9)
    v += (parameter.grad.square() - v) * (1 - 0.999)
    parameter -= m * (rate * math.sqrt(1 - 0.999**step) / (1 - 0.9**step)) / (v.sqrt() + 1e-7)


def losses(reference, salt, training, half):
    model = Classifier(reference, salt, training["unfrozen"]).train()
    learning = [p for p in model.named.values() if p.requires_grad]
    states = [(torch.zeros_like(p), torch.zeros_like(p)) for p in learning]
    images, found = reference.images(salt, training["batch"], training["size"]), []
    for step in range(1, STEPS + 1):
        loss = loss_of(model, images, half)
        model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for parameter, state in zip(learning, states):
                adam(parameter, state, step, training["learning_rate"])
        found.append(loss.item())
    return found


def loss_error(reference, salt, training):
    single, half = (losses(reference, salt, training, h) for h in (False, True))
    if salt == "golden":
        print(reference.model, "losses", [f"{x:.5f}" for x in single], "Keras's", training["train_losses"])
    return math.sqrt(sum(((h - s) / s) ** 2 for s, h in zip(single, half)) / len(single))


def median(values):
    return float(f"{statistics.median(values):.3g}")


def measure(model):
    reference = Reference(model)
    check(reference)
    salts = FEWER.get(model, SALTS)
    maps = [features(reference, salt) for salt in salts]
    trainings = [training for training in reference.trainings if training["optimizer"] == "adam"][-2:]
    normalized = any(variable == "moving_mean" for _, variable in reference.shapes)
    return dict(
        torch=torch.__version__,
        salts=salts,
        features_rms=median(rms for rms, _ in maps),
        features_largest=median(largest for _, largest in maps),
        gradient_batch=GRADIENT_BATCH,
        gradients=[angles(reference, salts, n) for n in (["inference", "batch"] if normalized else ["inference"])],
        trainings=[
            dict(unfrozen=t["unfrozen"], error=median(loss_error(reference, salt, t) for salt in salts)) for t in trainings
        ],
    )


def larger(old, new):
    if isinstance(new, dict):
        return {key: larger(old[key], value) for key, value in new.items()}
    if isinstance(new, list):
        return [larger(was, value) for was, value in zip(old, new, strict=True)]
    return max(old, new) if isinstance(new, float) else new


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for model in sys.argv[2:] or ["vgg19", "resnet50", "inception-v3", "efficientnet-b0"]:
        result = measure(model)
        file = folder / f"{model}.json"
        if file.exists():
            result = larger(json.loads(file.read_text()), result)
        file.write_text(json.dumps(result, indent=1) + "\n")
        print(model, "features", result["features_rms"], result["features_largest"], "losses", result["trainings"])
        for kind in result["gradients"]:
            found = sorted(kind["angles"].values())
            print(" ", kind["statistics"], [found[len(found) * tenth // 10] for tenth in (1, 5, 9)], flush=True)


main()
