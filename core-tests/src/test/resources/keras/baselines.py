"""The two baseline networks of graft-core in Keras: same layers, same names."""
import keras
from keras import layers

# channels, number of convolutions, whether a pooling follows
SIMPLE = [(32, 1, True), (32, 1, True), (64, 1, True), (64, 1, True), (64, 1, False)]
DEEP = [(64, 1, True), (128, 1, True), (256, 1, True), (512, 1, True), (512, 1, True), (1024, 2, False)]


def plain(blocks, input_shape):
    x = images = layers.Input(input_shape, name="input_layer")
    for i, (filters, convolutions, pooled) in enumerate(blocks):
        for c in range(convolutions):
            x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"block{i + 1}_conv{c + 1}")(x)
        if pooled:
            x = layers.MaxPooling2D(2, 2, name=f"block{i + 1}_pool")(x)
    return keras.Model(images, x)


def SimpleCnn(weights=None, include_top=False, input_shape=None):
    return plain(SIMPLE, input_shape)


def DeepCnn(weights=None, include_top=False, input_shape=None):
    return plain(DEEP, input_shape)
