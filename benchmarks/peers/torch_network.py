"""A PyTorch module of the same layers as a Keras network, so that both train the very same thing."""
import math

import torch
from torch import nn
from torch.nn import functional

from keras_network import layers

ACTIVATIONS = {"relu": nn.ReLU, "silu": nn.SiLU, "swish": nn.SiLU, "sigmoid": nn.Sigmoid, "relu6": nn.ReLU6}


class Same(nn.Module):
    """Pads as Keras's SAME does, then applies."""

    def __init__(self, inner, kernel, stride):
        super().__init__()
        self.inner, self.kernel, self.stride = inner, kernel, stride

    def forward(self, x):
        pads = []
        for size, kernel, stride in zip(reversed(x.shape[2:]), reversed(self.kernel), reversed(self.stride)):
            total = max((math.ceil(size / stride) - 1) * stride + kernel - size, 0)
            pads += [total // 2, total - total // 2]
        return self.inner(functional.pad(x, pads) if any(pads) else x)


class Multiply(nn.Module):
    def forward(self, x, gate):
        return x * gate


class Add(nn.Module):
    def forward(self, x, y):
        return x + y


class Concatenate(nn.Module):
    def forward(self, *maps):
        return torch.cat(maps, 1)


class Scale(nn.Module):
    def forward(self, x):
        return x / 255


class Normalize(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1))
        self.register_buffer("deviation", torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1))

    def forward(self, x):
        return (x - self.mean) / self.deviation


class DropSamples(nn.Module):
    def __init__(self, rate):
        super().__init__()
        self.keep = 1 - rate

    def forward(self, x):
        if not self.training:
            return x
        return x * (torch.rand(x.shape[0], 1, 1, 1) < self.keep) / self.keep


def convolution(config, channels, groups):
    kernel, stride = config["kernel_size"], config["strides"]
    same = config["padding"] == "same"
    simple = same and all(s == 1 and k % 2 for k, s in zip(kernel, stride))
    filters = channels if groups > 1 else config["filters"]
    inner = nn.Conv2d(
        channels, filters, kernel, stride, [k // 2 for k in kernel] if simple else 0, 1, groups, config["use_bias"]
    )
    module = Same(inner, kernel, stride) if same and not simple else inner
    if config["activation"] != "linear":
        module = nn.Sequential(module, ACTIVATIONS[config["activation"]]())
    return module, filters


def pooling(config, kind):
    pool, stride = config["pool_size"], config["strides"]
    padding = [p // 2 for p in pool] if config["padding"] == "same" else 0
    if kind == "AveragePooling2D":
        return nn.AvgPool2d(pool, stride, padding, count_include_pad=False)
    return nn.MaxPool2d(pool, stride, padding)


def module(layer, channels):
    """The module of a layer and its output channels."""
    kind, config, first = layer["kind"], layer["config"], channels[0]
    if kind == "Conv2D":
        return convolution(config, first, 1)
    if kind == "DepthwiseConv2D":
        return convolution(config, first, first)
    if kind == "BatchNormalization":
        return nn.BatchNorm2d(first, config["epsilon"], 1 - config["momentum"]), first
    if kind == "Activation":
        return ACTIVATIONS[config["activation"]](), first
    if kind == "ZeroPadding2D":
        (top, bottom), (left, right) = config["padding"]
        return nn.ZeroPad2d((left, right, top, bottom)), first
    if kind in ("MaxPooling2D", "AveragePooling2D"):
        return pooling(config, kind), first
    if kind == "GlobalAveragePooling2D":
        return nn.AdaptiveAvgPool2d(1), first
    if kind == "Concatenate":
        return Concatenate(), sum(channels)
    simple = {
        "Add": Add,
        "Multiply": Multiply,
        "Reshape": nn.Identity,
        "Rescaling": Scale,
        "Normalization": Normalize,
    }
    if kind == "Dropout":
        return DropSamples(config["rate"]), first
    return simple[kind](), first


class Network(nn.Module):
    """Backbone, global average pooling, two classes."""

    def __init__(self, model, unfrozen=None):
        super().__init__()
        table = layers(model)
        self.steps, self.parts, channels = [], nn.ModuleDict(), {table[0]["name"]: 3}
        for layer in table[1:]:
            part, channels[layer["name"]] = module(layer, [channels[i] for i in layer["inputs"]])
            self.parts[layer["name"]] = part
            self.steps.append((layer["name"], layer["inputs"]))
        self.input, self.output = table[0]["name"], table[-1]["name"]
        self.head = nn.Linear(channels[self.output], 2)
        self.frozen = [] if unfrozen is None else [layer["name"] for layer in table[1 : len(table) - unfrozen]]
        for name in self.frozen:
            self.parts[name].requires_grad_(False)

    def train(self, mode=True):
        """A frozen layer stays in inference mode, as in Keras."""
        super().train(mode)
        for name in self.frozen:
            self.parts[name].eval()
        return self

    def features(self, x):
        values = {self.input: x}
        for name, inputs in self.steps:
            values[name] = self.parts[name](*[values[i] for i in inputs])
        return values[self.output]

    def forward(self, x):
        return self.head(self.features(x).mean((2, 3)))
