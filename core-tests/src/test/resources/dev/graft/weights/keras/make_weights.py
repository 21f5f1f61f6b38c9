"""Writes files of weights as Keras's versions write them, and some that are wrong.

Usage: python make_weights.py        (Keras 3 with TensorFlow, h5py)
Writes beside itself. The networks are those of TinyBackbone and PlainBackbone. All values of a network are counted in
the order of its layers and their variables: the k-th is (k - 300) / 8, so each tells its place, and half precision holds
it exactly. The normalization's count is 7. Files that Keras itself writes are made by Keras; the others by h5py.
"""
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import h5py
import keras
import numpy as np
from keras import layers
from keras.src.legacy.saving import legacy_h5_format as legacy

HERE = pathlib.Path(__file__).parent


def tiny():
    x = start = keras.Input((None, None, 3), name="input_layer")
    x = layers.Rescaling(1 / 255, name="rescaling")(x)
    x = layers.Normalization(name="normalization")(x)
    x = layers.Conv2D(8, 3, 2, "same", use_bias=False, name="stem_conv")(x)
    x = layers.BatchNormalization(name="stem_bn")(x)
    x = stem = layers.Activation("swish", name="stem_activation")(x)
    x = layers.DepthwiseConv2D(3, 1, "same", use_bias=False, name="block_dwconv")(x)
    x = layers.BatchNormalization(name="block_bn")(x)
    x = layers.Activation("swish", name="block_activation")(x)
    gate = layers.GlobalAveragePooling2D(name="block_se_squeeze")(x)
    gate = layers.Reshape((1, 1, 8), name="block_se_reshape")(gate)
    gate = layers.Conv2D(2, 1, activation="swish", name="block_se_reduce")(gate)
    gate = layers.Conv2D(8, 1, activation="sigmoid", name="block_se_expand")(gate)
    x = layers.Multiply(name="block_se_excite")([x, gate])
    x = layers.Conv2D(8, 1, use_bias=False, name="block_project_conv")(x)
    x = layers.BatchNormalization(name="block_project_bn")(x)
    x = layers.Dropout(0.2, noise_shape=(None, 1, 1, 1), name="block_drop")(x)
    x = layers.Add(name="block_add")([x, stem])
    x = layers.Conv2D(12, 1, 2, use_bias=False, name="top_conv")(x)
    x = layers.BatchNormalization(name="top_bn")(x)
    x = layers.Activation("swish", name="top_activation")(x)
    return numbered(keras.Model(start, x))


def plain(first="conv1", second="conv2", filters=8, bias=True, third=False, top=False):
    x = start = keras.Input((None, None, 3), name="input_layer")
    x = layers.Conv2D(6, 3, 2, "same", activation="swish", name=first)(x)
    if second:
        x = layers.Conv2D(filters, 3, 2, activation="swish", use_bias=bias, name=second)(x)
    if third:
        x = layers.Conv2D(4, 1, name="conv3")(x)
    if top:
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
        x = layers.Dense(5, activation="softmax", name="predictions")(x)
    return numbered(keras.Model(start, x))


def nested():
    """A classifier as many people build one: the backbone is one of its layers."""
    start = keras.Input((None, None, 3), name="input_layer")
    backbone = plain()
    backbone.name = "backbone"
    x = layers.GlobalAveragePooling2D(name="pool")(backbone(start))
    x = layers.Dense(3, name="hidden")(x)
    return keras.Model(start, layers.Dense(2, name="classes")(x))


def numbered(model):
    at = 0
    for layer in model.layers:
        for variable in layer.weights:
            if variable.name == "count":
                variable.assign(7)
                continue
            size = int(np.prod(variable.shape))
            variable.assign(((np.arange(at, at + size) - 300) / 8).reshape(variable.shape))
            at += size
    return model


def old(model, name, **options):
    """The older layout, as Keras writes it."""
    with h5py.File(HERE / name, "w", **options) as file:
        legacy.save_weights_to_hdf5_group(file, model)


def tensors(model):
    return {layer.name: [np.asarray(v) for v in layer.weights] for layer in model.layers}


def by_hand(name, stored, variable_name="{layer}_{kind}_1:0", attributes=None, **options):
    """The older layout from arrays, with h5py's newer and shorter groups."""
    with h5py.File(HERE / name, "w", libver="latest") as file:
        file.attrs["layer_names"] = [layer.encode() for layer in stored]
        for key, value in (attributes or {}).items():
            file.attrs[key] = value
        for layer, values in stored.items():
            group = file.create_group(layer)
            names = [variable_name.format(layer=layer, kind=kind) for kind, _ in zip("Wb", values)]
            group.attrs["weight_names"] = [n.encode() for n in names]
            for n, value in zip(names, values):
                group.create_dataset(n, data=value, **(options if value.ndim > 1 else {}))


def dependencies(name, stored):
    """What Keras 2.13 writes: every layer with weights is counted twice. Here nine convolutions went before."""
    with h5py.File(HERE / name, "w", libver="latest") as file:
        for i, values in enumerate(stored.values()):
            for k, value in enumerate(values):
                file[f"_layer_checkpoint_dependencies/conv2d_{9 + i}/vars/{k}"] = value


def split_names(name, stored):
    """Lists of names that Keras found too long for one attribute."""
    with h5py.File(HERE / name, "w", libver="latest") as file:
        for i, (layer, values) in enumerate(stored.items()):
            file.attrs[f"layer_names{i}"] = [layer.encode()]
            for k, value in enumerate(values):
                file[f"{layer}/{k}"] = value
                file[layer].attrs[f"weight_names{k}"] = [str(k)]


def main():
    old(tiny(), "tiny.h5")
    tiny().save_weights(HERE / "tiny.weights.h5")
    old(plain(), "plain.h5")
    plain().save(HERE / "plain_whole.h5")
    plain().save_weights(HERE / "plain.weights.h5")
    plain().save(HERE / "plain.keras")
    # Layers of a session that had many before: by name the second would come first.
    old(plain("conv2d_99", "conv2d_100"), "plain_renumbered.h5")
    plain("conv2d_99", "conv2d_100").save_weights(HERE / "plain_renumbered.weights.h5")
    for kind in ("float16", "bfloat16", "float64"):
        keras.config.set_dtype_policy(kind)
        model = plain()
        assert {v.dtype for v in model.weights} == {kind}
        model.save_weights(HERE / f"plain_{kind}.weights.h5")
    keras.config.set_dtype_policy("float32")

    stored = {layer: values for layer, values in tensors(plain()).items() if values}
    by_hand("plain_old_names.h5", stored)
    by_hand("plain_reordered.h5", dict(reversed(stored.items())))
    packed = dict(chunks=(2, 2, 2, 4), shuffle=True)
    by_hand("plain_gzip.h5", stored, compression="gzip", **packed)
    by_hand("plain_lzf.h5", stored, compression="lzf", **packed)
    by_hand("plain_chunked.h5", stored, chunks=(2, 2, 2, 4))
    by_hand("plain_big_endian.h5", {k: [v.astype(">f4") for v in vs] for k, vs in stored.items()})
    by_hand("plain_cntk.h5", stored, attributes={"backend": b"cntk", "keras_version": b"2.1.0"})
    dependencies("plain_2_13.weights.h5", stored)
    split_names("plain_split_names.h5", stored)

    old(plain(top=True), "top.h5", libver="latest")
    plain(top=True).save_weights(HERE / "top.weights.h5")
    old(nested(), "nested.h5", libver="latest")
    nested().save_weights(HERE / "nested.weights.h5")
    old(plain(second=None), "missing_layer.h5", libver="latest")
    plain(second=None).save_weights(HERE / "missing_layer.weights.h5")
    old(plain(third=True), "extra_layer.h5", libver="latest")
    old(plain("a", "b", third=True), "extra_renamed_layer.h5", libver="latest")
    old(plain(bias=False), "missing_variable.h5", libver="latest")
    old(plain(filters=9), "misshapen.h5", libver="latest")
    plain(filters=9).save_weights(HERE / "misshapen.weights.h5")
    by_hand("theano.h5", stored, attributes={"backend": b"theano", "keras_version": b"1.2.2"})
    by_hand("fletcher.h5", stored, chunks=(3, 3, 3, 6), fletcher32=True, shuffle=True)
    by_hand("integers.h5", {k: [v.astype("int8") if k == "conv2" else v for v in vs] for k, vs in stored.items()})
    by_hand("link.h5", stored)
    with h5py.File(HERE / "link.h5", "a") as file:
        del file["conv2"]
        file["conv2"] = h5py.ExternalLink("other.h5", "/conv2")
    by_hand("unlisted.h5", stored)
    with h5py.File(HERE / "unlisted.h5", "a") as file:
        del file["conv2/conv2_b_1:0"]
    with h5py.File(HERE / "measurements.h5", "w", libver="latest") as file:
        file["temperatures"] = np.arange(3.0)


main()
