#!/usr/bin/env python3
"""Times one forward pass or one training step of a peer and prints a line of JSON.

    step.py keras|torch MODEL forward|train [--unfrozen N] [--size PX] [--batch N] [--threads N] [--steps N] [--bf16]

The training step is Adam on softmax cross-entropy over global average pooling; without --unfrozen every layer learns.
"""
import argparse
import json
import os
import resource
import statistics
import time


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=["keras", "torch"])
    parser.add_argument("model")
    parser.add_argument("mode", choices=["forward", "train"])
    parser.add_argument("--unfrozen", type=int)
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--bf16", action="store_true", help="PyTorch autocast; Keras mixed_bfloat16")
    return parser.parse_args()


def keras_step(a):
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras
    import numpy
    import tensorflow

    tensorflow.config.threading.set_intra_op_parallelism_threads(a.threads)
    tensorflow.config.threading.set_inter_op_parallelism_threads(1)
    if a.bf16:
        keras.mixed_precision.set_global_policy("mixed_bfloat16")
    applications = keras.applications
    build = {
        "vgg16": applications.VGG16,
        "vgg19": applications.VGG19,
        "resnet50": applications.ResNet50,
        "inception-v3": applications.InceptionV3,
        "efficientnet-b0": applications.EfficientNetB0,
    }[a.model]
    base = build(weights=None, include_top=False, input_shape=(a.size, a.size, 3))
    if a.unfrozen is not None:
        for layer in base.layers[: len(base.layers) - a.unfrozen]:
            layer.trainable = False
    x = keras.layers.GlobalAveragePooling2D()(base.output)
    model = keras.Model(base.input, keras.layers.Dense(2, activation="softmax", dtype="float32")(x))
    model.compile(keras.optimizers.Adam(1e-4), "sparse_categorical_crossentropy")
    images = numpy.random.default_rng(0).random((a.batch, a.size, a.size, 3), numpy.float32)
    labels = numpy.arange(a.batch) % 2
    if a.mode == "train":
        return lambda: model.train_on_batch(images, labels)
    forward = tensorflow.function(lambda batch: base(batch, training=False))
    batch = tensorflow.constant(images)
    return lambda: forward(batch).numpy()


def torch_step(a):
    import torch

    from torch_network import Network

    torch.set_num_threads(a.threads)
    torch.manual_seed(0)
    network = Network(a.model, a.unfrozen).to(memory_format=torch.channels_last)
    images = torch.rand(a.batch, 3, a.size, a.size).to(memory_format=torch.channels_last)
    labels = torch.arange(a.batch) % 2
    precision = torch.autocast("cpu", torch.bfloat16, enabled=a.bf16)
    if a.mode == "forward":
        network.eval()

        def forward():
            with torch.inference_mode(), precision:
                return network.features(images)

        return forward
    network.train()
    optimizer = torch.optim.Adam([p for p in network.parameters() if p.requires_grad], 1e-4)

    def train():
        optimizer.zero_grad(set_to_none=True)
        with precision:
            loss = torch.nn.functional.cross_entropy(network(images), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return train


def main():
    a = arguments()
    start = time.perf_counter()
    step = keras_step(a) if a.peer == "keras" else torch_step(a)
    step()
    compiled = time.perf_counter() - start
    step()
    times = []
    used = time.process_time()
    for _ in range(a.steps):
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    used = (time.process_time() - used) / a.steps
    print(
        json.dumps(
            dict(
                program=a.peer,
                model=a.model,
                mode=a.mode,
                unfrozen=a.unfrozen,
                size=a.size,
                batch=a.batch,
                threads=a.threads,
                precision="bf16" if a.bf16 else "f32",
                seconds=statistics.median(times),
                cpu_seconds=used,
                compile_seconds=compiled,
                peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            )
        )
    )


if __name__ == "__main__":
    main()
