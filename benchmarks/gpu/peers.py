#!/usr/bin/env python3
"""Times a training step of PyTorch: the four backbones, global average pooling, two classes, Adam, all layers, batch 32.

Prints a line for each of eager and compiled (mode reduce-overhead: CUDA graphs of forward and backward), bf16 (autocast), f32
and f32 with TensorFloat-32. Inputs lie in the GPU's memory. cuDNN may take ways that are not deterministic, which Graft does
not. --warm compiles only, so that a later call finds the code in the cache; --out FILE adds lines of JSON; --seconds N begins
with no case afterwards. Ends with 1 if a case failed.
"""
import argparse
import json
import statistics
import sys
import time

import torch

try:
    from torchvision import models
except ImportError:
    sys.exit("torchvision is missing: the peers' networks are its own.")

BATCH = 32
PRECISIONS = ["bf16", "f32", "tf32"]


def vgg19():
    """Without the dense layers, which torchvision has between the feature maps and the classes."""
    features = models.vgg.make_layers(models.vgg.cfgs["E"])
    for layer in features:
        if isinstance(layer, torch.nn.Conv2d):
            torch.nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")
    return torch.nn.Sequential(
        features, torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), torch.nn.Linear(512, 2)
    )


def resnet50():
    """Keras's, as the paper has it: blocks that halve maps do so in their first convolution. Torchvision's take 6 % more."""
    network = models.resnet50(num_classes=2)
    for blocks in (network.layer2, network.layer3, network.layer4):
        blocks[0].conv1.stride, blocks[0].conv2.stride = (2, 2), (1, 1)
    return network


NETWORKS = {
    "resnet50": (resnet50, 224),
    "vgg19": (vgg19, 224),
    "efficientnet-b0": (lambda: models.efficientnet_b0(num_classes=2), 224),
    "inception-v3": (lambda: models.inception_v3(num_classes=2, aux_logits=False, init_weights=False), 299),
}


class Case:
    """A network and all that a step of it needs."""

    def __init__(self, name, precision, compiled):
        build, size = NETWORKS[name]
        torch.manual_seed(0)
        torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"
        torch.backends.cudnn.allow_tf32 = precision == "tf32"
        torch.backends.cudnn.benchmark = True
        self.network = build().cuda().to(memory_format=torch.channels_last).train()
        self.forward = torch.compile(self.network, mode="reduce-overhead") if compiled else self.network
        self.optimizer = torch.optim.Adam(self.network.parameters(), 1e-3, fused=True)
        self.images = torch.randn(BATCH, 3, size, size, device="cuda").to(memory_format=torch.channels_last)
        self.labels = torch.arange(BATCH, device="cuda") % 2
        self.autocast = torch.autocast("cuda", torch.bfloat16, enabled=precision == "bf16")

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        with self.autocast:
            loss = torch.nn.functional.cross_entropy(self.forward(self.images), self.labels)
        loss.backward()
        self.optimizer.step()
        return loss

    def seconds(self, steps):
        torch.cuda.synchronize()
        start = time.perf_counter()
        for _ in range(steps):
            self.step()
        torch.cuda.synchronize()
        return time.perf_counter() - start

    def milliseconds(self, rounds=5):
        """Of a step after another; the median of some rounds of a third of a second, but 3 to 20 steps."""
        steps = max(3, min(20, round(0.3 / self.seconds(1))))
        return statistics.median(self.seconds(steps) * 1e3 / steps for _ in range(rounds))


def measured(name, precision, compiled, warm):
    start = time.perf_counter()
    case = Case(name, precision, compiled)
    for _ in range(3 if warm else 8):
        loss = case.step()
    row = dict(loss=loss.item(), warm_seconds=round(time.perf_counter() - start, 1))
    if not warm:
        row["milliseconds"] = case.milliseconds()
    return row


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--warm", action="store_true")
    parser.add_argument("--out")
    parser.add_argument("--seconds", type=float, default=3600)
    options = parser.parse_args()
    cases = [(n, p, True) for p in PRECISIONS for n in NETWORKS]
    if not options.warm:
        cases = [(n, p, c) for p in PRECISIONS for c in (True, False) for n in NETWORKS]
    print(f"PyTorch {torch.__version__}, cuDNN {torch.backends.cudnn.version()}, {torch.cuda.get_device_name()}")
    start, failed = time.perf_counter(), False
    for place, (name, precision, compiled) in enumerate(cases):
        if time.perf_counter() - start > options.seconds:
            print(f"{len(cases) - place} cases were not reached.")
            break
        row = dict(network=name, precision=precision, compiled=compiled, batch=BATCH)
        try:
            row |= measured(name, precision, compiled, options.warm)
        except Exception as error:  # The others are measured all the same.
            row["error"] = repr(error)
            failed = True
        print(json.dumps(row), flush=True)
        if options.out:
            with open(options.out, "a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
        torch._dynamo.reset()
        torch.cuda.empty_cache()
    sys.exit(failed)


if __name__ == "__main__":
    main()
